"""The interval on the site's clock that a time lies in, written as the Stats API writes it."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from liveinsight.query.dates import Span

Interval = Literal["hour", "day", "week", "month"]


class Labels:
    """Labels for times within a span. A week that begins before the span is named by the span's first day."""

    def __init__(self, span: Span, interval: Interval) -> None:
        self._interval = interval
        self._zone = ZoneInfo(span.timezone)
        self._first = span.first

    def of(self, at_ms: int) -> str:
        """`2026-11-23`, and `2026-11-23 13:00:00` for hours."""
        local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(self._zone)
        if self._interval == "hour":
            return local.strftime("%Y-%m-%d %H:00:00")
        day = local.date()
        if self._interval == "week":
            day = max(self._first, day - timedelta(days=day.weekday()))
        elif self._interval == "month":
            day = day.replace(day=1)
        return day.isoformat()
