"""Which metrics, dimensions and filters go together, as the Stats API v2 documents it."""

from collections.abc import Iterable, Sequence

from liveinsight.errors import InvalidRequest
from liveinsight.query.dimensions import PROPS, is_event
from liveinsight.query.filters import Behaviour, Filter, Simple, behaviours, leaves

VISIT_METRICS = ("bounce_rate", "visit_duration", "views_per_visit", "engaged_time")
"""Averages over visits. A visit has many events, so they cannot be grouped by most of what an event has.

`engaged_time` is ours: seconds for which pages of a visit were visible and focused. The Stats API has no such metric.
"""
READING_METRICS = ("scroll_depth", "time_on_page")
CONVERSION_METRICS = ("conversion_rate", "group_conversion_rate")
REVENUE_METRICS = ("total_revenue", "average_revenue")
METRICS = (
    *("visitors", "visits", "pageviews", "events", "percentage"),
    *VISIT_METRICS,
    *READING_METRICS,
    *CONVERSION_METRICS,
    *REVENUE_METRICS,
)
TOP_LEVEL_ONLY = ("event:goal", "event:hostname")


def check(metrics: Sequence[str], dimensions: Sequence[str], filters: Sequence[Filter]) -> None:
    """Raises `InvalidRequest` for what cannot be answered."""
    for node in filters:
        _check_depth(node, metrics)
        for behaviour in behaviours(node):
            _check_behaviour(behaviour)
    filtered = {leaf.dimension for node in filters for leaf in leaves(node)}
    top_level = {node.dimension for node in filters if isinstance(node, Simple)}
    for metric in metrics:
        _check_metric(metric, dimensions, filtered, top_level)
    _check_visit_metrics(metrics, dimensions)


def _check_metric(metric: str, dimensions: Sequence[str], filtered: set[str], top_level: set[str]) -> None:
    if metric in CONVERSION_METRICS and "event:goal" not in dimensions and "event:goal" not in top_level:
        raise _metric(metric, "requires an `event:goal` filter or dimension")
    if metric in READING_METRICS and "event:page" not in dimensions and "event:page" not in filtered:
        raise _metric(metric, "requires an `event:page` filter or dimension")
    if metric == "percentage" and not dimensions:
        raise _metric(metric, "requires non-empty `dimensions`")
    if metric == "views_per_visit" and "event:page" in filtered:
        raise _metric(metric, "cannot be combined with a filter on `event:page`")


def _check_visit_metrics(metrics: Sequence[str], dimensions: Sequence[str]) -> None:
    of_visits = [metric for metric in metrics if metric in VISIT_METRICS]
    of_events = [dimension for dimension in dimensions if is_event(dimension)]
    if not of_visits or not of_events:
        return
    if "event:page" in of_events and set(of_events) <= {"event:page", "event:hostname"}:
        return
    raise InvalidRequest(
        "invalid_metrics",
        f"Invalid metrics: session metric(s) {_quoted(of_visits)} cannot be combined with event dimension(s) "
        f"{_quoted(of_events)}.",
    )


def _check_depth(node: Filter, metrics: Sequence[str]) -> None:
    if isinstance(node, Simple):
        return
    for leaf in leaves(node):
        if leaf.dimension in TOP_LEVEL_ONLY:
            raise _filter(f"`{leaf.dimension}` can only be filtered at the top level")
        if leaf.dimension.startswith(PROPS) and set(metrics) & set(CONVERSION_METRICS):
            raise _filter("conversion rates allow custom properties at the top level only")


def _check_behaviour(behaviour: Behaviour) -> None:
    if list(behaviours(behaviour.part)):
        raise _filter("`has_done` and `has_not_done` cannot be nested")
    if any(not is_event(leaf.dimension) for leaf in leaves(behaviour.part)):
        raise _filter("`has_done` and `has_not_done` take filters on event dimensions only")


def _metric(metric: str, reason: str) -> InvalidRequest:
    return InvalidRequest("invalid_metrics", f"Invalid metrics: `{metric}` {reason}.")


def _filter(reason: str) -> InvalidRequest:
    return InvalidRequest("invalid_filters", f"Invalid filters: {reason}.")


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
