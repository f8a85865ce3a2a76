"""The HTTP API: one file a noun. Each endpoint is declared once; its route and its documentation follow from that."""

from dashboard.api import annotations, goals, health, live, shares, sites, tokens

NOUNS = tuple(module.noun for module in (live, sites, goals, annotations, shares, tokens, health))
