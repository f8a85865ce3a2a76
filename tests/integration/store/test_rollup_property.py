"""Whatever the order, repetition and delay of beacons, and whenever rollup runs or dies: the same sessions."""

import os
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liveinsight import tables
from liveinsight.settings import Settings
from tests.integration.store.reference import Hit, visits
from tests.integration.store.world import MIDNIGHT, World

MINUTE = 60_000
HOUR = 60 * MINUTE
LONGEST_DELAY = 20 * HOUR
EXAMPLES = int(os.environ.get("LIVEINSIGHT_TEST_EXAMPLES", "30"))
END = MIDNIGHT + 50 * HOUR

pytestmark = pytest.mark.store


@dataclass(frozen=True)
class Delivery:
    """A beacon with these hits is received at `at`, `took_ms` after it was sent."""

    at: int
    hits: tuple[Hit, ...]
    clock_error: int
    took_ms: int


@dataclass(frozen=True)
class Run:
    """Rollup runs at `at`; it dies before its n-th write when `dies_at` is n."""

    at: int
    dies_at: int | None
    ongoing: bool


# Gaps on both sides of the 30 minutes, and on the very edge.
gaps = st.one_of(
    st.integers(0, 5 * MINUTE),
    st.integers(20 * MINUTE, 40 * MINUTE),
    st.sampled_from([30 * MINUTE, 30 * MINUTE + 1]),
    st.integers(1 * HOUR, 5 * HOUR),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Hit]:
    """Up to three people with up to six events each, somewhere around a midnight.

    Pages identify them now and then, as one of two users: also both at once, and both as the same one.
    """
    hits = []
    for person in range(1, draw(st.integers(1, 3)) + 1):
        at = MIDNIGHT + draw(st.one_of(st.integers(-40 * MINUTE, 0), st.integers(-5 * HOUR, 2 * HOUR)))
        for number in range(draw(st.integers(1, 6))):
            kind = draw(st.sampled_from(["pageview", "pageview", "engagement", "event"]))
            path = draw(st.sampled_from(["/", "/a", "/b"]))
            source = draw(st.sampled_from(["", "", "letter"]))
            seen = draw(st.integers(0, 9000)) if kind == "engagement" else 0
            user = draw(st.sampled_from(["", "", "kim", "lee"]))
            hits.append(Hit(person, at, f"{person}-{number}", kind, path, source, seen, user))
            at += draw(gaps)
    return hits


delays = st.one_of(
    st.integers(0, 2000),
    st.integers(MINUTE, 5 * MINUTE),
    st.integers(20 * MINUTE, 3 * HOUR),
    st.integers(0, LONGEST_DELAY),
)
# When rollup runs after a beacon came: soon, or when the visit is just over.
waits = st.one_of(st.integers(0, 10 * MINUTE), st.integers(30 * MINUTE, 40 * MINUTE), st.integers(0, 4 * HOUR))


@st.composite
def schedules(draw: st.DrawFn) -> list[Delivery | Run]:
    """A history, how it reaches the collector, and when rollup runs meanwhile."""
    history = draw(histories())
    steps: list[Delivery | Run] = []
    wrong_clock = draw(st.sampled_from([0, 20_000, -3 * HOUR, 400 * 24 * HOUR]))
    for hit in history:
        clock_error = wrong_clock if hit.person == 2 else 0
        for _ in range(draw(st.integers(1, 2))):
            own = [other for other in history if (other.person, other.user) == (hit.person, hit.user)]
            others = [other for other in own if other.at <= hit.at]
            batch = draw(st.lists(st.sampled_from(others), max_size=2, unique=True))
            oldest = min(other.at for other in [*batch, hit])
            at = min(hit.at + draw(delays), oldest + LONGEST_DELAY)
            took = draw(st.integers(0, 3000))
            steps.append(Delivery(at, tuple(dict.fromkeys([hit, *batch])), clock_error, took))
            if draw(st.booleans()):
                dies_at = draw(st.one_of(st.none(), st.integers(1, 6)))
                steps.append(Run(at + draw(waits), dies_at, draw(st.sampled_from([False, False, True]))))
    return sorted(steps, key=lambda step: step.at)


def as_received(steps: list[Delivery | Run]) -> list[Hit]:
    """The history with the times that the collector gives to it.

    A clock that is off by less than a minute is believed. A clock that is off by more is corrected when the event
    first comes, as exactly as can be: the time that the beacon took on its way remains.
    """
    received: dict[str, Hit] = {}
    for step in (step for step in steps if isinstance(step, Delivery)):
        for hit in step.hits:
            moved = step.clock_error if abs(step.clock_error) < MINUTE else step.took_ms
            received.setdefault(hit.id, replace(hit, at=hit.at + moved))
    return list(received.values())


class Killed(BaseException):
    """Ends a run wherever it is, past all handlers."""


def _run(world: World, step: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = 0

    def dying(operation: str, original: object, *args: object, **kwargs: object) -> object:
        nonlocal writes
        if operation in ("BatchWriteItem", "DeleteItem", "UpdateItem"):
            writes += 1
            if step.dies_at is not None and writes >= step.dies_at:
                raise Killed
        return original(operation, *args, **kwargs)  # type: ignore[operator]

    client = tables.client()
    with monkeypatch.context() as patch:
        original = client._make_api_call
        patch.setattr(client, "_make_api_call", lambda operation, *args: dying(operation, original, *args))
        with suppress(Killed):
            world.rollup(step.at, ongoing=step.ongoing)
    tables.LeaseItem(tables.LeaseItem.KIND, "rollup").delete()  # a killed run's lease runs out in a minute


@given(steps=schedules())
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    # Every example is hundreds of requests, so shrinking one would take longer than the whole suite.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_sessions_equal_the_definition(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, steps: list[Delivery | Run]
) -> None:
    expected = visits(as_received(steps))
    world = World(settings, created_at=MIDNIGHT - 6 * HOUR)
    try:
        for step in steps:
            if isinstance(step, Delivery):
                sent_at = step.at - step.took_ms
                outcome = world.send(list(step.hits), step.at, clock_error=step.clock_error, sent_at=sent_at)
                assert outcome.dropped == []
            else:
                _run(world, step, monkeypatch)
        world.rollup(END)
        assert world.visits() == expected
        assert world.rollup(END + HOUR).removed == 0
        assert world.visits() == expected
    finally:
        world.close()
