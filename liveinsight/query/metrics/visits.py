"""Metrics that are averages over visits."""

from liveinsight.query.metrics.fractions import percent, rounded

SUMS = {
    "visits": ("visits",),
    "bounce_rate": ("bounces", "entries"),
    "visit_duration": ("duration_ms", "stays"),
    "engaged_time": ("engaged_ms", "stays"),
    "views_per_visit": ("views", "stays"),
}
"""What each metric needs."""

VALUES = {
    "bounce_rate": percent("coalesce(bounces, 0)", "coalesce(entries, 0)"),
    "visit_duration": rounded("coalesce(duration_ms, 0)", "(1000 * coalesce(stays, 0))"),
    "engaged_time": rounded("coalesce(engaged_ms, 0)", "(1000 * coalesce(stays, 0))"),
    "views_per_visit": rounded("coalesce(views, 0)", "coalesce(stays, 0)", 2),
}
"""Percent, seconds, and pageviews a visit to two decimals."""


def sums(metric: str, entered: str) -> dict[str, str]:
    """The sums that a metric needs. `entered` is a condition on the visits that count for the bounce rate."""
    known = {
        "visits": "count(*)",
        "stays": "count(*)",
        "bounces": f"count(*) FILTER (WHERE bounce AND {entered})",
        "entries": f"count(*) FILTER (WHERE {entered})",
        "duration_ms": "sum(duration_ms)",
        "engaged_ms": "sum(engaged_ms)",
        "views": "sum(pageviews)",
    }
    return {name: known[name] for name in SUMS[metric]}
