"""Every event is told once, however reads overlap; marked hours are read until nothing can be missing in them."""

from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveinsight.domain.event import Event
from liveinsight.history.follower import OVERLAP_MS, Follower
from liveinsight.history.lateness import Lateness
from liveinsight.late import LATE_MS, SETTLED_MS
from liveinsight.sites import Site
from liveinsight.timing import HOUR_MS

SITE = Site("s", "S", "s.example")
START = 1_795_305_600_000


@given(st.lists(st.tuples(st.integers(0, 600_000), st.integers(-60_000, LATE_MS)), max_size=30), st.integers(1, 9))
def test_events_that_come_on_time_are_told_exactly_once(sent: list[tuple[int, int]], looks: int) -> None:
    """Each event comes at a time, so long after it happened (or before, by the clock of its client)."""
    stored: list[tuple[int, Event]] = []
    for number, (came, delay) in enumerate(sent):
        at = max(START, START + came - delay)
        stored.append((START + came, Event("s", str(number), "pageview", at, f"{number % 3:016x}", "h", "/")))
    now = START
    told: list[str] = []

    def read(_site: Site, start: int, end: int) -> Iterator[Event]:
        return (event for came, event in stored if came <= now and start <= event.at < end)

    follow = Follower(START)
    with mock.patch("liveinsight.events.read", read):
        for look in range(1, looks + 1):
            now = START + 700_000 * look // looks
            told += [event.id for event in follow.read(SITE, now)]
    assert sorted(told) == sorted(str(number) for number in range(len(sent)))


def test_a_read_that_fails_loses_nothing() -> None:
    event = Event("s", "1", "pageview", START + OVERLAP_MS, "0f", "h", "/")
    follow = Follower(START)
    with mock.patch("liveinsight.events.read", side_effect=[OSError("away"), [event], [event]]):
        with pytest.raises(OSError, match="away"):
            follow.read(SITE, START + 1000)
        assert follow.read(SITE, START + 2000) == [event]
        assert follow.read(SITE, START + 3000) == []


def test_a_marked_hour_is_read_until_its_mark_has_settled() -> None:
    late = Lateness()
    marks = {START: START + HOUR_MS}
    assert list(late.due(marks, START, ())) == [START]
    late.read(START, START + HOUR_MS + SETTLED_MS - 1, 0.0)
    assert list(late.due(marks, START, ())) == [START]
    late.read(START, START + HOUR_MS + SETTLED_MS, 0.0)
    assert list(late.due(marks, START, ())) == []
    assert list(late.due({START: START + 2 * HOUR_MS}, START, ())) == [START]


def test_hours_before_the_tail_matter_only_if_they_are_known() -> None:
    late = Lateness()
    assert list(late.due({START - HOUR_MS: START}, START, ())) == []
    assert list(late.due({START - HOUR_MS: START}, START, {START - HOUR_MS})) == [START - HOUR_MS]


def test_an_hour_that_is_slow_to_read_waits_its_turn() -> None:
    late = Lateness()
    with mock.patch("time.monotonic", return_value=100.0):
        late.read(START, START, 2.0)
    marks = {START: START + HOUR_MS}
    for seconds, due in ((117.9, []), (118.1, [START])):
        with mock.patch("time.monotonic", return_value=seconds):
            assert list(late.due(marks, START, ())) == due


def test_a_question_waits_for_some_of_many_hours_and_the_next_ones_turn_comes() -> None:
    late = Lateness()
    marks = {START + number * HOUR_MS: START + 9 * HOUR_MS for number in range(4)}
    read = []
    for seconds in (100.0, 110.0):
        with mock.patch("time.monotonic", return_value=seconds):
            for hour in late.due(marks, START, ()):
                late.read(hour, START + 9 * HOUR_MS, 0.3)
                read.append(hour)
    assert read == [START + number * HOUR_MS for number in range(4)]
