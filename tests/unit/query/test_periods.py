"""Which time a time is compared with: months of other lengths, leap years, clock changes, periods that go on."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveinsight.errors import InvalidRequest
from liveinsight.query import dates
from liveinsight.query.dates import Span
from liveinsight.query.periods import Mode, compared

BERLIN = "Europe/Berlin"


def ms(text: str, timezone: str = BERLIN) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(timezone)).timestamp() * 1000)


def span(first: str, last: str, timezone: str = BERLIN) -> Span:
    return dates.span((first, last), timezone, 0, None)


def days(found: Span) -> tuple[str, str]:
    """The local days of a span that must be whole days."""
    assert found == span(found.first.isoformat(), found.last.isoformat(), found.timezone)
    return found.first.isoformat(), found.last.isoformat()


LATER = ms("2030-01-01")
WHOLE: list[tuple[str, str, Mode, bool, str, str]] = [
    # as many days before
    ("2026-06-10", "2026-06-10", "previous_period", False, "2026-06-09", "2026-06-09"),
    ("2026-06-10", "2026-06-16", "previous_period", False, "2026-06-03", "2026-06-09"),
    ("2024-03-01", "2024-03-02", "previous_period", False, "2024-02-28", "2024-02-29"),
    ("2026-06-02", "2026-06-30", "previous_period", False, "2026-05-04", "2026-06-01"),
    # whole months, of whatever length
    ("2026-03-01", "2026-03-31", "previous_period", False, "2026-02-01", "2026-02-28"),
    ("2024-03-01", "2024-03-31", "previous_period", False, "2024-02-01", "2024-02-29"),
    ("2026-01-01", "2026-03-31", "previous_period", False, "2025-10-01", "2025-12-31"),
    ("2024-01-01", "2024-12-31", "previous_period", False, "2023-01-01", "2023-12-31"),
    # the same dates a year before
    ("2026-06-10", "2026-06-16", "year_over_year", False, "2025-06-10", "2025-06-16"),
    ("2024-02-29", "2024-02-29", "year_over_year", False, "2023-02-28", "2023-02-28"),
    ("2024-02-29", "2024-03-01", "year_over_year", False, "2023-02-28", "2023-03-01"),
    ("2025-02-01", "2025-02-28", "year_over_year", False, "2024-02-01", "2024-02-29"),
    ("2025-02-10", "2025-02-28", "year_over_year", False, "2024-02-10", "2024-02-28"),
    # the same days of the week
    ("2026-06-10", "2026-06-10", "previous_period", True, "2026-06-03", "2026-06-03"),
    ("2026-06-10", "2026-06-16", "previous_period", True, "2026-06-03", "2026-06-09"),
    ("2026-06-10", "2026-06-17", "previous_period", True, "2026-05-27", "2026-06-03"),
    ("2026-06-01", "2026-06-30", "previous_period", True, "2026-04-27", "2026-05-26"),
    ("2026-06-10", "2026-06-10", "year_over_year", True, "2025-06-11", "2025-06-11"),
    ("2024-03-01", "2024-03-01", "year_over_year", True, "2023-03-03", "2023-03-03"),
]


@pytest.mark.parametrize(("first", "last", "mode", "match", "other_first", "other_last"), WHOLE)
def test_whole_days(first: str, last: str, mode: Mode, match: bool, other_first: str, other_last: str) -> None:
    found = compared(span(first, last), mode, LATER, match_day_of_week=match)
    assert days(found) == (other_first, other_last)


CUT: list[tuple[str, str, Mode, bool, str, str, str]] = [
    # range, mode, days of the week, now, first and last second of the other
    ("2026-06-10", "2026-06-10", "previous_period", False, "2026-06-10T15:30:20", "2026-06-09", "2026-06-09T15:30:20"),
    ("2026-06-01", "2026-06-30", "previous_period", False, "2026-06-10T15:30:20", "2026-05-01", "2026-05-10T15:30:20"),
    ("2026-06-08", "2026-06-14", "previous_period", False, "2026-06-10T00:00:00", "2026-06-01", "2026-06-03T00:00:00"),
    ("2026-03-01", "2026-03-31", "previous_period", False, "2026-03-28T10:00:00", "2026-02-01", "2026-02-28T10:00:00"),
    ("2026-03-01", "2026-03-31", "previous_period", False, "2026-03-30T10:00:00", "2026-02-01", "2026-02-28T23:59:59"),
    ("2026-01-01", "2026-12-31", "year_over_year", False, "2026-11-22T22:00:00", "2025-01-01", "2025-11-22T22:00:00"),
    ("2024-01-01", "2024-12-31", "year_over_year", False, "2024-02-29T10:00:00", "2023-01-01", "2023-02-28T23:59:59"),
    ("2024-01-01", "2024-12-31", "year_over_year", False, "2024-03-01T10:00:00", "2023-01-01", "2023-03-01T10:00:00"),
    ("2026-06-10", "2026-06-10", "previous_period", True, "2026-06-10T15:30:20", "2026-06-03", "2026-06-03T15:30:20"),
    # clocks change: the day before has 23 hours, then the day itself has
    ("2026-03-30", "2026-03-30", "previous_period", False, "2026-03-30T15:00:00", "2026-03-29", "2026-03-29T15:00:00"),
    ("2026-03-29", "2026-03-29", "previous_period", False, "2026-03-29T15:00:00", "2026-03-28", "2026-03-28T15:00:00"),
    # half past two is skipped on that day; clocks show half past three when that much has passed
    ("2026-03-30", "2026-03-30", "previous_period", False, "2026-03-30T02:30:00", "2026-03-29", "2026-03-29T03:30:00"),
]


@pytest.mark.parametrize(("first", "last", "mode", "match", "now", "other_first", "other_last"), CUT)
def test_a_period_that_is_not_over_is_compared_with_as_much_of_the_other(
    first: str, last: str, mode: Mode, match: bool, now: str, other_first: str, other_last: str
) -> None:
    whole = span(first, last)
    found = compared(whole, mode, ms(now), match_day_of_week=match)
    assert (found.from_ms, found.to_ms) == (ms(other_first), ms(other_last) + 1000)
    uncut = compared(whole, mode, ms(now), match_day_of_week=match, same_elapsed=False)
    assert uncut == compared(whole, mode, LATER, match_day_of_week=match)


def test_a_period_that_has_not_begun_or_is_over_is_compared_with_all_of_the_other() -> None:
    june = span("2026-06-01", "2026-06-30")
    for now in ("2026-05-31T23:59:59", "2026-07-01"):
        assert days(compared(june, "previous_period", ms(now))) == ("2026-05-01", "2026-05-31")


def test_days_keep_their_length_on_the_clock_when_clocks_change() -> None:
    found = compared(span("2026-03-30", "2026-03-30"), "previous_period", LATER)
    assert found.to_ms - found.from_ms == 23 * 3_600_000
    santiago = compared(span("2026-09-07", "2026-09-07", "America/Santiago"), "previous_period", LATER)
    assert days(santiago) == ("2026-09-06", "2026-09-06")  # this day has no midnight


def test_the_second_of_two_equal_hours_is_compared_with_the_second() -> None:
    """Clocks went back on both days, 52 weeks apart; half past two came twice."""
    now = ms("2026-10-25T01:30:00", "UTC")
    found = compared(span("2026-10-25", "2026-10-25"), "year_over_year", now, match_day_of_week=True)
    assert found.to_ms == ms("2025-10-26T01:30:01", "UTC")


def test_moments_are_compared_with_the_same_length_before() -> None:
    asked = ("2026-06-10T10:00:00+02:00", "2026-06-10T11:59:59+02:00")
    found = compared(dates.span(asked, BERLIN, 0, None), "previous_period", LATER)
    assert (found.from_ms, found.to_ms) == (ms("2026-06-10T08:00:00"), ms("2026-06-10T10:00:00"))
    year = compared(dates.span(asked, BERLIN, 0, None), "year_over_year", LATER)
    assert (year.from_ms, year.to_ms) == (ms("2025-06-10T10:00:00"), ms("2025-06-10T12:00:00"))
    week = compared(dates.span(asked, BERLIN, 0, None), "previous_period", LATER, match_day_of_week=True)
    assert (week.from_ms, week.to_ms) == (ms("2026-06-03T10:00:00"), ms("2026-06-03T12:00:00"))


def test_the_last_24_hours_are_compared_with_those_before() -> None:
    now = ms("2026-06-10T15:30:20")
    asked = dates.span("24h", BERLIN, now, None)
    found = compared(asked, "previous_period", now)
    assert (found.from_ms, found.to_ms) == (asked.from_ms - 86_401_000, asked.from_ms)


def test_what_lies_before_all_calendars_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="compare"):
        compared(span("1990-01-01", "1990-01-31"), "previous_period", LATER)
    with pytest.raises(InvalidRequest, match="compare"):
        compared(span("1990-01-01", "2199-12-31"), "previous_period", LATER)


@given(
    first=st.dates(date(1995, 1, 1), date(2090, 1, 1)),
    length=st.integers(1, 1000),
    mode=st.sampled_from(["previous_period", "year_over_year"]),
    match=st.booleans(),
    timezone=st.sampled_from([BERLIN, "UTC", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    share=st.floats(0, 1),
)
def test_properties(first: date, length: int, mode: Mode, match: bool, timezone: str, share: float) -> None:
    last = first + timedelta(days=length - 1)
    whole = span(first.isoformat(), last.isoformat(), timezone)
    found = compared(whole, mode, whole.to_ms, match_day_of_week=match)
    assert found.from_ms < found.to_ms
    assert found.from_ms < whole.from_ms
    if mode == "previous_period":
        assert found.to_ms <= whole.from_ms
    if match:
        assert found.first.weekday() == first.weekday()
        assert (found.last - found.first).days == length - 1
        if mode == "previous_period":
            assert (first - found.first).days - length < 7
    now = whole.from_ms + int((whole.to_ms - whole.from_ms - 1) * share)
    cut = compared(whole, mode, now, match_day_of_week=match)
    assert (cut.from_ms, cut.timezone) == (found.from_ms, found.timezone)
    assert cut.from_ms < cut.to_ms <= found.to_ms
