"""What is easy to get wrong in the reports, one example each; and all of them over files, one of which is damaged."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import msgspec
import pytest

from liveinsight.json_body import decoded
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.query.parquet_folder import ParquetFolder
from liveinsight.query.reports import (
    REPORTS,
    comparison,
    funnel,
    journeys,
    lasting,
    pages,
    properties,
    retention,
    session,
    sessions,
    vitals,
)
from tests.integration.query.world import MINUTE, Event, Tables, event_rows, fill, session_rows, visits_of

Ask = Callable[..., Any]
NOON = int(datetime(2026, 6, 10, 12, tzinfo=UTC).timestamp() * 1000)
DAY = 24 * 60 * MINUTE
JUNE = ["2026-06-01", "2026-06-30"]


def view(at: int, visitor: int, path: str) -> Event:
    return Event(at, visitor, "pageview", path)


def custom(at: int, visitor: int, name: str, **values: Any) -> Event:
    return Event(at, visitor, "event", "/", name, **values)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Tables())


def asked(engine: Engine, report: ModuleType, timezone: str = "UTC", **body: Any) -> Any:
    request = decoded(json.dumps({"site_id": "site", "date_range": JUNE, **body}).encode(), report.Request)
    return msgspec.to_builtins(report.answer(request, QueriedSite("site", timezone), engine, NOON + 100 * DAY))


@pytest.fixture
def ask(engine: Engine) -> Ask:
    def after(events: list[Event], report: ModuleType, timezone: str = "UTC", **body: Any) -> Any:
        visits = visits_of(events)
        fill(engine.tables(), "events", event_rows(events))
        fill(engine.tables(), "sessions", session_rows(visits))
        return asked(engine, report, timezone, **body)

    return after


def counts(found: Any) -> list[int]:
    return [step["visitors"] for step in found["steps"]]


def test_a_later_beginning_can_be_in_time_when_the_first_one_is_not(ask: Ask) -> None:
    events = [view(NOON, 1, "/a"), view(NOON + 5 * DAY, 1, "/a"), view(NOON + 8 * DAY, 1, "/b")]
    asked = {"steps": [{"page": "/a"}, {"page": "/b"}], "within": "days"}
    assert counts(ask(events, funnel, **asked, days=7)) == [1, 1]
    assert counts(ask(events, funnel, **asked, days=2)) == [1, 0]
    exactly = [view(NOON, 1, "/a"), view(NOON + 2 * DAY, 1, "/b")]
    assert counts(ask(exactly, funnel, **asked, days=2)) == [1, 1]
    assert counts(ask([exactly[0], view(NOON + 2 * DAY + 1, 1, "/b")], funnel, **asked, days=2)) == [1, 0]


def test_one_event_is_one_step(ask: Ask) -> None:
    twice = {"steps": [{"page": "/a*"}, {"page": "/a*"}]}
    assert counts(ask([view(NOON, 1, "/a")], funnel, **twice)) == [1, 0]
    assert counts(ask([view(NOON, 1, "/a"), view(NOON + 1, 1, "/a")], funnel, **twice)) == [1, 1]


def test_a_page_comes_before_what_happens_on_it_at_the_same_ms(ask: Ask) -> None:
    events = [custom(NOON, 1, "signup"), view(NOON, 1, "/a")]
    assert counts(ask(events, funnel, steps=[{"page": "/a"}, {"event": "signup"}])) == [1, 1]
    assert counts(ask(events, funnel, steps=[{"event": "signup"}, {"page": "/a"}])) == [1, 0]


def test_a_funnel_within_visits_does_not_join_visits(ask: Ask) -> None:
    events = [view(NOON, 1, "/a"), view(NOON + 31 * MINUTE, 1, "/b")]
    steps = [{"page": "/a"}, {"page": "/b"}]
    assert counts(ask(events, funnel, steps=steps)) == [1, 0]
    assert counts(ask(events, funnel, steps=steps, within="days", days=1)) == [1, 1]


def test_the_median_of_two_is_their_mean(ask: Ask) -> None:
    events = [view(NOON, 1, "/a"), view(NOON + 1000, 1, "/b"), view(NOON, 2, "/a"), view(NOON + 2001, 2, "/b")]
    found = ask(events, funnel, steps=[{"page": "/a"}, {"page": "/b"}])
    assert [step["median_s"] for step in found["steps"]] == [None, 1.5005]
    assert found["steps"][1]["total_conversion"] == 100.0


def test_countries_are_named_where_names_are_asked_for(ask: Ask) -> None:
    vital = {"name": "LCP", "value": "1"}
    events = [view(NOON, 1, "/a"), custom(NOON + 1, 1, "web-vital", props=vital), view(NOON, 2, "/a")]
    for event in events[:2]:
        event.attributes = {"country": "KR"}
    steps = [{"page": "/a"}, {"page": "/b"}]
    groups = ask(events, funnel, steps=steps, breakdown="visit:country_name")["breakdown"]
    assert [group["value"] for group in groups] == ["", "South Korea"]
    groups = ask(events, funnel, steps=steps, breakdown="visit:country")["breakdown"]
    assert [group["value"] for group in groups] == ["", "KR"]
    assert [group["value"] for group in ask(events, vitals, by="visit:country_name")["groups"]] == ["South Korea"]


def test_a_breakdown_shows_its_largest_groups(ask: Ask) -> None:
    events = [view(NOON, visitor, "/a") for visitor in range(6)]
    for event, source in zip(events, ["a", "b", "b", "c", "c", "c"], strict=True):
        event.attributes = {"source": source}
    found = ask(events, funnel, steps=[{"page": "/a"}, {"page": "/b"}], breakdown="visit:source", limit=2)
    assert [(group["value"], counts(group)) for group in found["breakdown"]] == [("c", [3, 0]), ("b", [2, 0])]
    assert counts(found) == [6, 0]


def test_a_site_with_daily_ids_is_told_that_nobody_can_return(ask: Ask) -> None:
    events = [view(NOON + day * DAY, day, "/") for day in range(5)]
    found = ask(events, retention, period="day", date_range=["2026-06-10", "2026-06-14"])
    assert found["lasting_ids"] == {"visitors": 5, "lasting": 0, "percent": 0.0}
    assert "No visitor id was seen on two days" in found["meta"]["notes"][0]
    days = ask(events, funnel, steps=[{"page": "/"}, {"page": "/b"}], within="days")
    assert "No visitor id was seen on two days" in days["meta"]["notes"][0]
    assert days["lasting_ids"] == {"visitors": 5, "lasting": 0, "percent": 0.0}
    assert ask(events, funnel, steps=[{"page": "/"}, {"page": "/b"}])["meta"]["notes"] == []
    events.append(view(NOON + 4 * DAY, 0, "/"))
    found = ask(events, retention, period="day", date_range=["2026-06-10", "2026-06-14"])
    assert found["lasting_ids"] == {"visitors": 5, "lasting": 1, "percent": 20.0}
    assert "At least 20.0 %" in found["meta"]["notes"][0]
    assert [one["visitors"] for one in found["cohorts"][0]["returns"]] == [1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("identify", "says"), [(True, "visitors whom the pages identify"), (False, "this site takes none from its pages")]
)
def test_the_note_knows_whether_pages_may_identify_visitors(identify: bool, says: str) -> None:
    assert says in lasting.LastingIds(visitors=5, lasting=0, percent=0.0).notes(identify=identify)[0]


def test_periods_that_go_on_or_are_cut_are_marked(ask: Ask) -> None:
    found = ask([view(NOON, 1, "/")], retention, period="week", date_range=["2026-06-03", "2026-06-17"])
    periods = found["cohorts"][0]["returns"]
    assert [(one["period"], one["complete"]) for one in periods] == [
        ("2026-06-03", False),
        ("2026-06-08", True),
        ("2026-06-15", False),
    ]


def test_periods_that_have_not_begun_are_left_out(engine: Engine) -> None:
    fill(engine.tables(), "events", [])
    fill(engine.tables(), "sessions", [])
    request = decoded(
        b'{"site_id": "site", "date_range": ["2026-06-08", "2026-06-20"], "period": "day"}', retention.Request
    )
    found = retention.answer(request, QueriedSite("site"), engine, NOON)
    assert [(cohort.period, cohort.returns[-1].complete) for cohort in found.cohorts] == [
        ("2026-06-08", False),
        ("2026-06-09", False),
        ("2026-06-10", False),
    ]
    assert found.cohorts[0].returns[1].complete


def test_a_visit_over_midnight_is_found_whole(ask: Ask) -> None:
    late = int(datetime(2026, 6, 10, 21, 50, tzinfo=UTC).timestamp() * 1000)  # ten to twelve in Berlin
    events = [view(late, 1, "/a"), view(late + 20 * MINUTE, 1, "/b")]
    first, second = ["2026-06-10", "2026-06-10"], ["2026-06-11", "2026-06-11"]
    berlin = "Europe/Berlin"
    found = ask(events, sessions, berlin, date_range=first)
    assert [visit["duration_s"] for visit in found["sessions"]] == [1200]
    assert ask(events, sessions, berlin, date_range=second)["total"] == 0
    timeline = ask(events, session, berlin, id=found["sessions"][0]["id"], date_range=first)
    assert [step["page"] for step in timeline["steps"]] == ["/a", "/b"]
    flow = ask(events, journeys, berlin, date_range=first, start={"page": "/a"}, depth=2)
    assert [node["label"] for node in flow["nodes"]] == ["/a", "/b", "(exit)"]
    back = ask(events, journeys, berlin, date_range=second, end={"page": "/b"}, depth=2)
    assert [node["label"] for node in back["nodes"]] == ["/b", "/a", "(entry)"]
    around = ask(events, pages, berlin, date_range=second, page="/b")
    assert [row["page"] for row in around["previous"]] == ["/a"]


def test_a_visit_of_two_ids_is_one_visit_of_its_first_id(engine: Engine) -> None:
    """Ingest gives a visit over midnight (UTC) two visitor ids; the archive knows that it is one visit."""
    events = [view(NOON, 1, "/a"), view(NOON + 1000, 1, "/b"), view(NOON + 2000, 1, "/a")]
    visits = visits_of(events)
    fill(engine.tables(), "sessions", session_rows(visits))
    events[1].visitor = events[2].visitor = 2
    rows = [list(row) for row in event_rows(events)]
    for row, event in zip(rows, events, strict=True):
        row[1] = event.visitor
    fill(engine.tables(), "events", [tuple(row) for row in rows])
    assert counts(asked(engine, funnel, steps=[{"page": "/a"}, {"page": "/b"}, {"page": "/a"}])) == [1, 1, 1]


def test_reading_goes_to_the_pageview_before_it(ask: Ask) -> None:
    def read(at: int, path: str, visible_ms: int, scroll_pct: int) -> Event:
        return Event(at, 1, "engagement", path, visible_ms=visible_ms, scroll_pct=scroll_pct)

    events = [
        read(NOON, "/tab", 500, 10),
        view(NOON + 1, 1, "/a"),
        read(NOON + 2, "/a", 1000, 50),
        view(NOON + 3, 1, "/b"),
        read(NOON + 4, "/a", 2000, 40),
        view(NOON + 5, 1, "/a"),
        read(NOON + 6, "/a", 4000, 20),
    ]
    found = ask(events, session, id=f"{1:016x}", started_at=NOON)
    assert [(step["type"], step["page"], step["engaged_s"], step["scroll_pct"]) for step in found["steps"]] == [
        ("engagement", "/tab", 0.5, 10),
        ("pageview", "/a", 3.0, 50),
        ("pageview", "/b", None, None),
        ("pageview", "/a", 4.0, 20),
    ]
    page = ask(events, session, id=f"{1:016x}", started_at=NOON, pagination={"limit": 2, "offset": 1})
    assert [step["page"] for step in page["steps"]] == ["/a", "/b"]
    assert page["total"] == 4


def test_ids_with_the_highest_bit_are_found(engine: Engine) -> None:
    visits = visits_of([view(NOON, 1, "/")])
    visits[0].id = -2
    fill(engine.tables(), "events", event_rows([event for visit in visits for event in visit.events]))
    fill(engine.tables(), "sessions", session_rows(visits))
    listed = asked(engine, sessions)["sessions"][0]["id"]
    assert listed == "fffffffffffffffe"
    assert asked(engine, session, id=listed)["total"] == 1


def test_a_loaded_again_page_is_one_step_of_a_journey(ask: Ask) -> None:
    paths = ["/a", "/a", "/b", "/b", "/a"]
    events = [view(NOON + place, 1, path) for place, path in enumerate(paths)]
    found = ask(events, journeys, start={"page": "/a"}, depth=5)
    assert [node["label"] for node in found["nodes"]] == ["/a", "/b", "/a", "(exit)"]


def test_hostile_texts_stay_texts(ask: Ask) -> None:
    evil = """/'"; DROP TABLE events_table; -- $p0 {x} %s \\ <script>"""
    events = [view(NOON, 1, evil), custom(NOON + 1, 1, evil), view(NOON + 2, 1, "(exit)"), view(NOON + 3, 1, "(other)")]
    assert counts(ask(events, funnel, steps=[{"page": evil}, {"event": evil}])) == [1, 1]
    flow = ask(events, journeys, start={"page": evil}, through="all", depth=4)
    assert [(node["type"], node["label"]) for node in flow["nodes"]] == [
        ("start", evil),
        ("event", evil),
        ("pageview", "(exit)"),
        ("pageview", "(other)"),
        ("exit", "(exit)"),
    ]
    assert ask(events, pages, page=evil)["pages"][0]["pageviews"] == 1
    assert ask(events, sessions, filters=[["is", "visit:entry_page", [evil]]])["sessions"][0]["entry_page"] == evil


def test_vitals_that_no_page_would_send_are_left_out(ask: Ask) -> None:
    values = ["1000", "2600", "1e999", "0x10", " 12 ", "1,5", "-0.5", "Infinity"]
    events = [
        custom(NOON + n, 1, "web-vital", props={"name": "LCP", "value": value}, interactive=False)
        for n, value in enumerate(values)
    ]
    events.append(custom(NOON + 20, 1, "web-vital", props={"value": "1"}, interactive=False))
    events.append(custom(NOON + 21, 1, "web-vital", interactive=False))
    found = ask(events, vitals)["vitals"]
    assert [(vital["metric"], vital["p99"]) for vital in found] == [("LCP", 2600.0)]
    assert found[0]["samples"] == 3


def test_properties_have_any_name_and_currencies_are_never_mixed(ask: Ask) -> None:
    evil = """a'"; DROP TABLE events_table; -- $p0 {x} \\ <script>"""
    sold = Decimal("19.90")
    events = [
        custom(NOON, 1, "buy", props={evil: "1", "plan": "pro", "blank": ""}, amount=sold, currency="EUR"),
        custom(NOON + 1, 1, "buy", props={"plan": "free"}, amount=sold, currency="EUR"),
        custom(NOON + 2, 2, "buy", props={"plan": "pro"}, amount=sold, currency="USD"),
        custom(NOON + 3, 2, "look", props={"plan": "pro", "other": "x"}),
    ]
    found = ask(events, properties, event="buy")
    assert (found["events"], found["visitors"], found["total"]) == (3, 2, 2)
    assert found["properties"] == [
        {"name": "plan", "events": 3, "visitors": 2, "values": 2},
        {"name": evil, "events": 1, "visitors": 1, "values": 1},
    ]
    assert found["revenue"] == [
        {"currency": "EUR", "amount": "39.800", "events": 2},
        {"currency": "USD", "amount": "19.900", "events": 1},
    ]
    second = ask(
        events, properties, filters=[["is", "event:props:plan", ["pro"]]], pagination={"limit": 1, "offset": 1}
    )
    assert (second["events"], second["total"], second["properties"][0]["name"]) == (3, 3, evil)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two days of history as files; the second day's events are damaged."""
    for day in (0, 1):
        at = NOON + day * DAY
        vital = {"name": "LCP", "value": "1200"}
        events = [view(at, 7, "/a"), view(at + 1000, 7, "/b"), custom(at + 2000, 7, "web-vital", props=vital)]
        visits = visits_of(events)
        visits[0].id = day + 1
        for kind, rows in (("events", event_rows(events)), ("sessions", session_rows(visits))):
            target = tmp_path / kind / "site=site" / f"date=2026-06-{10 + day}" / "day.parquet"
            target.parent.mkdir(parents=True)
            with duckdb.connect() as connection:
                fill(connection, kind, rows)
                connection.execute(f"COPY {kind}_table TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    damaged = tmp_path / "events" / "site=site" / "date=2026-06-11" / "day.parquet"
    content = bytearray(damaged.read_bytes())
    content[4:-200] = bytes(len(content) - 204)
    damaged.write_bytes(bytes(content))
    return tmp_path


QUESTIONS: dict[ModuleType, dict[str, Any]] = {
    sessions: {"filters": [["is", "event:page", ["/a"]]]},
    session: {"id": f"{1:016x}"},
    funnel: {"steps": [{"page": "/a"}, {"page": "/b"}]},
    journeys: {"start": {"page": "/a"}},
    retention: {"period": "day", "filters": [["is", "event:page", ["/a"]]]},
    pages: {},
    properties: {},
    vitals: {},
    comparison: {"metrics": ["pageviews"], "compare": {"mode": "previous_period"}},
}


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.NAME)
def test_a_damaged_day_is_left_out_and_named(folder: Path, report: ModuleType) -> None:
    engine = Engine(ParquetFolder(folder))
    found = asked(engine, report, **QUESTIONS[report])
    warnings = found["meta"].get("warnings", [])
    if report is session:  # the visit's own day is whole
        assert len(found["steps"]) == 3
        return
    assert any("2026-06-11" in warning for warning in warnings), found
    first: dict[ModuleType, Callable[[], bool]] = {
        sessions: lambda: found["total"] == 1,
        funnel: lambda: counts(found) == [1, 1],
        journeys: lambda: found["visits"] == 1,
        retention: lambda: sum(cohort["size"] for cohort in found["cohorts"]) == 1,
        pages: lambda: [page["pageviews"] for page in found["pages"]] == [1, 1],
        properties: lambda: (found["events"], [one["name"] for one in found["properties"]]) == (3, ["name", "value"]),
        vitals: lambda: found["vitals"][0]["samples"] == 1,
        comparison: lambda: found["results"][0]["metrics"] == [2],
    }
    assert first[report]()
