"""The endpoints of the Stats API v1: each asks v2 and puts the answer into v1's form."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from dashboard import history
from dashboard.access import Caller
from dashboard.api import live
from dashboard.api.answers import good_for_s, kept
from dashboard.api.noun import Noun
from dashboard.api.site_choice import chosen_for_stats
from dashboard.api.v1 import syntax
from dashboard.api.v1.types import (
    Aggregate,
    Asked,
    Breakdown,
    Cursors,
    KnownSite,
    KnownSites,
    Realtime,
    Rows,
    SitesPage,
    Timeseries,
    Totals,
    Value,
)
from liveinsight import sites
from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite, answer
from liveinsight.query.changes import change
from liveinsight.query.request import Body, checked
from liveinsight.sites import Site

noun = Noun(
    "v1",
    "Statistics v1 (legacy)",
    "The [Plausible Stats API v1](https://plausible.io/docs/stats-api-v1), for clients that have not moved on to v2. "
    'Errors are `{"error": "text"}`, statuses those of `/api/v2/query`.',
)
Answer = dict[str, Any]
"""Of v2."""


@noun.endpoint("GET", "/api/v1/stats/realtime/visitors", summary="Current visitors (v1, legacy)", errors=(404,))
def realtime_visitors(asking: Caller, query: Realtime) -> int:
    """How many visitors were seen in the last five minutes. At most two seconds old."""
    current, _ = live.look(chosen_for_stats(asking, query.site_id))
    return current


@noun.endpoint("GET", "/api/v1/stats/aggregate", summary="Totals (v1, legacy)", gives=Totals, errors=(404,))
def aggregate(asking: Caller, query: Aggregate) -> bytes:
    """Metrics of a whole period."""

    def work_out(site: QueriedSite, now_ms: int) -> tuple[Totals, Answer]:
        days = syntax.days(query.period, query.date, site.timezone, now_ms)
        names = syntax.metrics(query.metrics, "aggregate")
        found = _ask(query, site, now_ms, days, names)
        values = dict(zip(names, found["results"][0]["metrics"], strict=True))
        if not query.compare:
            return Totals(results={name: Value(value=value) for name, value in values.items()}), found
        before = _ask(query, site, now_ms, syntax.days_before(days), names)["results"][0]["metrics"]
        compared = zip(values.items(), before, strict=True)
        return Totals(results={name: _compared(name, value, other) for (name, value), other in compared}), found

    return _kept(asking, query, work_out)


@noun.endpoint("GET", "/api/v1/stats/timeseries", summary="Time series (v1, legacy)", gives=Rows, errors=(404,))
def timeseries(asking: Caller, query: Timeseries) -> bytes:
    """Metrics of each hour, day or month of a period, also of those without visits."""

    def work_out(site: QueriedSite, now_ms: int) -> tuple[Rows, Answer]:
        days = syntax.days(query.period, query.date, site.timezone, now_ms)
        names = syntax.metrics(query.metrics, "timeseries")
        dimension = syntax.time_dimension(query.interval, query.period)
        found = _ask(query, site, now_ms, days, names, dimension, include={"time_labels": True})
        known = {row["dimensions"][0]: row["metrics"] for row in found["results"]}
        nothing = [0] * len(names)
        return Rows(
            results=_rows("date", names, [(t, known.get(t, nothing)) for t in found["meta"]["time_labels"]])
        ), found

    return _kept(asking, query, work_out)


@noun.endpoint(
    "GET", "/api/v1/stats/breakdown", summary="Breakdown by a property (v1, legacy)", gives=Rows, errors=(404,)
)
def breakdown(asking: Caller, query: Breakdown) -> bytes:
    """Metrics of each value of a property, the greatest first."""

    def work_out(site: QueriedSite, now_ms: int) -> tuple[Rows, Answer]:
        days = syntax.days(query.period, query.date, site.timezone, now_ms)
        names = syntax.metrics(query.metrics, "breakdown")
        dimension = syntax.breakdown(query.property_)
        key = syntax.key(dimension)
        if key in names:
            raise InvalidRequest(
                "invalid_property", f"Invalid property: {key!r} is a metric as well; ask /api/v2/query."
            )
        pages = {"limit": query.limit, "offset": (query.page - 1) * query.limit}
        found = _ask(query, site, now_ms, days, names, dimension, pagination=pages)
        rows = [(row["dimensions"][0], row["metrics"]) for row in found["results"]]
        return Rows(results=_rows(key, names, rows)), found

    return _kept(asking, query, work_out)


@noun.endpoint("GET", "/api/v1/sites", summary="List the sites (v1, legacy)")
def every(asking: Caller, query: SitesPage) -> KnownSites:
    """Those that the caller may open, by domain."""
    found = sorted((site for site in sites.every() if asking.opens(site.key)), key=_cursor)
    left = [
        site for site in found if _cursor(site) > query.after and (not query.before or _cursor(site) < query.before)
    ]
    shown = left[-query.limit :] if query.before else left[: query.limit]
    more_after = shown and shown[-1] is not found[-1]
    more_before = shown and shown[0] is not found[0]
    return KnownSites(
        sites=[KnownSite(domain=site.domain, timezone=site.timezone) for site in shown],
        meta=Cursors(
            after=_cursor(shown[-1]) if more_after else None,
            before=_cursor(shown[0]) if more_before else None,
            limit=query.limit,
        ),
    )


def _cursor(site: Site) -> str:
    return f"{site.domain}/{site.key}"


def _kept(asking: Caller, query: Asked, work_out: Callable[[QueriedSite, int], tuple[Totals | Rows, Answer]]) -> bytes:
    site = history.queried_site(chosen_for_stats(asking, query.site_id))

    def fresh() -> tuple[bytes, int]:
        made, found = work_out(site, int(time.time() * 1000))
        if "warnings" in found["meta"]:
            made.warning = " ".join(found["meta"]["warnings"])
        return msgspec.json.encode(made), good_for_s(found)

    return kept(f"v1 {type(query).__name__}", site, msgspec.json.encode(query), fresh)


def _ask(
    query: Asked,
    site: QueriedSite,
    now_ms: int,
    days: syntax.Days,
    metrics: Sequence[str],
    dimension: str = "",
    **more: Any,
) -> Answer:
    """The answer of v2 to a question in the words of v1."""
    body = {
        "site_id": query.site_id,
        "metrics": [syntax.meant(name, dimension) if dimension else name for name in metrics],
        "date_range": [day.isoformat() for day in days],
        "dimensions": [dimension] if dimension else [],
        "filters": syntax.filters(query.filters),
        **more,
    }
    return answer(checked(msgspec.convert(body, Body)), site, history.engine(), now_ms)


def _rows(key: str, metrics: Sequence[str], rows: Sequence[tuple[Any, Sequence[Any]]]) -> list[Answer]:
    return [{key: value, **dict(zip(metrics, values, strict=True))} for value, values in rows]


def _compared(metric: str, value: Any, before: Any) -> Value:
    return Value(value=value, comparison_value=before, change=change(metric, value, before))
