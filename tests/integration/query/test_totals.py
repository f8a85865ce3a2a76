"""Days that are summed up, and the rows since, give what the plain reference says of single events."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveinsight.query import summing, totals
from liveinsight.query.answer import QueriedSite, answer
from liveinsight.query.dates import day_start
from liveinsight.query.engine import Engine
from liveinsight.query.relations import DayTotals
from liveinsight.query.request import parse
from tests.integration.query import reference
from tests.integration.query.test_against_reference import CHANGES, DIMENSIONS, World, compare, invent
from tests.integration.query.world import Tables, event_rows, fill, session_rows, visits_of

SCHEMA = "summed"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Tables())


def sum_up(engine: Engine, timezone: str, steps: list[date]) -> None:
    """Totals of the days up to the last of `steps`, added one step after the other, as days close."""
    database = engine.tables()
    database.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
    database.execute("CREATE OR REPLACE TEMP VIEW events AS SELECT * FROM events_table")
    database.execute("CREATE OR REPLACE TEMP VIEW sessions AS SELECT * FROM sessions_table")
    summing.create(database, SCHEMA)
    for new, until in pairwise(steps):
        summing.add(database, SCHEMA, steps[0], new, until, timezone)
    tables = {name: f"SELECT * FROM {SCHEMA}.{name}" for name in totals.OF_DAYS}  # noqa: S608  # the test's own names
    source = engine.source
    assert isinstance(source, Tables)
    source.summed = DayTotals(timezone, day_start(steps[-1], timezone), tables)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Questions that totals can answer."""
    names = [name for name in [*totals.SUMMED, "visit:country_name"] if name in DIMENSIONS]
    grouped = draw(st.lists(st.sampled_from(names), max_size=1))
    times = draw(st.lists(st.sampled_from(["time:day", "time:week", "time:month"]), max_size=1))
    known = set(totals.METRICS)
    if any(name.startswith("event:") and name not in ("event:page", "event:hostname") for name in grouped):
        known -= {"bounce_rate", "visit_duration", "views_per_visit", "engaged_time"}
    if grouped == ["event:hostname"]:
        known -= {"bounce_rate", "visit_duration", "views_per_visit", "engaged_time"}
    if not grouped and not times:
        known -= {"percentage"}
    metrics = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=5, unique=True))
    return {"metrics": metrics, "dimensions": [*times, *grouped], "filters": [], "order_by": []}


def ranges(chance: random.Random, timezone: str) -> Iterator[tuple[list[str], tuple[int, int]]]:
    while True:
        first = CHANGES[timezone] + timedelta(days=chance.randint(-4, 2))
        last = first + timedelta(days=chance.choice([0, 1, 2, 3, 8, 40]))
        yield [first.isoformat(), last.isoformat()], reference.day_range(first, last, timezone)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 2**32),
    timezone=st.sampled_from(sorted(CHANGES)),
    asked=st.lists(questions(), min_size=6, max_size=12),
)
def test_summed_days_give_what_the_definitions_say(
    engine: Engine, seed: int, timezone: str, asked: list[dict[str, Any]]
) -> None:
    chance = random.Random(seed)
    events = invent(chance, timezone) + invent(chance, timezone)
    visits = visits_of(events)
    fill(engine.tables(), "events", event_rows(events))
    fill(engine.tables(), "sessions", session_rows(visits))
    steps = sorted({CHANGES[timezone] + timedelta(days=chance.randint(-3, 3)) for _ in range(chance.randint(1, 3))})
    sum_up(engine, timezone, [CHANGES[timezone] - timedelta(days=5), *steps])
    world = World(timezone, reference.Site(visits, timezone, {}, 0, 0), engine)
    for request, (date_range, limits) in zip(asked, ranges(chance, timezone), strict=False):
        compare(world, request, date_range, limits)


def ask(engine: Engine, timezone: str, **asked: Any) -> Any:
    body = {"site_id": "site", "metrics": ["visitors"], **asked}
    return answer(parse(json.dumps(body).encode()), QueriedSite("site", timezone), engine, 0)


def test_rows_of_summed_days_are_not_read(engine: Engine) -> None:
    noon = int(datetime(2026, 3, 3, 12, tzinfo=UTC).timestamp() * 1000)
    visits = visits_of(events := invent(random.Random(5), "UTC"))
    fill(engine.tables(), "events", event_rows(events))
    fill(engine.tables(), "sessions", session_rows(visits))
    sum_up(engine, "UTC", [date(2026, 2, 20), date(2026, 3, 10)])
    whole = ["2026-02-20", "2026-03-09"]
    before = ask(engine, "UTC", date_range=whole)
    assert before["results"][0]["metrics"][0] > 0
    for kind in ("events", "sessions"):
        fill(engine.tables(), kind, [])
    assert ask(engine, "UTC", date_range=whole)["results"] == before["results"]
    # Half a day, another time zone, or a filter cannot be answered from totals.
    half = [datetime.fromtimestamp(ms / 1000, UTC).isoformat() for ms in (noon, noon + 3_600_000)]
    for other in (
        ask(engine, "UTC", date_range=half),
        ask(engine, "Asia/Seoul", date_range=whole),
        ask(engine, "UTC", date_range=whole, filters=[["is_not", "visit:country", ["XX"]]]),
    ):
        assert other["results"][0]["metrics"] == [0]


def test_totals_hold_the_columns_that_are_documented(engine: Engine) -> None:
    sum_up(engine, "UTC", [date(2026, 2, 20), date(2026, 2, 21)])
    found: duckdb.DuckDBPyConnection = engine.tables()
    for table, columns in totals.OF_DAYS.items():
        described = found.execute(f"DESCRIBE {SCHEMA}.{table}").fetchall()
        assert {row[0]: row[1] for row in described} == columns
