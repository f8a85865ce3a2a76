"""Time zones as the few offsets that hold in a span of time.

A site's local time is UTC plus one of these. Asking a time zone library for each row takes about ten times as
long (measured over 2.5M rows), and plain arithmetic runs on every SQL engine.
"""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND_MS = 1_000
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


@lru_cache(maxsize=256)
def offsets(timezone: str, from_ms: int, to_ms: int) -> tuple[tuple[int, int], ...]:
    """The offsets from UTC in [`from_ms`, `to_ms`], as (UTC ms from which it holds, offset in ms), in order.

    The first one holds for all earlier times as well.
    """
    zone = ZoneInfo(timezone)
    found = [(from_ms, offset(zone, from_ms))]
    at = from_ms
    while at < to_ms:
        ahead = min(at + DAY_MS, to_ms)
        if offset(zone, ahead) != found[-1][1]:
            found.append(_change(zone, at, ahead))
        at = ahead
    return tuple(found)


def offset(zone: ZoneInfo, at_ms: int) -> int:
    """Offset from UTC in ms at a time."""
    away = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone).utcoffset()
    assert away is not None
    return int(away.total_seconds() * 1000)


def _change(zone: ZoneInfo, before_ms: int, after_ms: int) -> tuple[int, int]:
    """When, to the second, the offset becomes the one at `after_ms`. No zone changes twice within a day."""
    new = offset(zone, after_ms)
    low, high = before_ms // SECOND_MS, -(-after_ms // SECOND_MS)
    while high - low > 1:
        middle = (low + high) // 2
        if offset(zone, middle * SECOND_MS) == new:
            high = middle
        else:
            low = middle
    return high * SECOND_MS, new
