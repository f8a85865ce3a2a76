"""Which earlier time a time is compared with: the one before it, or the same a year ago, on the site's calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from liveinsight.errors import InvalidRequest
from liveinsight.query.dates import EARLIEST, Span, day_start, end_of_month
from liveinsight.query.zone import SECOND_MS

Mode = Literal["previous_period", "year_over_year"]


@dataclass(slots=True, frozen=True)
class _Shift:
    """So many months back (the last day of a month where the day does not exist), then so many days."""

    months: int = 0
    days: int = 0

    def of(self, day: date) -> date:
        index = day.year * 12 + day.month - 1 - self.months
        year, month = index // 12, index % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1])) - timedelta(days=self.days)


def compared(
    span: Span, mode: Mode, now_ms: int, *, match_day_of_week: bool = False, same_elapsed: bool = True
) -> Span:
    """The time that `span` is compared with.

    `previous_period`: as many days before it; for whole months, as many months. `year_over_year`: the same dates a
    year earlier, February 28 for a 29th. With `match_day_of_week` it is moved by whole weeks instead: the fewest
    that do not overlap, or 52. With `same_elapsed`, when `span` is not over at `now_ms` (UTC), the other one is cut
    where as much of it had passed, by the calendar and the local clock.

    Raises `InvalidRequest` for what lies before all calendars.
    """
    try:
        shift = _shift(span, mode, match_day_of_week)
        found = _whole_days(span, shift) if _is_whole_days(span) else _moments(span, shift)
    except (ValueError, OverflowError):
        raise _too_early() from None
    if found.first < EARLIEST:
        raise _too_early()
    return _cut(span, found, shift, now_ms) if same_elapsed and span.from_ms <= now_ms < span.to_ms else found


def _shift(span: Span, mode: Mode, match_day_of_week: bool) -> _Shift | None:
    """None for a time that is no whole days and is compared with the same length before it."""
    days = (span.last - span.first).days + 1
    if mode == "year_over_year":
        return _Shift(days=364) if match_day_of_week else _Shift(months=12)
    if match_day_of_week:
        return _Shift(days=-(-days // 7) * 7)
    if not _is_whole_days(span):
        return None
    if _is_whole_months(span):
        return _Shift(months=(span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1)
    return _Shift(days=days)


def _is_whole_days(span: Span) -> bool:
    return span.from_ms == day_start(span.first, span.timezone) and span.to_ms == _day_end(span.last, span.timezone)


def _is_whole_months(span: Span) -> bool:
    return span.first.day == 1 and span.last == end_of_month(span.last)


def _whole_days(span: Span, shift: _Shift | None) -> Span:
    assert shift is not None, "whole days always have a shift"
    first, last = shift.of(span.first), shift.of(span.last)
    if shift.months and _is_whole_months(span):
        last = end_of_month(last)
    return Span(day_start(first, span.timezone), _day_end(last, span.timezone), span.timezone)


def _moments(span: Span, shift: _Shift | None) -> Span:
    """The same for a time between two moments; local clock times are kept."""
    if shift is None:
        length = span.to_ms - span.from_ms
        return Span(span.from_ms - length, span.from_ms, span.timezone)
    first, last = _moved(span.from_ms, shift, span.timezone), _moved(span.to_ms - SECOND_MS, shift, span.timezone)
    return Span(first, max(first, last) + SECOND_MS, span.timezone)


def _cut(span: Span, found: Span, shift: _Shift | None, now_ms: int) -> Span:
    """`found` until the moment that corresponds to now, the second of now included, as in ranges that end now."""
    if shift is None:
        end = found.from_ms + now_ms - span.from_ms
    else:
        today = _local(now_ms, span.timezone).date()
        if shift.months and shift.of(today).day < today.day:  # the 30th of March: all of February has passed
            end = _day_end(shift.of(today), span.timezone) - SECOND_MS
        else:
            end = _moved(now_ms, shift, span.timezone)
    second = end // SECOND_MS * SECOND_MS
    return Span(found.from_ms, min(max(second, found.from_ms) + SECOND_MS, found.to_ms), span.timezone)


def _moved(at_ms: int, shift: _Shift, timezone: str) -> int:
    """The same time of day on the shifted day; where clocks skip it, as far behind the change."""
    local = _local(at_ms, timezone)
    moved = datetime.combine(shift.of(local.date()), time(local.hour, local.minute, local.second), ZoneInfo(timezone))
    return int(moved.replace(fold=local.fold).timestamp() * 1000)


def _day_end(day: date, timezone: str) -> int:
    return day_start(day + timedelta(days=1), timezone)


def _local(at_ms: int, timezone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(timezone))


def _too_early() -> InvalidRequest:
    return InvalidRequest(
        "invalid_compare", f"Invalid compare: the time to compare with begins before {EARLIEST.isoformat()}."
    )
