"""Any question of the Stats API v2 about two periods, joined, with the change from one to the other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.query import answer as stats
from liveinsight.query import buckets, changes, dates, periods
from liveinsight.query.answer import QueriedSite
from liveinsight.query.dates import Span
from liveinsight.query.dimensions import is_time
from liveinsight.query.engine import Engine
from liveinsight.query.request import Body, Query, checked

NAME = "comparison"
TITLE = "Comparison of two periods"
COMPARED_ROWS = 100_000
_NULL = ("scroll_depth", "time_on_page", "total_revenue", "average_revenue")
"""Metrics of which nothing is known where there is no row; the others are 0 there."""


class Compare(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What to compare with."""

    mode: Annotated[
        Literal["previous_period", "year_over_year", "custom"],
        msgspec.Meta(
            description="as many days (or whole months) before; the same dates a year before; or `date_range`"
        ),
    ]
    date_range: Annotated[
        Annotated[list[str], msgspec.Meta(min_length=2, max_length=2)] | None,
        msgspec.Meta(description="for `custom`: first and last day, or moment (ISO 8601)"),
    ] = None
    match_day_of_week: Annotated[
        bool, msgspec.Meta(description="compare with whole weeks before, so that Mondays meet Mondays")
    ] = False
    same_elapsed: Annotated[
        bool,
        msgspec.Meta(
            description="while the current period is not over, compare with the part of the other that had passed by "
            "the same time; not with `custom`"
        ),
    ] = True


class Request(Body, kw_only=True, forbid_unknown_fields=True):
    """A request of the Stats API v2, and what to compare it with."""

    compare: Compare


class Compared(msgspec.Struct, kw_only=True):
    dimensions: Annotated[list[Any], msgspec.Meta(description="as of the other period; of a series, its own times")]
    metrics: list[Any]
    change: Annotated[
        list[float | None],
        msgspec.Meta(
            description="for each metric: percent of the other period's value, percentage points for "
            "`bounce_rate`, `conversion_rate`, `group_conversion_rate` and `percentage`; null where it cannot be told"
        ),
    ]


class Row(msgspec.Struct, kw_only=True):
    dimensions: list[Any]
    metrics: list[Any]
    comparison: Annotated[
        Compared | None, msgspec.Meta(description="null where a series goes on beyond the other period")
    ]


class Answer(msgspec.Struct, kw_only=True):
    results: Annotated[list[Row], msgspec.Meta(description="as in the Stats API, in its order and pages")]
    only_in_comparison: Annotated[
        list[Row],
        msgspec.Meta(description="what only the other period has; when all results are on one page"),
    ]
    meta: dict[str, Any]
    query: dict[str, Any]


def answer(request: Request, site: QueriedSite, engine: Engine, now_ms: int) -> Answer:
    """The answer of the Stats API v2, each row with the same row of another period and the change between them.

    Rows are joined by their dimensions. Times are joined by their place in the period: the first day with the first
    day.
    """
    query = checked(request)
    span = _span(query, site, engine, now_ms)
    other = _other(request, query, span, site, now_ms)
    current: Any = stats.answer(replace(query, total_rows=True), site, engine, now_ms)
    asked = replace(
        query,
        date_range=(other.iso()[0], other.iso()[1]),
        dimensions=tuple(current["query"]["dimensions"]),
        limit=COMPARED_ROWS,
        offset=0,
        total_rows=True,
    )
    compared: Any = stats.answer(asked, site, engine, now_ms)
    return _joined(query, current, compared, (span, other))


def _span(query: Query, site: QueriedSite, engine: Engine, now_ms: int) -> Span:
    since = engine.source.first_day(site.key) if query.date_range == "all" else None
    return dates.span(query.date_range, site.timezone, now_ms, since)


def _other(request: Request, query: Query, span: Span, site: QueriedSite, now_ms: int) -> Span:
    compare = request.compare
    if compare.mode == "custom":
        if compare.date_range is None or compare.match_day_of_week:
            wrong = "date_range" if compare.date_range is None else "match_day_of_week"
            raise _invalid(wrong, "`custom` needs a `date_range` and takes no `match_day_of_week`")
        return dates.span(dates.asked(compare.date_range), site.timezone, now_ms, None)
    if compare.date_range is not None:
        raise _invalid("date_range", "it belongs to the mode `custom` only")
    if query.date_range == "all":
        raise _invalid("mode", "nothing lies before the date_range `all`")
    return periods.compared(
        span,
        compare.mode,
        now_ms,
        match_day_of_week=compare.match_day_of_week,
        same_elapsed=compare.same_elapsed,
    )


class _Axis:
    """Which time of the current period stands for which of the other: the first for the first, and so on."""

    def __init__(self, dimensions: Sequence[str], span: Span, other: Span) -> None:
        self._place = next((place for place, name in enumerate(dimensions) if is_time(name)), None)
        times = (
            [buckets.labels(dimensions[self._place], one) for one in (span, other)] if self._place is not None else []
        )
        self._to_current = dict(zip(times[1], times[0], strict=False)) if times else {}
        self._to_other = dict(zip(times[0], times[1], strict=False)) if times else {}

    def current(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """The dimensions of a row of the other period, with the time that it is compared with; None beyond it."""
        return self._mapped(values, self._to_current)

    def other(self, values: Sequence[Any]) -> tuple[Any, ...]:
        return self._mapped(values, self._to_other)

    def has_other(self, values: Sequence[Any]) -> bool:
        return self._place is None or values[self._place] in self._to_other

    def _mapped(self, values: Sequence[Any], times: dict[str, str]) -> tuple[Any, ...]:
        return tuple(times.get(value) if place == self._place else value for place, value in enumerate(values))


def _joined(query: Query, current: Any, compared: Any, spans: tuple[Span, Span]) -> Answer:
    axis = _Axis(current["query"]["dimensions"], *spans)
    nothing = [None if metric in _NULL else 0 for metric in query.metrics]
    others = {tuple(row["dimensions"]): row["metrics"] for row in compared["results"]}
    results = []
    for row in current["results"]:
        there = axis.other(row["dimensions"])
        values = others.pop(there, nothing)
        known = axis.has_other(row["dimensions"])
        results.append(_row(query, row["dimensions"], row["metrics"], there if known else None, values))
    whole = query.offset == 0 and current["meta"]["total_rows"] <= query.limit
    gone = list(others.items())[: query.limit] if whole else []
    if not query.total_rows:
        current["query"]["include"].pop("total_rows")
    return Answer(
        results=results,
        only_in_comparison=[_row(query, axis.current(there), nothing, there, values) for there, values in gone],
        meta=_meta(query, current, compared),
        query=current["query"],
    )


def _row(query: Query, here: Sequence[Any], metrics: list[Any], there: Sequence[Any] | None, others: list[Any]) -> Row:
    if there is None:
        return Row(dimensions=list(here), metrics=metrics, comparison=None)
    change = [changes.change(name, new, old) for name, new, old in zip(query.metrics, metrics, others, strict=True)]
    return Row(
        dimensions=list(here),
        metrics=metrics,
        comparison=Compared(dimensions=list(there), metrics=others, change=change),
    )


def _meta(query: Query, current: Any, compared: Any) -> dict[str, Any]:
    meta = {name: value for name, value in current["meta"].items() if name != "total_rows" or query.total_rows}
    meta["comparison_date_range"] = compared["query"]["date_range"]
    if query.time_labels:
        meta["comparison_time_labels"] = compared["meta"]["time_labels"]
    warnings = [*current["meta"].get("warnings", []), *compared["meta"].get("warnings", [])]
    if compared["meta"]["total_rows"] > COMPARED_ROWS:
        warnings.append(f"Only the first {COMPARED_ROWS} rows of the other period were compared.")
    if warnings:
        meta["warnings"] = list(dict.fromkeys(warnings))
    return meta


def _invalid(field: str, reason: str) -> InvalidRequest:
    return InvalidRequest("invalid_compare", f"Invalid compare.{field}: {reason}.")
