"""Partitions of time: the hour and the day (UTC) that an instant in ms belongs to."""

from collections.abc import Iterator
from datetime import UTC, datetime

SECOND_MS = 1000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


def hour_of(at_ms: int) -> str:
    """`2026-11-22T19`"""
    return _utc(at_ms).strftime("%Y-%m-%dT%H")


def day_of(at_ms: int) -> str:
    """`2026-11-22`"""
    return _utc(at_ms).strftime("%Y-%m-%d")


def midnight(at_ms: int) -> int:
    """The first ms of the UTC day that `at_ms` lies in."""
    return at_ms - at_ms % DAY_MS


def hours(start_ms: int, end_ms: int) -> Iterator[int]:
    """The first ms of each hour that [start, end) touches."""
    yield from range(start_ms - start_ms % HOUR_MS, end_ms, HOUR_MS)


def days(start_ms: int, end_ms: int) -> Iterator[int]:
    """The first ms of each UTC day that [start, end) touches."""
    yield from range(midnight(start_ms), end_ms, DAY_MS)


def parse_hour(hour: str) -> int:
    """The first ms of an hour written by `hour_of`."""
    return int(datetime.strptime(hour, "%Y-%m-%dT%H").replace(tzinfo=UTC).timestamp()) * SECOND_MS


def iso(at_ms: int) -> str:
    """`2026-11-22T19:05:03.120Z`"""
    return _utc(at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _utc(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)
