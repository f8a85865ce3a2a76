"""Metrics of how pages are read: from engagement beacons, visit by visit."""

from liveinsight.query.metrics.fractions import rounded

OF_A_VISIT = {
    "depth": "max(scroll_pct) FILTER (WHERE type = 'engagement')",
    "visible": "sum(visible_ms) FILTER (WHERE type = 'engagement')",
}
SUMS = {
    "scroll_depth": {"depths": "sum(depth)", "scrollers": "count(depth)"},
    "time_on_page": {"visible_ms": "sum(visible)", "readers": "count(*)"},
}
"""Over the visits that saw the page. Those that sent no engagement are readers for no time."""

VALUES = {
    "scroll_depth": rounded("coalesce(depths, 0)", "coalesce(scrollers, 0)", empty="NULL"),
    "time_on_page": "CASE WHEN visible_ms IS NULL THEN NULL ELSE "
    + rounded("visible_ms", "(1000 * coalesce(readers, 0))", empty="NULL")
    + " END",
}
"""Percent of the page's height, and seconds; null where nothing was measured."""
