"""The engine and the plain reference agree on invented sites: metrics, dimensions, filters, zones, clock changes."""

import json
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite, answer
from liveinsight.query.engine import Engine
from liveinsight.query.goals import Goal
from liveinsight.query.request import parse
from tests.integration.query import reference
from tests.integration.query.world import MINUTE, Event, Tables, event_rows, fill, session_rows, visits_of

DAY = 24 * 60 * MINUTE
CHANGES = {
    "UTC": date(2026, 2, 28),
    "Europe/Berlin": date(2026, 3, 29),
    "Europe/London": date(2026, 10, 25),
    "America/New_York": date(2026, 11, 1),
    "Asia/Kathmandu": date(2026, 1, 1),
    "Australia/Lord_Howe": date(2026, 4, 5),
    "America/Santiago": date(2026, 9, 6),
    "Pacific/Auckland": date(2026, 9, 27),
    "Asia/Seoul": date(2026, 6, 30),
}
"""Time zones, and a day on which their clocks change or the calendar turns. Santiago has no midnight on its day."""
GOALS = {
    "Signup": {"event": "signup", "currency": "USD"},
    "Buy": {"event": "buy", "currency": "EUR"},
    "Blog": {"page": "/blog*"},
    "Home": {"page": "/"},
}
PATHS = ["/", "/a", "/b", "/blog/x.y", "/blog", "/prices"]
VALUES = {
    "visit:source": ["Google", "(not set)", "Direct / None", "News letter", "google"],
    "visit:channel": ["Direct", "Organic Search"],
    "visit:utm_source": ["(not set)", "x", "X"],
    "visit:device": ["Mobile", "Desktop", "(not set)"],
    "visit:country": ["DE", "FR", ""],
    "visit:country_name": ["Germany", "South Korea", "", "france"],
    "visit:entry_page": PATHS,
    "visit:exit_page": PATHS,
    "visit:entry_page_hostname": ["example.com", "shop.example.com"],
    "visit:exit_page_hostname": ["example.com", "shop.example.com"],
    "visit:language": ["ko-KR", "(not set)"],
    "event:page": PATHS,
    "event:name": ["pageview", "signup", "buy", "open"],
    "event:props:plan": ["pro", "(none)", 'Free \'n "easy"'],
    'event:props:a "b"': ["1", "(none)"],
}
DIMENSIONS = [*VALUES, "event:hostname", "event:goal", "time", "time:hour", "time:day", "time:week", "time:month"]
METRICS = [
    *("visitors", "visits", "pageviews", "events", "bounce_rate", "visit_duration", "views_per_visit", "engaged_time"),
    "percentage",
    *("scroll_depth", "time_on_page", "conversion_rate", "group_conversion_rate", "total_revenue", "average_revenue"),
]


@dataclass
class World:
    timezone: str
    site: reference.Site
    engine: Engine
    key: str = "site"


def invent(chance: random.Random, timezone: str) -> list[Event]:
    """Some visitors around the zone's day, many of them across its midnights."""
    noon = int(datetime.combine(CHANGES[timezone], datetime.min.time(), UTC).timestamp() * 1000) + DAY // 2
    midnight, _ = reference.day_range(CHANGES[timezone], CHANGES[timezone], timezone)
    events: list[Event] = []
    for visitor in range(1, chance.randint(1, 7)):
        for _ in range(chance.randint(1, 3)):
            at = noon + chance.choice([-2, -1, 0, 0, 0, 1]) * DAY + chance.randrange(DAY)
            if chance.random() < 0.6:  # near midnight and near the hours in which clocks change
                at = midnight + chance.choice([0, 1, 2, 3, 24]) * 60 * MINUTE + chance.randint(-50, 10) * MINUTE
            events += invent_visit(chance, visitor - 4, at)
    return events


def invent_visit(chance: random.Random, visitor: int, at: int) -> Iterator[Event]:
    attributes = {
        "source": chance.choice(["Google", "google", "News letter", ""]),
        "channel": chance.choice(["Organic Search", ""]),
        "utm_source": chance.choice(["", "x", "X", "(not set)"]),
        "device": chance.choice(["Mobile", "Desktop", ""]),
        "language": chance.choice(["ko-KR", ""]),
        "country": chance.choice(["DE", "FR", "KR", ""]),
    }
    for _ in range(chance.randint(1, 7)):
        kind = chance.choice(["pageview", "pageview", "pageview", "engagement", "event"])
        event = Event(at, visitor, kind, chance.choice(PATHS), attributes=attributes)
        event.hostname = chance.choice(["example.com", "example.com", "shop.example.com"])
        if kind == "engagement":
            event.visible_ms, event.scroll_pct = chance.randrange(20_000), chance.randint(0, 100)
        if kind == "event":
            event.name = chance.choice(["signup", "buy", "open"])
            event.interactive = chance.random() < 0.5
            if chance.random() < 0.7:
                event.amount = Decimal(chance.randrange(100_000)) / 1000
                event.currency = chance.choice(["USD", "EUR"])
        if kind != "engagement" and chance.random() < 0.4:
            key = chance.choice(["plan", 'a "b"'])
            event.props = {key: chance.choice(["pro", 'Free \'n "easy"', "1", ""])}
        yield event
        at += chance.choice([1, 400, MINUTE, 20 * MINUTE, 30 * MINUTE, 30 * MINUTE + 1, 45 * MINUTE])


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Tables())


def simple_filter(dimension: str) -> st.SearchStrategy[list[Any]]:
    if dimension == "event:goal":
        whole = st.lists(st.sampled_from(sorted(GOALS)), min_size=1, max_size=2, unique=True)
        part = st.sampled_from([["ign"], ["B"], ["o", "xyz"], ["nothing"]])
        named = st.tuples(st.just("is"), st.just(dimension), whole)
        return (named | st.tuples(st.just("contains"), st.just(dimension), part)).map(list)
    values = VALUES.get(dimension, ["example.com", "shop.example.com", "other"])
    clauses = st.lists(st.sampled_from([*values, "o"]), min_size=1, max_size=2, unique=True)
    if dimension == "visit:country":
        clauses = st.lists(st.sampled_from(["DE", "KR", "XX", ""]), min_size=1, max_size=2)
    modifier = st.sampled_from([[], [], [{"case_sensitive": False}], [{"case_sensitive": True}]])
    texts: st.SearchStrategy[Any] = st.tuples(
        st.sampled_from(["is", "is_not", "contains", "contains_not"]), clauses, modifier
    )
    patterns = st.sampled_from(["^/b", "o", "e$", "[xX]", "^$", "p.o|a"])
    regexes: st.SearchStrategy[Any] = st.tuples(
        st.sampled_from(["matches", "matches_not"]), st.lists(patterns, min_size=1, max_size=2), st.just([])
    )
    stars = st.sampled_from(["/blog*", "*o*", "/*/x.y", "*", "p*o"])
    wild: st.SearchStrategy[Any] = st.tuples(
        st.sampled_from(["matches_wildcard", "matches_wildcard_not"]), st.lists(stars, min_size=1), st.just([])
    )
    return (texts | texts | regexes | wild).map(lambda made: [made[0], dimension, made[1], *made[2]])


ANY_FILTER = st.sampled_from([name for name in DIMENSIONS if not name.startswith("time")]).flatmap(simple_filter)
NESTABLE = st.sampled_from([name for name in VALUES if name not in ("event:goal", "event:hostname")])
EVENT_FILTER = st.sampled_from(["event:page", "event:name", "event:props:plan", "event:goal"]).flatmap(simple_filter)


def combined(inner: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[list[Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.tuples(st.sampled_from(["and", "or"]), several).map(list) | inner.map(lambda node: ["not", node])


BEHAVIOUR = st.tuples(st.sampled_from(["has_done", "has_not_done"]), EVENT_FILTER).map(list)
TREE = st.recursive(NESTABLE.flatmap(simple_filter) | BEHAVIOUR, combined, max_leaves=4)
FILTERS = st.lists(ANY_FILTER | ANY_FILTER | TREE, max_size=3)


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """Requests of all kinds; a few of them are refused."""
    metrics = draw(st.lists(st.sampled_from(METRICS), min_size=1, max_size=5, unique=True))
    dimensions = draw(st.lists(st.sampled_from(DIMENSIONS), max_size=2, unique=True))
    filters = draw(FILTERS)
    of_goals = bool({"conversion_rate", "group_conversion_rate", "total_revenue"} & set(metrics))
    if of_goals and draw(st.booleans()):
        filters = [draw(simple_filter("event:goal")), *filters]
    if bool({"scroll_depth", "time_on_page"} & set(metrics)) and "event:page" not in dimensions:
        dimensions = [*dimensions[:1], "event:page"]
    ordered = draw(st.lists(st.sampled_from([*metrics, *dimensions]), max_size=2, unique=True))
    order_by = [[name, draw(st.sampled_from(["asc", "desc"]))] for name in ordered]
    return {"metrics": metrics, "dimensions": dimensions, "filters": filters, "order_by": order_by}


def asked_time(chance: random.Random, timezone: str) -> tuple[list[str], tuple[int, int]]:
    day = CHANGES[timezone] + timedelta(days=chance.choice([-1, 0, 0, 0, 1]))
    if chance.random() < 0.8:
        last = day + timedelta(days=chance.choice([0, 0, 1, 2, 40]))
        return [day.isoformat(), last.isoformat()], reference.day_range(day, last, timezone)
    start = datetime.combine(day, datetime.min.time(), UTC) + timedelta(minutes=chance.randrange(1440))
    end = start + timedelta(minutes=chance.randint(60, 3000))
    first, last_ms = (int(moment.timestamp() * 1000) for moment in (start, end))
    return [start.isoformat(), end.isoformat()], (first, last_ms + 999)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 2**32),
    timezone=st.sampled_from(sorted(CHANGES)),
    asked=st.lists(requests(), min_size=6, max_size=12),
)
def test_the_engine_gives_what_the_definitions_say(
    engine: Engine, seed: int, timezone: str, asked: list[dict[str, Any]]
) -> None:
    chance = random.Random(seed)
    events = invent(chance, timezone)
    visits = visits_of(events)
    fill(engine.tables(), "events", event_rows(events))
    fill(engine.tables(), "sessions", session_rows(visits))
    world = World(timezone, reference.Site(visits, timezone, GOALS, 0, 0), engine)
    for request in asked:
        with suppress(InvalidRequest):
            compare(world, request, *asked_time(chance, timezone))


def compare(world: World, request: dict[str, Any], date_range: list[str], limits: tuple[int, int]) -> None:
    body = {"site_id": "site", "date_range": date_range, **request, "include": {"total_rows": True}}
    goals = tuple(Goal(name, **what) for name, what in GOALS.items())
    given_answer: Any = answer(
        parse(json.dumps(body).encode()), QueriedSite(world.key, world.timezone, goals), world.engine, 0
    )
    site = replace(world.site, first=limits[0], last=limits[1])
    expected = reference.answer({**request, "dimensions": given_answer["query"]["dimensions"]}, site)
    found = {tuple(row["dimensions"]): [plain(value) for value in row["metrics"]] for row in given_answer["results"]}
    assert found == expected, body
    assert given_answer["meta"]["total_rows"] == len(expected) == len(given_answer["results"])
    check_order(given_answer, request)


def plain(value: Any) -> Any:
    return value["value"] if isinstance(value, dict) else value


def check_order(given_answer: Any, request: dict[str, Any]) -> None:
    """Rows stand in the order that the answer itself names; nulls are last."""
    names = [*request["metrics"], *given_answer["query"]["dimensions"]]
    rows = [[*map(plain, row["metrics"]), *row["dimensions"]] for row in given_answer["results"]]
    for above, below in pairwise(rows):
        for name, direction in given_answer["query"]["order_by"]:
            one, other = above[names.index(name)], below[names.index(name)]
            if one == other:
                continue
            assert other is None or (one is not None and (one < other) == (direction == "asc")), (above, below)
            break
