"""The definitions that are easy to get wrong, one example each."""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from liveinsight.query.answer import QueriedSite, answer
from liveinsight.query.engine import Engine
from liveinsight.query.goals import Goal
from liveinsight.query.request import parse
from tests.integration.query.world import MINUTE, Event, Tables, event_rows, fill, session_rows, visits_of

Ask = Callable[..., Any]


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def view(at: str, visitor: int, path: str = "/", after_ms: int = 0) -> Event:
    return Event(ms(at) + after_ms, visitor, "pageview", path)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Tables())


@pytest.fixture
def ask(engine: Engine) -> Ask:
    def asked(events: list[Event], timezone: str = "UTC", **body: Any) -> list[tuple[Any, ...]]:
        visits = visits_of(events)
        fill(engine.tables(), "events", event_rows(events))
        fill(engine.tables(), "sessions", session_rows(visits))
        query = parse(json.dumps({"site_id": "site", **body}).encode())
        found: Any = answer(query, QueriedSite("site", timezone), engine, 0)
        return [(*row["dimensions"], *row["metrics"]) for row in found["results"]]

    return asked


ACROSS = [view("2026-06-10T23:50:00+02:00", 1, "/a"), view("2026-06-11T00:10:00+02:00", 1, "/b")]


def test_a_visit_across_midnight_is_counted_on_the_day_on_which_it_starts(ask: Ask) -> None:
    metrics = ["visits", "visitors", "pageviews", "visit_duration"]
    both = ask(
        ACROSS, "Europe/Berlin", metrics=metrics, date_range=["2026-06-10", "2026-06-11"], dimensions=["time:day"]
    )
    assert both == [("2026-06-10", 1, 1, 1, 1200), ("2026-06-11", 0, 1, 1, 0)]
    for day in both:
        assert ask(ACROSS, "Europe/Berlin", metrics=metrics, date_range=[day[0], day[0]]) == [day[1:]]


def test_a_visit_counts_for_what_it_does_after_the_end_of_the_day(ask: Ask) -> None:
    on_b = [["is", "event:page", ["/b"]]]
    asked = {"metrics": ["visits", "visitors", "pageviews"], "filters": on_b}
    assert ask(ACROSS, "Europe/Berlin", **asked, date_range=["2026-06-10", "2026-06-10"]) == [(1, 0, 0)]
    assert ask(ACROSS, "Europe/Berlin", **asked, date_range=["2026-06-11", "2026-06-11"]) == [(0, 1, 1)]
    done = [["has_done", ["is", "event:page", ["/a"]]]]
    second = {"metrics": ["pageviews", "visitors"], "date_range": ["2026-06-11", "2026-06-11"]}
    assert ask(ACROSS, "Europe/Berlin", **second, filters=done) == [(1, 1)]


def test_hours_follow_the_local_clock_when_it_changes(ask: Ask) -> None:
    change = ms("2026-03-29T01:00:00+00:00")
    events = [Event(change + offset, n, "pageview", "/") for n, offset in enumerate((-1, 0, 59 * MINUTE, 60 * MINUTE))]
    asked = {"metrics": ["pageviews", "visits", "visitors"], "dimensions": ["time:hour"]}
    assert ask(events, "Europe/Berlin", **asked, date_range=["2026-03-29", "2026-03-29"]) == [
        ("2026-03-29 01:00:00", 1, 1, 1),
        ("2026-03-29 03:00:00", 2, 2, 2),
        ("2026-03-29 04:00:00", 1, 1, 1),
    ]


def test_the_hour_that_comes_twice_is_one(ask: Ask) -> None:
    events = [view("2026-10-25T02:30:00+02:00", 1), view("2026-10-25T02:30:00+01:00", 2)]
    asked = {"metrics": ["pageviews", "visits"], "dimensions": ["time:hour"], "date_range": ["2026-10-25"] * 2}
    assert ask(events, "Europe/Berlin", **asked) == [("2026-10-25 02:00:00", 2, 2)]


def test_the_bounce_rate_of_a_page_is_that_of_visits_that_entered_there(ask: Ask) -> None:
    start = "2026-06-10T10:00:00+00:00"
    events = [view(start, 1, "/a"), view(start, 2, "/a"), view(start, 2, "/b", MINUTE), view(start, 3, "/b")]
    asked = {"metrics": ["bounce_rate", "visits"], "date_range": ["2026-06-10", "2026-06-10"]}
    assert ask(events, **asked) == [(67, 3)]
    assert ask(events, **asked, filters=[["is", "event:page", ["/b"]]]) == [(100, 2)]
    assert ask(events, **asked, dimensions=["event:page"], order_by=[["event:page", "asc"]]) == [
        ("/a", 50, 2),
        ("/b", 100, 2),
    ]


def test_halves_are_rounded_up(ask: Ask) -> None:
    start = "2026-06-10T10:00:00+00:00"
    events = [view(start, n) for n in range(8)] + [view(start, n, "/", 4_000) for n in range(1, 8)]
    asked = {"metrics": ["bounce_rate", "visit_duration"], "date_range": ["2026-06-10", "2026-06-10"]}
    assert ask(events, **asked) == [(13, 4)]  # 12.5 % and 3.5 s
    parts = {"metrics": ["percentage"], "dimensions": ["event:page"], "date_range": ["2026-06-10", "2026-06-10"]}
    events = [view(start, n, "/a" if n == 0 else "/b") for n in range(16)]
    assert ask(events, **parts) == [("/b", 93.8), ("/a", 6.3)]  # 93.75 % and 6.25 %


def test_weeks_begin_on_monday_but_not_before_the_range(ask: Ask) -> None:
    events = [view(f"2026-06-{day:02}T10:00:00+00:00", day) for day in (10, 14, 15, 22)]
    asked = {"metrics": ["visits"], "dimensions": ["time:week"], "date_range": ["2026-06-10", "2026-06-30"]}
    assert ask(events, **asked) == [("2026-06-10", 2), ("2026-06-15", 1), ("2026-06-22", 1)]


@pytest.mark.parametrize(("currency", "said"), [("EUR", "amounts_in_other_currencies"), ("USD", None)])
def test_amounts_in_other_currencies_are_left_out_and_that_is_said(
    engine: Engine, currency: str, said: str | None
) -> None:
    sale = Event(ms("2026-06-10T12:00:00+00:00"), 1, "event", "/", name="buy", amount=Decimal("5.00"), currency="USD")
    visits = visits_of([sale])
    fill(engine.tables(), "events", event_rows([sale]))
    fill(engine.tables(), "sessions", session_rows(visits))
    body = {"site_id": "site", "metrics": ["total_revenue", "events"], "date_range": ["2026-06-10", "2026-06-10"]}
    for asked in ({"filters": [["is", "event:goal", ["Sale"]]]}, {"dimensions": ["event:goal"]}):
        site = QueriedSite("site", "UTC", (Goal("Sale", "buy", currency=currency),))
        found: Any = answer(parse(json.dumps(body | asked).encode()), site, engine, 0)
        (row,) = found["results"]
        assert (row["metrics"][0]["value"], row["metrics"][1]) == (0.0 if said else 5.0, 1)
        assert {text["code"] for text in found["meta"].get("metric_warnings", {}).values()} == (
            {said} if said else set()
        )
