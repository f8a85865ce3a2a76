"""Funnels of a site: what to ask the funnel report, under a name."""

from typing import Any

from msgspec import Struct

from dashboard.api.noun import Noun
from dashboard.api.saved import Name, declare
from liveinsight.query.reports.funnel import Days, Steps, Within
from liveinsight.saved.funnels import FUNNELS

noun = Noun("funnels", "Funnels", "What to ask the funnel report, but for time, filters and breakdown, under a name.")
EXAMPLE: dict[str, Any] = {
    "name": "Checkout",
    "steps": [{"page": "/products/*"}, {"page": "/cart"}, {"event": "purchase"}],
    "within": "visit",
}


class NewFunnel(Struct, kw_only=True, forbid_unknown_fields=True):
    """A funnel to save."""

    name: Name
    steps: Steps
    within: Within = "visit"
    days: Days = 7


class FunnelChanges(Struct, kw_only=True, forbid_unknown_fields=True):
    """What to set."""

    name: Name | None = None
    steps: Steps | None = None
    within: Within | None = None
    days: Days | None = None


declare(noun, FUNNELS, NewFunnel, FunnelChanges, EXAMPLE)
