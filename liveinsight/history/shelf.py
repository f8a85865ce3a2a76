"""What the archive holds of a site at one moment: how far it has come, and its objects."""

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date

from liveinsight.archive import progress as archive_progress
from liveinsight.archive.layout import DAY_FILE, EVENTS, HOURS, SESSIONS, site_prefix
from liveinsight.archive.objects import Bucket, Listed
from liveinsight.archive.progress import Progress
from liveinsight.errors import StoreUnavailable
from liveinsight.timing import day_of, parse_hour

LOOKS = 5
_DAY = re.compile(r"^date=(\d{4}-\d{2}-\d{2})/([^/]+\.parquet)$", re.ASCII)
_HOUR = re.compile(r"^\d{2}\.parquet$", re.ASCII)


@dataclass(slots=True, frozen=True)
class Stored:
    """An object of the archive. `kind` is `events`, `sessions` or `hours`, `day` is UTC, `size` is in bytes."""

    kind: str
    site: str
    day: date
    name: str
    etag: str
    size: int

    @property
    def key(self) -> str:
        return f"{site_prefix(self.kind, self.site)}date={self.day.isoformat()}/{self.name}"


@dataclass(slots=True, frozen=True)
class Shelf:
    """The files that make up a site's closed days and imported history, and its copies of hours (by UTC ms).

    `eventless` are those files of sessions whose file of events is gone: every visit begins with an event.
    `trouble` says why this is older than it should be.
    """

    progress: Progress
    files: tuple[Stored, ...]
    hours: Mapping[int, Stored]
    eventless: tuple[Stored, ...]
    trouble: str = ""

    def of_days(self, kind: str, first: date, last: date) -> list[Stored]:
        """The files of these days, the last one included, in order."""
        return [file for file in self.files if file.kind == kind and first <= file.day <= last]

    def without_events(self, first: date, last: date) -> list[Stored]:
        """Those of the `eventless` files that are of these days."""
        return [file for file in self.eventless if first <= file.day <= last]

    @property
    def first_day(self) -> date | None:
        return min((file.day for file in self.files if file.kind == EVENTS), default=None)


def look(bucket: Bucket, site: str, begun: Progress, pool: Executor) -> Shelf:
    """What is there now; `begun` is the progress of a site that was never archived.

    Progress is read before the listings, so that every day that it calls complete is in them; and after them again,
    for the copies of hours go when their day is complete.
    """
    progress = archive_progress.load(bucket, site)
    for _ in range(LOOKS):
        events, sessions, hours = pool.map(lambda kind: list(_stored(bucket, kind, site)), (EVENTS, SESSIONS, HOURS))
        before, progress = progress, archive_progress.load(bucket, site)
        if progress == before:
            return _shelf(progress or begun, [*events, *sessions], hours)
    raise StoreUnavailable("the archive changes faster than it can be read; try again")


def _shelf(progress: Progress, days: list[Stored], hours: list[Stored]) -> Shelf:
    closed = day_of(progress.days_to)
    closed_or_imported = (file for file in days if file.name != DAY_FILE or file.day.isoformat() < closed)
    files = tuple(sorted(closed_or_imported, key=_place))
    copies = {_hour(file): file for file in hours if _is_hour(file)}
    return Shelf(progress, files, copies, eventless=_eventless(files))


def _eventless(files: tuple[Stored, ...]) -> tuple[Stored, ...]:
    there = {(file.day, file.name) for file in files if file.kind == EVENTS}
    return tuple(file for file in files if file.kind == SESSIONS and (file.day, file.name) not in there)


def _stored(bucket: Bucket, kind: str, site: str) -> Iterator[Stored]:
    prefix = site_prefix(kind, site)
    for found in bucket.listed(prefix):
        file = _parsed(kind, site, prefix, found)
        if file is not None:
            yield file


def _parsed(kind: str, site: str, prefix: str, found: Listed) -> Stored | None:
    """None for what is no file of a day, such as the archive's own progress."""
    match = _DAY.match(found.key.removeprefix(prefix))
    if match is None:
        return None
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        return None
    return Stored(kind, site, day, match[2], found.etag, found.size)


def _place(file: Stored) -> tuple[str, date, str]:
    return file.kind, file.day, file.name


def _is_hour(file: Stored) -> bool:
    return _HOUR.match(file.name) is not None and int(file.name[:2]) < 24


def _hour(file: Stored) -> int:
    return parse_hour(f"{file.day.isoformat()}T{file.name[:2]}")
