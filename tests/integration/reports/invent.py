"""Invented sites for the reports: visits at the same ms, visitors who come back, web vitals, and questions to ask."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from liveinsight.query.engine import Engine
from tests.integration.query import reference
from tests.integration.query.test_against_reference import CHANGES, GOALS
from tests.integration.query.world import MINUTE, Event, event_rows, fill, session_rows, visits_of

DAY = 24 * 60 * MINUTE
PATHS = ["/", "/a", "/b", "/blog/x", "/blog/y", "/signup"]
EVENTS = ["signup", "buy", "open"]
VITALS = ["LCP", "INP", "CLS", "FCP", "TTFB", "XYZ"]
MEASURED = ["0", "0.1", "0.25", "0.3", "199.5", "200", "800", "1800", "2500", "2500.1", "4000", "9e3"]
BROKEN = ["-1", "fast", "", "nan"]


@dataclass(slots=True)
class Asked:
    """A time range as a request has it, and its first and last ms."""

    date_range: list[str]
    first: int
    last: int


def world(engine: Engine, seed: int, timezone: str) -> reference.Site:
    """A site around the zone's day on which clocks change, its rows in the engine's tables."""
    chance = random.Random(seed)
    events = list(_events(chance, timezone))
    visits = visits_of(events)
    fill(engine.tables(), "events", event_rows(events))
    fill(engine.tables(), "sessions", session_rows(visits))
    return reference.Site(visits, timezone, GOALS, 0, 0)


def _events(chance: random.Random, timezone: str) -> Iterator[Event]:
    noon = int(datetime.combine(CHANGES[timezone], datetime.min.time(), UTC).timestamp() * 1000) + DAY // 2
    for visitor in range(1, chance.randint(2, 9)):
        for _ in range(chance.randint(1, 4)):
            at = noon + chance.choice([-9, -2, -1, 0, 0, 0, 1, 2, 20]) * DAY + chance.randrange(DAY)
            yield from _visit(chance, visitor - 4, at)


def _visit(chance: random.Random, visitor: int, at: int) -> Iterator[Event]:
    attributes = {
        "source": chance.choice(["Google", "google", ""]),
        "device": chance.choice(["Mobile", "Desktop", ""]),
        "country": chance.choice(["DE", "FR", ""]),
    }
    seen: set[tuple[object, ...]] = set()
    for _ in range(chance.randint(1, 9)):
        kind = chance.choice(["pageview", "pageview", "pageview", "engagement", "event"])
        path = chance.choices(PATHS, [6, 3, 2, 1, 1, 1])[0]
        event = Event(at, visitor, kind, path, attributes=attributes)
        event.hostname = chance.choice(["example.com", "example.com", "shop.example.com"])
        if kind == "engagement":
            event.visible_ms, event.scroll_pct = chance.randrange(20_000), chance.randint(0, 100)
        if kind == "event":
            _custom(chance, event)
        same = (event.at, event.type)  # two of a kind at the same ms have no order that the visit's pages could follow
        if same not in seen:
            seen.add(same)
            yield event
        at += chance.choice([0, 1, 400, MINUTE, 20 * MINUTE, 30 * MINUTE, 30 * MINUTE + 1, 45 * MINUTE])


def _custom(chance: random.Random, event: Event) -> None:
    event.name = chance.choice([*EVENTS, "web-vital"])
    event.interactive = chance.random() < 0.6
    if event.name == "web-vital":
        event.interactive = False
        event.props = {"name": chance.choice(VITALS), "value": chance.choice([*MEASURED, *BROKEN])}
        return
    if chance.random() < 0.5:
        event.props = {"plan": chance.choice(["pro", "free"])}
    if chance.random() < 0.5:
        event.amount, event.currency = Decimal(chance.randrange(100_000)) / 1000, "USD"


def asked_time(chance: random.Random, timezone: str) -> Asked:
    day = CHANGES[timezone] + timedelta(days=chance.choice([-10, -1, 0, 0, 1]))
    last = day + timedelta(days=chance.choice([0, 1, 3, 12, 40]))
    return Asked([day.isoformat(), last.isoformat()], *reference.day_range(day, last, timezone))


def filters(chance: random.Random) -> list[Any]:
    """None, or some: on visits, on events, nested, on what was done."""
    made: list[Any] = [
        ["is", "visit:source", ["Google"]],
        ["is_not", "visit:device", ["Mobile", "(not set)"]],
        ["contains", "visit:entry_page", ["blog"]],
        ["is", "visit:exit_page_hostname", ["example.com"]],
        ["is", "event:page", ["/a", "/b"]],
        ["matches", "event:page", ["^/b"]],
        ["is", "event:goal", ["Signup"]],
        ["is", "event:props:plan", ["pro"]],
        ["or", [["is", "visit:country", ["DE"]], ["is", "event:page", ["/signup"]]]],
        ["has_done", ["is", "event:name", ["buy"]]],
        ["has_not_done", ["is", "event:page", ["/"]]],
    ]
    return chance.sample(made, chance.choice([0, 0, 0, 1, 1, 2]))
