# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""The archive's rows as Athena sees them: Glue's tables, cut to a site and to the days that a question needs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from liveinsight.archive import layout, progress
from liveinsight.archive.objects import Bucket
from liveinsight.query import columns
from liveinsight.query.relations import LONGEST_VISIT_MS, Relation
from liveinsight.settings import Settings

_COLUMNS = {layout.EVENTS: columns.EVENTS, layout.SESSIONS: columns.SESSIONS}


class GlueTables:
    """Finished days only: what the archive has not closed yet is left out, and the answer says so."""

    directories: tuple[str, ...] = ()

    def __init__(self, settings: Settings) -> None:
        self._database = settings.athena_database
        self._bucket = Bucket(settings)

    def moment(self, site: str) -> "FinishedDays":
        """The days that are finished now."""
        known = progress.load(self._bucket, site)
        first = self.first_day(site)
        return FinishedDays(self._database, known.days_to if known else 0, first)

    def events(self, site: str, extent: tuple[int, int]) -> Relation:
        return self.moment(site).events(site, extent)

    def sessions(self, site: str, extent: tuple[int, int]) -> Relation:
        return self.moment(site).sessions(site, extent)

    def first_day(self, site: str) -> date | None:
        first = next(self._bucket.keys(f"{layout.EVENTS}/site={site}/date="), None)
        return date.fromisoformat(first.partition("/date=")[2][:10]) if first else None

    def totals(self, _site: str, _timezone: str) -> None:
        """None are kept for Athena."""

    def recheck(self, _site: str) -> bool:
        """Athena names no damaged file."""
        return False


@dataclass(slots=True, frozen=True)
class FinishedDays:
    """A site's days before `closed_ms` (UTC), and imported files of any day; `first` is the first of all days."""

    database: str
    closed_ms: int
    first: date | None
    directories: tuple[str, ...] = ()

    def events(self, site: str, extent: tuple[int, int]) -> Relation:
        return self._relation(layout.EVENTS, site, extent)

    def sessions(self, site: str, extent: tuple[int, int]) -> Relation:
        return self._relation(layout.SESSIONS, site, extent)

    def first_day(self, _site: str) -> date | None:
        return self.first

    def totals(self, _site: str, _timezone: str) -> None:
        """None are kept for Athena."""

    def recheck(self, _site: str) -> bool:
        return False

    def _relation(self, kind: str, site: str, extent: tuple[int, int]) -> Relation:
        if self.first is None:
            return Relation(columns.empty(_COLUMNS[kind]), warnings=self._unfinished(extent))
        values = {f"{kind}_site": site, f"{kind}_from": _day(extent[0]), f"{kind}_to": _day(extent[1] - 1)}
        days = f'"site" = ${kind}_site AND "date" >= ${kind}_from AND "date" <= ${kind}_to'
        if extent[1] > self.closed_ms:  # later days may lie there half done; imported files are whole
            days += f' AND ("date" < ${kind}_closed OR "$path" NOT LIKE ${kind}_made)'
            file = layout.day_key(kind, site, 0).rpartition("/")[2]
            values |= {f"{kind}_closed": _day(self.closed_ms), f"{kind}_made": f"%/{file}"}
        listed = columns.listed(_COLUMNS[kind])
        sql = f'SELECT {listed} FROM "{self.database}"."{kind}" WHERE {days}'
        return Relation(sql, values, self._unfinished(extent))

    def _unfinished(self, extent: tuple[int, int]) -> tuple[str, ...]:
        if extent[1] - LONGEST_VISIT_MS <= self.closed_ms:
            return ()
        if not self.closed_ms:
            return ("Athena reads finished days only, and no day of this site is finished yet.",)
        return (f"Athena reads finished days only: what came from {_day(self.closed_ms)} (UTC) on is not included.",)


def _day(at_ms: int) -> str:
    """The UTC day of a time, as the folders are named."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).date().isoformat()
