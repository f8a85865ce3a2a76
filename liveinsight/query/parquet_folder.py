# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""A local folder with the archive's layout: `events/site=KEY/date=YYYY-MM-DD/*.parquet`, the same for `sessions`.

A missing day is an empty day. A file that cannot be read is left out and named in the answer's warnings.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from liveinsight.query import columns
from liveinsight.query.damaged import COLUMNS, Damaged, warning
from liveinsight.query.relations import Relation

_SITE = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
_DAY = re.compile(r"^date=(\d{4}-\d{2}-\d{2})$")


class ParquetFolder:
    """The archive files below `path`. Damaged files are remembered until they change."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._damaged = Damaged()

    @property
    def directories(self) -> tuple[str, ...]:
        return (f"{self._path}/",)

    def events(self, site: str, extent: tuple[int, int]) -> Relation:
        return self._relation("events", site, extent)

    def sessions(self, site: str, extent: tuple[int, int]) -> Relation:
        return self._relation("sessions", site, extent)

    def first_day(self, site: str) -> date | None:
        return min((day for day, _ in self._days("events", site)), default=None)

    def totals(self, _site: str, _timezone: str) -> None:
        """A plain folder has none."""

    def recheck(self, site: str) -> bool:
        """Reads every file of the site completely; slow, and only done after a failure."""
        found = False
        for kind in COLUMNS:
            for _, folder in self._days(kind, site):
                found |= bool(self._damaged.check(kind, folder.glob("*.parquet")))
        return found

    def _relation(self, kind: str, site: str, extent: tuple[int, int]) -> Relation:
        first, last = _day(extent[0]), _day(extent[1] - 1)
        files: list[str] = []
        warnings: list[str] = []
        for day, folder in sorted(self._days(kind, site)):
            if not first <= day <= last:
                continue
            for file in sorted(folder.glob("*.parquet")):
                if file in self._damaged:
                    warnings.append(warning(kind, day, file.name))
                else:
                    files.append(str(file))
        if not files:
            return Relation(columns.empty(COLUMNS[kind]), warnings=tuple(warnings))
        name = f"{kind}_files"
        sql = f"SELECT {columns.listed(COLUMNS[kind])} FROM read_parquet(${name}, hive_partitioning = false)"
        return Relation(sql, {name: files}, tuple(warnings))

    def _days(self, kind: str, site: str) -> Iterator[tuple[date, Path]]:
        folder = self._path / kind / f"site={site}"
        if not _SITE.match(site) or not folder.is_dir():
            return
        for entry in folder.iterdir():
            match = _DAY.match(entry.name)
            try:
                day = date.fromisoformat(match[1]) if match else None
            except ValueError:
                continue
            if day:
                yield day, entry


def _day(at_ms: int) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).date()
