"""Whatever the order, repetition and delay of beacons, and whenever rollup runs or dies: the same report."""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liveinsight import tables
from liveinsight.errors import Conflict
from liveinsight.query.dates import day_start
from liveinsight.rollup import run
from liveinsight.settings import Settings
from liveinsight.timing import DAY_MS, HOUR_MS, MINUTE_MS
from tests.integration.bots.world import BINGBOT, GOOGLEBOT, GPTBOT, MIDNIGHT, Look, World, by_name, counted

EXAMPLES = int(os.environ.get("LIVEINSIGHT_TEST_EXAMPLES", "20"))
END = MIDNIGHT + 2 * DAY_MS + 5 * MINUTE_MS
WRITES = ("PutItem", "BatchWriteItem", "DeleteItem", "UpdateItem")

pytestmark = pytest.mark.store


@dataclass(frozen=True)
class Delivery:
    at: int
    look: Look


@dataclass(frozen=True)
class Run:
    """Rollup runs at `at`; it dies before its n-th write when `dies_at` is n."""

    at: int
    dies_at: int | None


moments = st.one_of(
    st.integers(-HOUR_MS, DAY_MS + HOUR_MS),
    st.sampled_from([-1, 0, DAY_MS - 1, DAY_MS, 4 * HOUR_MS, 4 * HOUR_MS + 30 * MINUTE_MS - 1]),
)
delays = st.one_of(st.integers(0, 2000), st.integers(0, 3 * HOUR_MS), st.integers(20 * HOUR_MS, 23 * HOUR_MS))
# Before and after a day is summed up for the first time, and any time.
runs = st.one_of(
    st.sampled_from([MINUTE_MS, 3 * MINUTE_MS, DAY_MS + 3 * MINUTE_MS]),
    st.integers(0, DAY_MS),
    st.integers(0, 2 * DAY_MS),
)


@st.composite
def schedules(draw: st.DrawFn) -> list[Delivery | Run]:
    steps: list[Delivery | Run] = []
    for number in range(draw(st.integers(1, 8))):
        at = MIDNIGHT + draw(moments)
        agent = draw(st.sampled_from([GPTBOT, GOOGLEBOT, BINGBOT]))
        look = Look(f"{number}", at, agent, draw(st.sampled_from(["/", "/a", "/b"])))
        steps += [Delivery(at + draw(delays), look) for _ in range(draw(st.integers(1, 3)))]
    for _ in range(draw(st.integers(1, 5))):
        steps.append(Run(MIDNIGHT + draw(runs), draw(st.one_of(st.none(), st.integers(1, 6)))))
    return sorted(steps, key=lambda step: step.at)


class Killed(BaseException):
    """Ends a run wherever it is, past all handlers."""


def roll_up(step: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = 0
    client = tables.client()
    original = client._make_api_call

    def dying(operation: str, arguments: dict[str, Any]) -> Any:
        nonlocal writes
        writes += operation in WRITES
        if step.dies_at is not None and writes >= step.dies_at:
            raise Killed
        return original(operation, arguments)

    with monkeypatch.context() as patch:
        patch.setattr(client, "_make_api_call", dying)
        with suppress(Killed, Conflict):
            run(step.at)
    tables.LeaseItem(tables.LeaseItem.KIND, "rollup").delete()  # a killed run's lease runs out in a minute


@given(steps=schedules(), zone=st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York", "Asia/Kathmandu"]))
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_reports_equal_a_plain_count(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, steps: list[Delivery | Run], zone: str
) -> None:
    looks = list({step.look.id: step.look for step in steps if isinstance(step, Delivery)}.values())
    world = World(settings, zone)
    try:
        for step in steps:
            if isinstance(step, Delivery):
                world.send(step.look, now=step.at)
            else:
                roll_up(step, monkeypatch)
        check(world, looks, END)
        run(END)
        check(world, looks, END)
        # Long after that the hits are gone, and only the days are left.
        check(world, looks, END + 30 * DAY_MS)
    finally:
        world.close()


def check(world: World, looks: list[Look], now: int) -> None:
    """Every local day around the midnight, and all of them together."""
    zone = world.site.timezone
    for offset, length in ((-1, 1), (0, 1), (1, 1), (-1, 4)):
        first = datetime.fromtimestamp((MIDNIGHT + offset * DAY_MS) / 1000, UTC).date()
        last = datetime.fromtimestamp((MIDNIGHT + (offset + length) * DAY_MS) / 1000, UTC).date()
        expected = counted(looks, day_start(first, zone), day_start(last, zone))
        found = world.days(first, length, now)
        assert by_name(found) == expected
        assert sum(point.hits for point in found.series) == found.hits == sum(expected.values())
        if length == 4:
            assert {path.path: path.hits for path in found.paths} == count_paths(looks)


def count_paths(looks: list[Look]) -> dict[str, int]:
    return {path: sum(look.path == path for look in looks) for path in {look.path for look in looks}}
