"""Which prepared files a site should have, given the archive's files as they are now."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from liveinsight.history.shelf import Shelf, Stored
from liveinsight.query import columns
from liveinsight.query import totals as totals_of_days
from liveinsight.query.dates import Span, day_start
from liveinsight.timing import HOUR_MS, SECOND_MS, day_of

SETTLED_MS = 27 * HOUR_MS
"""So long after its end a day takes in late events; the archive needs 26 hours and the time of a run."""

_MONTHS = repr((columns.EVENTS, columns.SESSIONS))
_TOTALS = repr((_MONTHS, totals_of_days.OF_DAYS, totals_of_days.SUMMED))
"""The form in which files are prepared; another version of this program may have another one."""


@dataclass(slots=True, frozen=True)
class Month:
    """The archive's files of a month up to a settled day."""

    name: str
    last: date
    files: tuple[Stored, ...]

    @property
    def stem(self) -> str:
        return f"month-{self.name}"

    @property
    def file(self) -> str:
        return f"{self.stem}.{self.last.isoformat()}.{digest(self.files, _MONTHS)}.duckdb"


@dataclass(slots=True, frozen=True)
class Totals:
    """The local days of a time zone from the archive's first one to (exclusive) `until`, and all files they need."""

    timezone: str
    first: date
    until: date
    files: tuple[Stored, ...]

    @property
    def stem(self) -> str:
        """The same for all totals that can go on from each other: of this zone, in this form."""
        return f"totals-{hashlib.sha256(f'{self.timezone} {_TOTALS}'.encode()).hexdigest()[:8]}"

    @property
    def file(self) -> str:
        return f"{self.stem}.{self.until.isoformat()}.{digest(self.files)}.duckdb"


def folder(history: Path, site: str) -> Path:
    return history / "prepared" / f"site={site}"


def day_in(file: str) -> date | None:
    """The day in the name of a prepared file; None when it is no such name."""
    parts = file.split(".")
    try:
        return date.fromisoformat(parts[1]) if len(parts) == 4 else None
    except ValueError:
        return None


def settled_to(now_ms: int) -> date:
    """The first UTC day that may still change."""
    return date.fromisoformat(day_of(now_ms - SETTLED_MS))


def months(shelf: Shelf, until: date) -> list[Month]:
    """What there is to prepare of days before `until`, which is the first day that may still change."""
    settled = sorted((file for file in shelf.files if file.day < until), key=lambda file: file.day)
    found = []
    for name, files in groupby(settled, key=lambda file: file.day.strftime("%Y-%m")):
        of_month = tuple(files)
        found.append(Month(name, of_month[-1].day, of_month))
    return found


def totals(shelf: Shelf, until: date, timezone: str) -> Totals | None:
    """The local days that lie in UTC days before `until`; None when there is none."""
    return totals_to(shelf, _local(until, timezone), timezone)


def totals_to(shelf: Shelf, until: date, timezone: str) -> Totals | None:
    """The local days before `until`; None when there is none."""
    end_ms = day_start(until, timezone)
    needed = tuple(file for file in shelf.files if day_start(file.day, "UTC") < end_ms)
    if not needed:
        return None
    first = _local(min(file.day for file in needed), timezone)
    return Totals(timezone, first, until, needed) if first < until else None


def _local(day: date, timezone: str) -> date:
    """The local day in which a UTC day begins."""
    start = day_start(day, "UTC")
    return Span(start, start + SECOND_MS, timezone).first


def digest(files: Iterable[Stored], form: str = "") -> str:
    """Another one for every other content, and for every other form that it is prepared in: 16 hex digits."""
    listed = sorted(f"{file.kind}/{file.day.isoformat()}/{file.name}/{file.etag}" for file in files)
    return hashlib.sha256("\n".join([form, *listed]).encode()).hexdigest()[:16]


def by_day(files: Sequence[Stored]) -> dict[date, str]:
    """The digest of each day that has files."""
    ordered = sorted(files, key=lambda file: file.day)
    return {day: digest(of_day) for day, of_day in groupby(ordered, key=lambda file: file.day)}


def earliest_local(day: date) -> date:
    """The first local day that the rows of a UTC day can tell something about: visits of the day before reach in."""
    return day - timedelta(days=2)
