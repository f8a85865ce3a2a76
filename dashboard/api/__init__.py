"""The HTTP API: one file a noun. Each endpoint is declared once; its route and its documentation follow from that."""

from dashboard.api import (
    annotations,
    bots,
    funnels,
    goals,
    health,
    journeys,
    live,
    query,
    reports,
    segments,
    shares,
    sites,
    tokens,
)
from dashboard.api.v1 import stats as v1

MODULES = (
    query,
    reports,
    bots,
    live,
    sites,
    goals,
    segments,
    funnels,
    journeys,
    annotations,
    shares,
    tokens,
    health,
    v1,
)
NOUNS = tuple(module.noun for module in MODULES)
"""In the order of the documentation."""
