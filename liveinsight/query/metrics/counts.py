"""Metrics that count visitors, visits and events."""

VISITORS = "count(DISTINCT visitor_id)"
VISITS_OF_EVENTS = "count(DISTINCT session_id)"
"""Grouped by something of an event, a visit counts in every group in which it has an event."""

HITS = {
    "pageviews": "count(*) FILTER (WHERE type = 'pageview')",
    "events": "count(*)",
}
"""Sums over events, engagement beacons left out."""

VALUES = {name: f"coalesce({name}, 0)" for name in ("visitors", "visits", *HITS)}
