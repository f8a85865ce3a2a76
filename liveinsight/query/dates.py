"""The time that a request asks about, and its division into hours, days, weeks and months."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from liveinsight.errors import InvalidRequest
from liveinsight.query.zone import DAY_MS, HOUR_MS, SECOND_MS

Asked = str | tuple[str, str]
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)
MAX_DAYS, MAX_MONTHS = 5_000, 100
_SHORTHAND = re.compile(r"^([1-9][0-9]{0,3})(d|mo)$", re.ASCII)
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)


@dataclass(slots=True, frozen=True)
class Span:
    """[`from_ms`, `to_ms`) in UTC ms, seen from a site's time zone. `first` and `last` are its local days."""

    from_ms: int
    to_ms: int
    timezone: str

    @property
    def first(self) -> date:
        return self._local(self.from_ms).date()

    @property
    def last(self) -> date:
        return self._local(self.to_ms - SECOND_MS).date()

    def iso(self) -> list[str]:
        """The first and the last second, as the answer repeats them."""
        return [self._local(self.from_ms).isoformat(), self._local(self.to_ms - SECOND_MS).isoformat()]

    def resolution(self) -> str:
        """What the dimension `time` stands for."""
        length_ms = self.to_ms - SECOND_MS - self.from_ms
        if length_ms // HOUR_MS <= 48:
            return "time:hour"
        if length_ms // DAY_MS <= 40:
            return "time:day"
        return "time:week" if length_ms // (7 * DAY_MS) <= 52 else "time:month"

    def _local(self, at_ms: int) -> datetime:
        return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(self.timezone))


def asked(raw: str | list[str]) -> Asked:
    """A date range whose form is right. Raises `InvalidRequest`."""
    if isinstance(raw, list):
        span(pair := (raw[0], raw[1]), "UTC", 0, None)
        return pair
    match = _SHORTHAND.match(raw)
    if raw in ("day", "24h", "month", "year", "all"):
        return raw
    if match and int(match[1]) <= (MAX_DAYS if match[2] == "d" else MAX_MONTHS):
        return raw
    raise _invalid(raw)


def span(wanted: Asked, timezone: str, now_ms: int, since: date | None) -> Span:
    """The time meant by a range at `now_ms` (UTC). `since` is the day of the site's first event, for `all`.

    Raises `InvalidRequest` for impossible days and for an end before the start.
    """
    if isinstance(wanted, tuple):
        return _pair(wanted, timezone)
    today = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(timezone)).date()
    if wanted == "24h":
        second = now_ms // SECOND_MS * SECOND_MS
        return Span(second - DAY_MS, second + SECOND_MS, timezone)
    first, last = _days(wanted, today, since)
    return _between(max(first, EARLIEST), last, timezone)


def _days(wanted: str, today: date, since: date | None) -> tuple[date, date]:
    if wanted == "day":
        return today, today
    if wanted == "all":
        return min(since or today, today), today
    if wanted == "year":
        return today.replace(month=1, day=1), today.replace(month=12, day=31)
    if wanted == "month":
        return today.replace(day=1), end_of_month(today)
    match = _SHORTHAND.match(wanted)
    assert match, "checked by `asked`"
    if match[2] == "d":
        return today - timedelta(days=int(match[1]) - 1), today
    return months_before(today, int(match[1]) - 1), end_of_month(today)


def _pair(wanted: tuple[str, str], timezone: str) -> Span:
    try:
        if all(_DATE.match(text) for text in wanted):
            first, last = (date.fromisoformat(text) for text in wanted)
            if not EARLIEST <= first <= last < LATEST:
                raise _invalid(wanted)
            return _between(first, last, timezone)
        start, end = (datetime.fromisoformat(text) for text in wanted)
    except (ValueError, OverflowError):
        raise _invalid(wanted) from None
    if start.tzinfo is None or end.tzinfo is None or start > end:
        raise _invalid(wanted)
    if start.year < EARLIEST.year or end.year >= LATEST.year:
        raise _invalid(wanted)
    from_ms, last_ms = (int(moment.timestamp()) * SECOND_MS for moment in (start, end))
    return Span(from_ms, last_ms + SECOND_MS, timezone)


def _between(first: date, last: date, timezone: str) -> Span:
    return Span(day_start(first, timezone), day_start(last + timedelta(days=1), timezone), timezone)


def day_start(day: date, timezone: str) -> int:
    """UTC ms at which a local day begins; where a clock change skips midnight, the moment of the change."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).timestamp() * 1000)


def end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def period_of(day: date, period: str) -> tuple[date, date]:
    """The day, week or month that a day lies in: its first day, and the first one after it."""
    if period == "day":
        return day, day + timedelta(days=1)
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(weeks=1)
    return day.replace(day=1), end_of_month(day) + timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The first day of the month that many months earlier."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _invalid(raw: object) -> InvalidRequest:
    return InvalidRequest("invalid_date_range", f"Invalid date_range {str(raw)[:120]!r}.")
