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
LAST = "\U0010ffff"
"""Sorts behind all domains."""


class _Question:
    """A request of v1 and what it means for its site at this moment. `answers` are those that v2 has given."""

    def __init__(self, query: Asked, site: QueriedSite, endpoint: str) -> None:
        self.now_ms = int(time.time() * 1000)
        self.query = query
        self.site = site
        self.days = syntax.days(query.period, query.date, site.timezone, self.now_ms)
        self.metrics = syntax.metrics(query.metrics, endpoint)
        self.answers: list[Answer] = []

    def ask(self, dimension: str = "", days: syntax.Days | None = None, **more: Any) -> Answer:
        """The answer of v2, for all days of the period if none are given."""
        body = {
            "site_id": self.query.site_id,
            "metrics": [syntax.meant(name, dimension) for name in self.metrics],
            "date_range": [day.isoformat() for day in days or self.days],
            "dimensions": [dimension] if dimension else [],
            "filters": syntax.filters(self.query.filters),
            **more,
        }
        found = answer(checked(msgspec.convert(body, Body)), self.site, history.engine(), self.now_ms)
        self.answers.append(found)
        return found

    def row(self, key: str, value: Any, metrics: Sequence[Any]) -> Answer:
        return {key: value, **dict(zip(self.metrics, metrics, strict=True))}


@noun.endpoint("GET", "/api/v1/stats/realtime/visitors", summary="Current visitors (v1, legacy)", errors=(404,))
def realtime_visitors(asking: Caller, query: Realtime) -> int:
    """How many visitors were seen in the last five minutes. At most two seconds old."""
    current, _ = live.look(chosen_for_stats(asking, query.site_id))
    return current


@noun.endpoint("GET", "/api/v1/stats/aggregate", summary="Totals (v1, legacy)", gives=Totals, errors=(404,))
def aggregate(asking: Caller, query: Aggregate) -> bytes:
    """Metrics of a whole period."""

    def work_out(question: _Question) -> Totals:
        values = question.ask()["results"][0]["metrics"]
        if not query.compare:
            return Totals(results={n: Value(value=v) for n, v in zip(question.metrics, values, strict=True)})
        before = question.ask(days=syntax.days_before(question.days))["results"][0]["metrics"]
        compared = zip(question.metrics, values, before, strict=True)
        return Totals(results={n: Value(value=v, comparison_value=b, change=change(n, v, b)) for n, v, b in compared})

    return _kept(asking, query, work_out)


@noun.endpoint("GET", "/api/v1/stats/timeseries", summary="Time series (v1, legacy)", gives=Rows, errors=(404,))
def timeseries(asking: Caller, query: Timeseries) -> bytes:
    """Metrics of each hour, day or month of a period, also of those without visits."""

    def work_out(question: _Question) -> Rows:
        dimension = syntax.time_dimension(query.interval, query.period)
        found = question.ask(dimension, include={"time_labels": True})
        known = {row["dimensions"][0]: row["metrics"] for row in found["results"]}
        nothing = [0] * len(question.metrics)
        labels = found["meta"]["time_labels"]
        return Rows(results=[question.row("date", label, known.get(label, nothing)) for label in labels])

    return _kept(asking, query, work_out)


@noun.endpoint(
    "GET", "/api/v1/stats/breakdown", summary="Breakdown by a property (v1, legacy)", gives=Rows, errors=(404,)
)
def breakdown(asking: Caller, query: Breakdown) -> bytes:
    """Metrics of each value of a property, the greatest first."""

    def work_out(question: _Question) -> Rows:
        dimension = syntax.breakdown(query.property_)
        key = syntax.key(dimension)
        if key in question.metrics:
            raise InvalidRequest(
                "invalid_property", f"Invalid property: {key!r} is a metric as well; ask /api/v2/query."
            )
        pagination = {"limit": query.limit, "offset": (query.page - 1) * query.limit}
        rows = question.ask(dimension, pagination=pagination)["results"]
        return Rows(results=[question.row(key, row["dimensions"][0], row["metrics"]) for row in rows])

    return _kept(asking, query, work_out)


@noun.endpoint("GET", "/api/v1/sites", summary="List the sites (v1, legacy)")
def every(asking: Caller, query: SitesPage) -> KnownSites:
    """Those that the caller may open, by domain."""
    found = sorted((site for site in sites.every() if asking.opens(site.key)), key=_cursor)
    left = [site for site in found if query.after < _cursor(site) < (query.before or LAST)]
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


def _kept(asking: Caller, query: Asked, work_out: Callable[[_Question], Totals | Rows]) -> bytes:
    """The answer as JSON, with a warning when data is missing."""
    site = history.queried_site(chosen_for_stats(asking, query.site_id))
    endpoint = type(query).__name__.lower()

    def fresh() -> tuple[bytes, int]:
        question = _Question(query, site, endpoint)
        made = work_out(question)
        warnings = [text for found in question.answers for text in found["meta"].get("warnings", ())]
        if warnings:
            made.warning = " ".join(dict.fromkeys(warnings))
        return msgspec.json.encode(made), min(map(good_for_s, question.answers))

    return kept(f"v1 {endpoint}", site, msgspec.json.encode(query), fresh)
