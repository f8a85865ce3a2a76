"""Partitions of time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveinsight.timing import DAY_MS, HOUR_MS, day_of, days, hour_of, hours, iso, midnight, parse_hour

AT = 1_795_374_303_120
"""2026-11-22T19:05:03.120Z"""
INSTANTS = st.integers(0, 4_102_444_800_000)


def test_written_forms() -> None:
    assert hour_of(AT) == "2026-11-22T19"
    assert day_of(AT) == "2026-11-22"
    assert iso(AT) == "2026-11-22T19:05:03.120Z"
    assert iso(0) == "1970-01-01T00:00:00.000Z"


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [(0, 0, 0), (0, 1, 1), (0, HOUR_MS, 1), (0, HOUR_MS + 1, 2), (HOUR_MS - 1, HOUR_MS + 1, 2), (5, 5, 1)],
)
def test_hours_that_a_range_touches(start: int, end: int, count: int) -> None:
    assert len(list(hours(AT - AT % HOUR_MS + start, AT - AT % HOUR_MS + end))) == count


def test_days_that_a_range_touches() -> None:
    assert list(days(midnight(AT) + 1, midnight(AT) + DAY_MS + 1)) == [midnight(AT), midnight(AT) + DAY_MS]


@given(INSTANTS)
def test_an_hour_reads_back(at: int) -> None:
    assert parse_hour(hour_of(at)) == at - at % HOUR_MS


@given(INSTANTS)
def test_midnight_is_the_start_of_the_day(at: int) -> None:
    assert day_of(midnight(at)) == day_of(at)
    assert midnight(at) <= at < midnight(at) + DAY_MS
    assert hour_of(midnight(at)).endswith("T00")


@given(INSTANTS, INSTANTS)
def test_written_hours_sort_as_time(a: int, b: int) -> None:
    assert (hour_of(a) <= hour_of(b)) == (a - a % HOUR_MS <= b - b % HOUR_MS)
