# ruff: noqa: S608  # only our own table, column and file names are written into statements
"""The log of the time that the tail is about, event by event as it was sent, hour by hour.

Hours that are closed are files: copies that the archive made, or our own where it has not come so far. Events of the
open hours, and those that came late, are rows of a table.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from liveinsight.archive.columns import AT, LOGGED, names
from liveinsight.archive.log import LogReader, logged
from liveinsight.archive.workspace import Workspace, workspace
from liveinsight.history.shelf import Shelf, Stored
from liveinsight.sites import Site
from liveinsight.timing import HOUR_MS, hours

COPYING_MB = 256
"""Memory for sorting hours that are read from the log; what does not fit spills to disk."""

CopyHours = Callable[[list[Stored]], dict[Stored, Path]]
"""Local copies of the archive's hours. Raises `Vanished` when one is not there any more, or `StoreUnavailable`."""


@dataclass
class _Closed:
    files: list[Path] = field(default_factory=list)
    etag: str = ""


class RawHours:
    """Gives hours to `archive.window`. `edge` (UTC ms) is where the closed hours end."""

    def __init__(self, space: Workspace, schema: str, site: Site, shelf: Shelf, copy_hours: CopyHours) -> None:
        self._space = space
        self._table = f"{schema}.log"
        self.site = site
        self._copy_hours = copy_hours
        self._closed: dict[int, _Closed] = {}
        self._rows: set[int] = set()
        self._names = count(1)
        self.shelf = shelf
        self.edge = shelf.progress.days_to
        columns = ", ".join(f'"{name}" {type_}' for name, type_ in LOGGED.items())
        space.run(f"CREATE TABLE {self._table} ({columns})")

    @property
    def end(self) -> int:
        """Nothing is known of later hours than the open ones."""
        return max([self.edge, *(hour + HOUR_MS for hour in self._rows)])

    @property
    def known(self) -> set[int]:
        """The hours that were asked for, or have rows."""
        return self._closed.keys() | self._rows

    def relations(self, wanted: Iterable[int]) -> dict[int, str]:
        """The hours that have events → what SQL reads them from, with the columns LOGGED."""
        asked = list(wanted)
        self._load([hour for hour in asked if hour < self.edge and hour not in self._closed])
        return {hour: sql for hour in asked if (sql := self._relation(hour))}

    def changed_copies(self) -> dict[int, str]:
        """Known hours of which the archive has made another copy → that copy, as `relations` gives it.

        They are not told of again.
        """
        changed = {
            hour: stored
            for hour, stored in self.shelf.hours.items()
            if hour in self._closed and self._closed[hour].etag != stored.etag
        }
        copies = self._copy_hours(list(changed.values()))
        for hour, stored in changed.items():
            self._closed[hour].etag = stored.etag
        return {hour: logged(copies[stored]) for hour, stored in changed.items()}

    def read_again(self, hour: int) -> Path | None:
        """The hour as the log has it now, in a file that the caller deletes; None when it has no event."""
        return self._from_log([hour]).get(hour)

    def add(self, hour: int, select: str) -> bool:
        """Note the events of this SELECT that are not known yet. Returns whether there were any."""
        known = self.relations([hour]).get(hour)
        new = f"SELECT {names(LOGGED)} FROM {select} AS found WHERE {_within(hour)}"
        if known:
            new += (
                f" AND NOT EXISTS (SELECT 1 FROM {known} AS known WHERE known.{AT} = found.{AT}"
                " AND known.id = found.id AND known.visitor_id = found.visitor_id)"
            )
        self._space.run(f"CREATE OR REPLACE TEMP TABLE fresh AS {new}")
        added = self._space.number(f"INSERT INTO {self._table} FROM fresh") > 0
        if added:
            self._rows.add(hour)
        return added

    def close(self, edge: int) -> None:
        """Make files of the hours before `edge`, whose events are all among the rows."""
        if edge <= self.edge:
            return
        for hour in sorted(self._rows | set(hours(self.edge, edge))):
            if hour < edge:
                self._close(hour)
        self._rows = {hour for hour in self._rows if hour >= edge}
        self._space.run(
            f"CREATE OR REPLACE TABLE {self._table} AS SELECT * FROM {self._table} WHERE epoch_ms({AT}) >= {edge:d}"
        )
        self.edge = edge

    def _close(self, hour: int) -> None:
        closed = self._closed.setdefault(hour, _Closed())
        if hour in self._rows:
            path = self._new_name()
            self._space.write_parquet(f"FROM {self._table} WHERE {_within(hour)} ORDER BY {AT}, id", LOGGED, path)
            closed.files.append(path)

    def _relation(self, hour: int) -> str:
        parts = []
        if files := self._closed.get(hour, _Closed()).files:
            parts.append(f"SELECT {names(LOGGED)} FROM {logged(*files)}")
        if hour in self._rows:
            parts.append(f"SELECT {names(LOGGED)} FROM {self._table} WHERE {_within(hour)}")
        return f"({' UNION ALL '.join(parts)})" if parts else ""

    def _load(self, wanted: list[int]) -> None:
        progress = self.shelf.progress
        archived = [hour for hour in wanted if progress.kept_from <= hour < progress.hours_to]
        stored = {hour: self.shelf.hours[hour] for hour in archived if hour in self.shelf.hours}
        copies = self._copy_hours(list(stored.values()))
        logged = self._from_log([hour for hour in wanted if hour not in archived])
        for hour in wanted:
            self._closed[hour] = _Closed([logged[hour]] if hour in logged else [])
            if hour in stored:
                self._closed[hour] = _Closed([self._own(copies[stored[hour]])], stored[hour].etag)

    def _from_log(self, wanted: list[int]) -> dict[int, Path]:
        if not wanted:
            return {}
        with workspace(COPYING_MB) as space:
            copies = LogReader(space).copy(self.site, wanted)
            return {hour: Path(shutil.move(path, self._new_name())) for hour, path in copies.items()}

    def _own(self, copy: Path) -> Path:
        """The copy under a name of ours: the mirror may take its own name away when it needs room."""
        own = self._new_name()
        os.link(copy, own)
        return own

    def _new_name(self) -> Path:
        return self._space.folder / f"raw-{next(self._names)}.parquet"


def _within(hour: int) -> str:
    return f"epoch_ms({AT}) >= {hour:d} AND epoch_ms({AT}) < {hour + HOUR_MS:d}"
