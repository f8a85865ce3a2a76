"""Time dimensions: local hours, days, weeks and months as whole numbers in SQL, and as text in answers."""

from datetime import UTC, date, datetime, timedelta

from liveinsight.errors import InvalidRequest
from liveinsight.query.dates import Span
from liveinsight.query.zone import DAY_MS, HOUR_MS, SECOND_MS, offsets

EPOCH = date(1970, 1, 1)
MAX_LABELS = 50_000


def local_ms(utc_ms: str, span: Span) -> str:
    """SQL for local time (ms since 1970-01-01 00:00 on the local clock), given SQL for UTC ms.

    The numbers in it are computed here, from the site's time zone and the span; nothing of the request is in it.
    """
    held = offsets(span.timezone, span.from_ms - DAY_MS, span.to_ms + DAY_MS)
    if len(held) == 1:
        return f"({utc_ms} + ({held[0][1]}))"
    limits = zip(held[1:], held, strict=False)
    cases = " ".join(f"WHEN {utc_ms} < {until} THEN {offset}" for (until, _), (_, offset) in limits)
    return f"({utc_ms} + CASE {cases} ELSE {held[-1][1]} END)"


def bucket(dimension: str, utc_ms: str, span: Span) -> str:
    """SQL for the number of the bucket that a time lies in: hours or days since 1970, or months since year 0."""
    local = local_ms(utc_ms, span)
    if dimension == "time:hour":
        return f"({local} // {HOUR_MS})"
    return bucket_of_day(dimension, f"({local} // {DAY_MS})", span)


def bucket_of_day(dimension: str, day: str, span: Span) -> str:
    """The same for a local day, given SQL for the number of days since 1970."""
    if dimension == "time:day":
        return day
    if dimension == "time:week":  # a week that begins before the span is named by the span's first day
        return f"greatest((({day} + 3) // 7) * 7 - 3, {(span.first - EPOCH).days})"
    month = f"(DATE '1970-01-01' + CAST({day} AS INTEGER))"
    return f"(year({month}) * 12 + month({month}) - 1)"


def label(dimension: str, number: int) -> str:
    """A bucket as the API writes it: `2024-01-01`, and `2024-01-01 13:00:00` for hours."""
    if dimension == "time:hour":
        return datetime.fromtimestamp(number * HOUR_MS / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    if dimension == "time:month":
        return date(number // 12, number % 12 + 1, 1).isoformat()
    return (EPOCH + timedelta(days=number)).isoformat()


def labels(dimension: str, span: Span) -> list[str]:
    """All buckets of the span, in order. Raises `InvalidRequest` when there are too many to list."""
    if dimension == "time:hour":
        return [label(dimension, hour) for hour in _hours(span)]
    first, last = span.first, span.last
    if dimension == "time:month":
        return [label(dimension, index) for index in range(_month(first), _month(last) + 1)]
    if dimension == "time:day":
        return [(first + timedelta(days=step)).isoformat() for step in range((last - first).days + 1)]
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    return [max(first, monday + timedelta(weeks=step)).isoformat() for step in range(weeks)]


def _hours(span: Span) -> list[int]:
    """The local hours that exist: 23 or 24 names on the days when clocks change, as 25 hours share 24 names."""
    if (span.to_ms - span.from_ms) // HOUR_MS > MAX_LABELS:
        raise InvalidRequest("invalid_include", f"Invalid include.time_labels: more than {MAX_LABELS} hours.")
    held = offsets(span.timezone, span.from_ms - DAY_MS, span.to_ms + DAY_MS)
    found: dict[int, None] = {}
    for index, (start, offset) in enumerate(held):
        begin = max(start, span.from_ms) if index else span.from_ms
        end = min(held[index + 1][0] if index + 1 < len(held) else span.to_ms, span.to_ms)
        if begin < end:
            found.update(dict.fromkeys(range((begin + offset) // HOUR_MS, (end - SECOND_MS + offset) // HOUR_MS + 1)))
    return sorted(found)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
