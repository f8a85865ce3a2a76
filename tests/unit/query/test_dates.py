"""Ranges of time in a site's time zone, and their buckets."""

from datetime import UTC, date, datetime

import pytest

from liveinsight.query import buckets, dates
from liveinsight.query.zone import offsets


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


NOW = ms("2026-03-29T12:34:56.789+00:00")


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("day", "2026-03-29T00:00:00+01:00", "2026-03-29T23:59:59+02:00"),
        ("7d", "2026-03-23T00:00:00+01:00", "2026-03-29T23:59:59+02:00"),
        ("28d", "2026-03-02T00:00:00+01:00", "2026-03-29T23:59:59+02:00"),
        ("month", "2026-03-01T00:00:00+01:00", "2026-03-31T23:59:59+02:00"),
        ("6mo", "2025-10-01T00:00:00+02:00", "2026-03-31T23:59:59+02:00"),
        ("12mo", "2025-04-01T00:00:00+02:00", "2026-03-31T23:59:59+02:00"),
        ("year", "2026-01-01T00:00:00+01:00", "2026-12-31T23:59:59+01:00"),
        ("all", "2024-02-29T00:00:00+01:00", "2026-03-29T23:59:59+02:00"),
        ("24h", "2026-03-28T13:34:56+01:00", "2026-03-29T14:34:56+02:00"),
        (("2026-03-28", "2026-03-29"), "2026-03-28T00:00:00+01:00", "2026-03-29T23:59:59+02:00"),
        (
            ("2026-03-28T23:00:00Z", "2026-03-29T03:00:00+01:00"),
            "2026-03-29T00:00:00+01:00",
            "2026-03-29T04:00:00+02:00",
        ),
    ],
)
def test_a_range_is_meant_in_the_site_s_time_zone(wanted: dates.Asked, first: str, last: str) -> None:
    span = dates.span(wanted, "Europe/Berlin", NOW, date(2024, 2, 29))
    assert span.iso() == [first, last]
    assert (span.from_ms, span.to_ms) == (ms(first), ms(last) + 1000)


def test_all_of_a_site_without_events_is_today() -> None:
    assert dates.span("all", "UTC", NOW, None) == dates.span("day", "UTC", NOW, None)


@pytest.mark.parametrize(
    ("wanted", "resolution"),
    [
        ("day", "time:hour"),
        (("2026-01-01", "2026-01-02"), "time:hour"),
        (("2026-01-01", "2026-01-03"), "time:day"),
        ("30d", "time:day"),
        ("91d", "time:week"),
        ("12mo", "time:week"),
        ("24mo", "time:month"),
    ],
)
def test_time_stands_for_buckets_of_a_fitting_size(wanted: dates.Asked, resolution: str) -> None:
    assert dates.span(wanted, "UTC", NOW, None).resolution() == resolution


@pytest.mark.parametrize(
    ("timezone", "day", "missing", "count"),
    [
        ("UTC", "2026-03-29", None, 24),
        ("Europe/Berlin", "2026-03-29", "2026-03-29 02:00:00", 23),
        ("Europe/Berlin", "2026-10-25", None, 24),
        ("America/Santiago", "2026-09-06", "2026-09-06 00:00:00", 23),
        ("Australia/Lord_Howe", "2026-10-04", None, 24),
    ],
)
def test_hours_that_the_clocks_skip_are_no_labels(timezone: str, day: str, missing: str | None, count: int) -> None:
    labels = buckets.labels("time:hour", dates.span((day, day), timezone, NOW, None))
    assert len(labels) == count
    assert missing not in labels
    assert labels == sorted(set(labels))
    assert labels[-1] == f"{day} 23:00:00"


def test_labels_of_days_weeks_and_months() -> None:
    span = dates.span(("2026-01-30", "2026-02-09"), "Asia/Seoul", NOW, None)
    assert buckets.labels("time:day", span)[:3] == ["2026-01-30", "2026-01-31", "2026-02-01"]
    assert buckets.labels("time:week", span) == ["2026-01-30", "2026-02-02", "2026-02-09"]
    assert buckets.labels("time:month", span) == ["2026-01-01", "2026-02-01"]


def test_offsets_change_at_the_second_of_the_clock_change() -> None:
    found = offsets("Europe/Berlin", ms("2026-01-01T00:00:00+00:00"), ms("2026-12-31T00:00:00+00:00"))
    hour = 3_600_000
    assert found == (
        (ms("2026-01-01T00:00:00+00:00"), hour),
        (ms("2026-03-29T01:00:00+00:00"), 2 * hour),
        (ms("2026-10-25T01:00:00+00:00"), hour),
    )


def test_a_day_without_midnight_begins_when_the_clocks_jump() -> None:
    start = dates.day_start(date(2026, 9, 6), "America/Santiago")
    assert datetime.fromtimestamp(start / 1000, UTC) == datetime(2026, 9, 6, 4, tzinfo=UTC)
