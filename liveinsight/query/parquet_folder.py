# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""A local folder with the archive's layout: `events/site=KEY/date=YYYY-MM-DD/*.parquet`, the same for `sessions`.

A missing day is an empty day. A file that cannot be read is left out and named in the answer's warnings.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock

import duckdb

from liveinsight.query import columns
from liveinsight.query.relations import Relation

_SITE = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
_DAY = re.compile(r"^date=(\d{4}-\d{2}-\d{2})$")
_COLUMNS = {"events": columns.EVENTS, "sessions": columns.SESSIONS}
Version = tuple[Path, int, int]
"""A file as it was: path, time of the last change, size."""


class ParquetFolder:
    """The archive files below `path`. Damaged files are remembered until they change."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._damaged: set[Version] = set()
        self._lock = Lock()

    @property
    def directories(self) -> tuple[str, ...]:
        return (f"{self._path}/",)

    def events(self, site: str, extent: tuple[int, int]) -> Relation:
        return self._relation("events", site, extent)

    def sessions(self, site: str, extent: tuple[int, int]) -> Relation:
        return self._relation("sessions", site, extent)

    def first_day(self, site: str) -> date | None:
        return min((day for day, _ in self._days("events", site)), default=None)

    def recheck(self, site: str) -> bool:
        """Reads every file of the site completely; slow, and only done after a failure."""
        found = False
        for kind, expected in _COLUMNS.items():
            for _, folder in self._days(kind, site):
                for file in folder.glob("*.parquet"):
                    if not self._is_damaged(file) and not _readable(file, expected):
                        self._note(file)
                        found = True
        return found

    def _relation(self, kind: str, site: str, extent: tuple[int, int]) -> Relation:
        first, last = _day(extent[0]), _day(extent[1] - 1)
        files: list[str] = []
        warnings: list[str] = []
        for day, folder in sorted(self._days(kind, site)):
            if not first <= day <= last:
                continue
            for file in sorted(folder.glob("*.parquet")):
                if self._is_damaged(file):
                    warnings.append(f"A damaged archive file was left out: {kind} of {day.isoformat()}, {file.name}.")
                else:
                    files.append(str(file))
        if not files:
            return Relation(columns.empty(_COLUMNS[kind]), warnings=tuple(warnings))
        name = f"{kind}_files"
        sql = f"SELECT {columns.listed(_COLUMNS[kind])} FROM read_parquet(${name}, hive_partitioning = false)"
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

    def _is_damaged(self, file: Path) -> bool:
        return bool(self._damaged) and _version(file) in self._damaged

    def _note(self, file: Path) -> None:
        with self._lock:
            self._damaged = {*self._damaged, _version(file)}


def _readable(file: Path, expected: dict[str, str]) -> bool:
    """Whether every value of every column that is needed can be read."""
    read = f"SELECT {columns.listed(expected)} FROM read_parquet($file, hive_partitioning = false)"
    with duckdb.connect(config={"autoload_known_extensions": False}) as connection:
        try:
            connection.execute(f"SELECT bit_xor(hash(r)) FROM ({read}) AS r", {"file": str(file)}).fetchall()
        except duckdb.Error:
            return False
    return True


def _version(file: Path) -> Version:
    status = file.stat()
    return file, status.st_mtime_ns, status.st_size


def _day(at_ms: int) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).date()
