"""When a schedule of EventBridge is due: `rate(5 minutes)` and `cron(15 3 * * ? *)`, in UTC.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
Of cron, numbers, lists, ranges and steps are understood; names, `L`, `W` and `#` are refused.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_PART = re.compile(r"(\*|\d+)(?:-(\d+))?(?:/(\d+))?")
_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (1, 7), (1970, 2199))
"""Minute, hour, day of the month, month, day of the week (1 is Sunday), year."""
_MOST_DAYS = 366 * 8


class UnknownSchedule(ValueError):
    """An expression that cannot be followed here."""


@dataclass(frozen=True)
class Every:
    """A rate: due again `period` after the last time."""

    period: timedelta

    def after(self, moment: datetime) -> datetime:
        return moment + self.period


@dataclass(frozen=True)
class Calendar:
    """A cron expression: the allowed values of each field; None where any value, or none in particular, is meant."""

    fields: tuple[frozenset[int] | None, ...]

    def after(self, moment: datetime) -> datetime:
        """The first whole minute later than `moment` that fits. Raises `UnknownSchedule` if there is none."""
        minute = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        for _ in range(_MOST_DAYS):
            if self._fits_day(minute):
                midnight = minute.replace(hour=0, minute=0) + timedelta(days=1)
                while minute < midnight:
                    if self._fits(0, minute.minute) and self._fits(1, minute.hour):
                        return minute
                    minute += timedelta(minutes=1)
            else:
                minute = minute.replace(hour=0, minute=0) + timedelta(days=1)
        raise UnknownSchedule("this schedule is never due")

    def _fits_day(self, day: datetime) -> bool:
        return (
            self._fits(2, day.day)
            and self._fits(3, day.month)
            and self._fits(4, day.isoweekday() % 7 + 1)
            and self._fits(5, day.year)
        )

    def _fits(self, field: int, value: int) -> bool:
        allowed = self.fields[field]
        return allowed is None or value in allowed


def parse(expression: str) -> Every | Calendar:
    """A schedule from its expression. Raises `UnknownSchedule`."""
    if match := _RATE.fullmatch(expression):
        return Every(timedelta(**{f"{match[2]}s": int(match[1])}))
    if match := _CRON.fullmatch(expression):
        return Calendar(tuple(_field(text, *bounds) for text, bounds in zip(match.groups(), _BOUNDS, strict=True)))
    raise UnknownSchedule(f"{expression!r} is neither rate(…) nor cron(…)")


def _field(text: str, least: int, most: int) -> frozenset[int] | None:
    if text in ("*", "?"):
        return None
    values: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise UnknownSchedule(f"{part!r} in a cron expression is not understood here")
        start, end, step = match.groups()
        first = least if start == "*" else int(start)
        last = int(end) if end else (most if start == "*" or step else first)
        if not least <= first <= last <= most:
            raise UnknownSchedule(f"{part!r} is out of {least} to {most}")
        values.update(range(first, last + 1, int(step or 1)))
    return frozenset(values)
