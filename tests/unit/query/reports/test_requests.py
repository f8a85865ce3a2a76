"""What requests of the reports may say, and that a refusal names the field. Nothing is read from any archive."""

import json
from datetime import date
from types import ModuleType
from typing import Any

import msgspec
import pytest

from liveinsight.errors import InvalidRequest, NotFound
from liveinsight.json_body import decoded
from liveinsight.query import columns
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.query.goals import Goal
from liveinsight.query.relations import Relation
from liveinsight.query.reports import (
    REPORTS,
    comparison,
    funnel,
    journeys,
    pages,
    properties,
    retention,
    session,
    sessions,
    vitals,
)
from tests.integration.query.world import Tables

NOW = 1_780_000_000_000


class Empty(Tables):
    """A site without any history."""

    def events(self, _site: str, _extent: tuple[int, int]) -> Relation:
        return Relation(columns.empty(columns.EVENTS))

    def sessions(self, _site: str, _extent: tuple[int, int]) -> Relation:
        return Relation(columns.empty(columns.SESSIONS))

    def first_day(self, _site: str) -> date | None:
        return None


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Empty())


STEPS = [{"page": "/"}, {"event": "signup"}]
NEEDED: dict[ModuleType, dict[str, Any]] = {
    funnel: {"steps": STEPS},
    journeys: {"start": {"page": "/"}},
    session: {"id": "00000000075bcd15"},
    comparison: {"metrics": ["visitors"], "compare": {"mode": "previous_period"}},
}


def ask(engine: Engine, report: ModuleType, **changes: Any) -> Any:
    body = {"site_id": "site", "date_range": "7d", **NEEDED.get(report, {}), **changes}
    site = QueriedSite("site", "Europe/Berlin", (Goal("Signup", event="signup"),))
    return report.answer(decoded(json.dumps(body).encode(), report.Request), site, engine, NOW)


DEEP: list[Any] = ["is", "visit:os", ["Mac"]]
for _ in range(20):
    DEEP = ["not", DEEP]
FILTERS: list[Any] = [
    "visit:os",
    ["visit:os"],
    [["is", "visit:planet", ["x"]]],
    [["like", "visit:os", ["x"]]],
    [["is", "visit:os", []]],
    [["is", "visit:os", [1]]],
    [["is", "visit:os", ["\0"]]],
    [["matches", "event:page", ["("]]],
    [["matches", "event:page", ["x" * 501]]],
    [["is", "visit:os", ["x"] * 2_001]],
    [["is", "event:goal", ["Nothing"]]],
    [["or", [["is", "event:goal", ["Signup"]]]]],
    [["has_done", ["is", "visit:os", ["Mac"]]]],
    [DEEP],
]
ANY: list[tuple[dict[str, Any], str]] = [
    ({"site_id": 1}, "site_id"),
    ({"date_range": "yesterday"}, "date_range"),
    ({"date_range": ["2026-02-30", "2026-03-01"]}, "date_range"),
    ({"date_range": ["2026-03-02", "2026-03-01"]}, "date_range"),
    ({"surprise": True}, "surprise"),
    *(({"filters": wrong}, "filter") for wrong in FILTERS),
]
FILTERED = [report for report in REPORTS if report is not session]


@pytest.mark.parametrize("report", FILTERED, ids=lambda report: report.NAME)
@pytest.mark.parametrize(("changes", "named"), ANY)
def test_what_no_report_takes(engine: Engine, report: ModuleType, changes: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        ask(engine, report, **changes)
    assert named in refusal.value.message


OWN: list[tuple[ModuleType, dict[str, Any], str]] = [
    (sessions, {"order_by": "beauty"}, "order_by"),
    (sessions, {"direction": "up"}, "direction"),
    (sessions, {"pagination": {"limit": 0}}, "pagination.limit"),
    (sessions, {"pagination": {"limit": 1_001}}, "pagination.limit"),
    (sessions, {"pagination": {"offset": -1}}, "pagination.offset"),
    (sessions, {"pagination": {"offset": 1}}, "pagination.offset"),
    (sessions, {"pagination": {"page": 1}}, "page"),
    (properties, {"event": ""}, "event"),
    (properties, {"event": "\0"}, "event"),
    (properties, {"pagination": {"offset": 1}}, "pagination.offset"),
    (session, {"id": "123"}, "id"),
    (session, {"id": "00000000075BCD15"}, "id"),
    (session, {"id": 123456789}, "id"),
    (session, {"started_at": "yesterday"}, "started_at"),
    (session, {"started_at": -5}, "started_at"),
    (session, {"started_at": 10**16}, "started_at"),
    (session, {"date_range": "always"}, "date_range"),
    (funnel, {"steps": STEPS[:1]}, "steps"),
    (funnel, {"steps": [{"page": "/"}] * 9}, "steps"),
    (funnel, {"steps": [{"page": "/"}, {}]}, "steps[1]"),
    (funnel, {"steps": [{"page": "/"}, {"page": "/a", "event": "b"}]}, "steps[1]"),
    (funnel, {"steps": [{"page": "/"}, {"page": ""}]}, "steps[1]"),
    (funnel, {"steps": [{"page": "/"}, {"page": "\0"}]}, "steps[1]"),
    (funnel, {"steps": [{"page": "/"}, {"page": "x" * 501}]}, "steps[1]"),
    (funnel, {"steps": [{"page": "/"}, {"path": "/a"}]}, "path"),
    (funnel, {"steps": [{"page": "/"}, {"goal": "Nothing"}]}, "steps[1].goal"),
    (funnel, {"steps": [{"page": "/"}, {"page": "/a", "filters": [["is", "visit:os", ["Mac"]]]}]}, "steps[1].filters"),
    (funnel, {"steps": [{"page": "/"}, {"page": "/a", "filters": [["matches", "event:page", ["("]]]}]}, "filters"),
    (funnel, {"within": "decade"}, "within"),
    (funnel, {"within": "days", "days": 0}, "days"),
    (funnel, {"within": "days", "days": 91}, "days"),
    (funnel, {"breakdown": "event:page"}, "breakdown"),
    (funnel, {"breakdown": "visit:planet"}, "breakdown"),
    (funnel, {"limit": 101}, "limit"),
    (journeys, {"end": {"page": "/"}}, "start and end"),
    (journeys, {"start": None}, "start and end"),
    (journeys, {"start": {}}, "start"),
    (journeys, {"start": {"goal": "Nothing"}}, "start.goal"),
    (journeys, {"depth": 0}, "depth"),
    (journeys, {"depth": 6}, "depth"),
    (journeys, {"top": 51}, "top"),
    (journeys, {"through": "walls"}, "through"),
    (retention, {"period": "hour"}, "period"),
    (retention, {"period": "day", "date_range": "12mo"}, "period"),
    (retention, {"period": "month", "date_range": ["1990-01-01", "2199-12-31"]}, "period"),
    (pages, {"order_by": "beauty"}, "order_by"),
    (pages, {"page": "\0"}, "page"),
    (pages, {"pagination": {"offset": 3}}, "pagination.offset"),
    (vitals, {"metrics": ["FID"]}, "metrics"),
    (vitals, {"metrics": []}, "metrics"),
    (vitals, {"metrics": ["LCP", "LCP"]}, "metrics"),
    (vitals, {"by": "event:goal"}, "by"),
    (vitals, {"by": "time:day"}, "by"),
    (vitals, {"interval": "minute"}, "interval"),
    (vitals, {"by": "event:page", "pagination": {"offset": 3}}, "pagination.offset"),
    (comparison, {"metrics": ["users"]}, "metrics"),
    (comparison, {"compare": {"mode": "best"}}, "compare.mode"),
    (comparison, {"compare": {"mode": "custom"}}, "compare.date_range"),
    (comparison, {"compare": {"mode": "custom", "date_range": ["2026-01-01"]}}, "compare.date_range"),
    (comparison, {"compare": {"mode": "custom", "date_range": ["2026-02-30", "2026-03-01"]}}, "date_range"),
    (comparison, {"compare": {"mode": "previous_period", "date_range": ["2026-01-01", "2026-01-02"]}}, "compare"),
    (
        comparison,
        {"compare": {"mode": "custom", "date_range": ["2026-01-01", "2026-01-02"], "match_day_of_week": True}},
        "match_day_of_week",
    ),
    (comparison, {"date_range": "all"}, "compare.mode"),
]


@pytest.mark.parametrize(("report", "changes", "named"), OWN)
def test_what_one_report_does_not_take(engine: Engine, report: ModuleType, changes: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        ask(engine, report, **changes)
    assert named in refusal.value.message


def test_an_unknown_visit_is_not_found(engine: Engine) -> None:
    for where in ({}, {"started_at": NOW}, {"date_range": "all"}):
        with pytest.raises(NotFound, match="00000000075bcd15"):
            ask(engine, session, **where)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"site_id": "\\ud800"}'])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidRequest, match="body"):
        decoded(body, funnel.Request)


@pytest.mark.parametrize("report", FILTERED, ids=lambda report: report.NAME)
def test_an_empty_site_gets_an_empty_answer(engine: Engine, report: ModuleType) -> None:
    found = msgspec.to_builtins(ask(engine, report))
    for name in ("sessions", "nodes", "links", "pages", "vitals", "groups", "series", "breakdown"):
        assert found.get(name, []) == []
    assert found.get("total", 0) == 0
    assert all(step["visitors"] == 0 and step["median_s"] is None for step in found.get("steps", []))
    assert all(cohort["size"] == 0 for cohort in found.get("cohorts", []))


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.NAME)
def test_a_report_can_be_described(report: ModuleType) -> None:
    """The documentation of the API is made of these."""
    assert report.NAME
    assert report.TITLE
    assert report.answer.__doc__
    schema, components = msgspec.json.schema_components([report.Request, report.Answer])
    assert len(schema) == 2
    assert all(component.get("type") == "object" for component in components.values())
