"""Which prepared files hold true of the archive as it is now, attached to the engine's database."""

import hashlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb

from liveinsight.archive.workspace import literal
from liveinsight.history.prepared import names
from liveinsight.history.prepared.names import Month
from liveinsight.history.shelf import Shelf, Stored
from liveinsight.query import columns, totals
from liveinsight.query.damaged import COLUMNS
from liveinsight.query.dates import day_start
from liveinsight.query.relations import DayTotals

log = logging.getLogger(__name__)
FORGET_S = 120.0
"""A file that is used no more stays attached for so long: a question may have been told of it."""
ASK_AGAIN_S = 60.0


@dataclass(frozen=True)
class Ready:
    """`months` are the names of attached databases, `files` what they hold of the archive."""

    months: tuple[tuple[Month, str], ...] = ()
    totals: DayTotals | None = None
    complete: bool = True

    @cached_property
    def files(self) -> frozenset[Stored]:
        return frozenset(file for month, _ in self.months for file in month.files)

    def select(self, kind: str, days: tuple[date, date]) -> list[str]:
        """The SELECTs of the months that have rows of these days."""
        first, last = (day.strftime("%Y-%m") for day in days)
        listed = columns.listed(COLUMNS[kind])
        return [f"SELECT {listed} FROM {name}.{kind}" for month, name in self.months if first <= month.name <= last]  # noqa: S608


@dataclass
class _Known:
    shelf: Shelf | None = None
    listed: tuple[str, ...] = ()
    ready: dict[str, Ready] = field(default_factory=dict)


class Prepared:
    """Safe to use from many threads. `ask` has a site prepared in the background."""

    def __init__(
        self,
        history: Path,
        tables: Callable[[], duckdb.DuckDBPyConnection],
        clock: Callable[[], int],
        ask: Callable[[str, str], None],
    ) -> None:
        self._history = history
        self._tables = tables
        self._clock = clock
        self._ask = ask
        self._lock = threading.Lock()
        self._known: dict[str, _Known] = {}
        self._attached: dict[Path, tuple[str, float]] = {}
        self._asked: dict[tuple[str, str], float] = {}

    def ready(self, site: str, shelf: Shelf, timezone: str) -> Ready:
        """What can be used for a question; anything missing is asked for."""
        folder = names.folder(self._history, site)
        with self._lock:
            known = self._known.setdefault(site, _Known())
            listed = _listing(folder)
            if known.shelf is not shelf or known.listed != listed:
                self._known[site] = known = _Known(shelf, listed)
            if timezone not in known.ready:
                known.ready[timezone] = self._look(folder, shelf, listed, timezone)
                self._detach_old()
            ready = known.ready[timezone]
            if not ready.complete:
                self._have_made(site, timezone)
        return ready

    def recheck(self, site: str) -> bool:
        """Reads the site's prepared files completely. Returns whether one was damaged; it is gone then."""
        found = False
        for path in names.folder(self._history, site).glob("*.duckdb"):
            if not _readable(path):
                path.unlink(missing_ok=True)
                found = True
        return found

    def _look(self, folder: Path, shelf: Shelf, listed: tuple[str, ...], timezone: str) -> Ready:
        until = names.settled_to(self._clock())
        wanted = names.months(shelf, until)
        months = [found for month in wanted if (found := self._newest(folder, listed, month))]
        total = names.totals(shelf, until, timezone)
        complete = [found for found, _ in months] == wanted and (total is None or total.file in listed)
        return Ready(tuple(months), self._totals(folder, shelf, listed, timezone), complete)

    def _newest(self, folder: Path, listed: tuple[str, ...], wanted: Month) -> tuple[Month, str] | None:
        """The prepared file of a month that reaches furthest and still holds."""
        for file, last in _named(listed, wanted.stem):
            files = tuple(stored for stored in wanted.files if stored.day <= last)
            month = Month(wanted.name, last, files)
            if month.file == file and (name := self._attach(folder / file)):
                return month, name
        return None

    def _totals(self, folder: Path, shelf: Shelf, listed: tuple[str, ...], timezone: str) -> DayTotals | None:
        stem = names.Totals(timezone, date.min, date.min, ()).stem
        if shelf.without_events(date.min, date.max):
            return None  # only rows tell what is missing
        for file, until in _named(listed, stem):
            total = names.totals_to(shelf, until, timezone)
            if total is not None and total.file == file and (name := self._attach(folder / file)):
                tables = {table: f"SELECT * FROM {name}.{table}" for table in totals.OF_DAYS}  # noqa: S608
                return DayTotals(timezone, day_start(until, timezone), tables)
        return None

    def _attach(self, path: Path) -> str | None:
        """The name under which the file can be read; None when it cannot."""
        name = f"prepared_{hashlib.sha256(str(path).encode()).hexdigest()[:16]}"
        try:
            if path not in self._attached:
                with self._tables() as database:
                    database.execute(f"ATTACH {literal(path)} AS {name} (READ_ONLY)")
            os.utime(path)
        except FileNotFoundError:
            return None
        except duckdb.Error as error:
            log.warning("a prepared file cannot be used, and is made anew: %s", error)
            path.unlink(missing_ok=True)
            return None
        self._attached[path] = name, time.monotonic()
        return name

    def _detach_old(self) -> None:
        """Let go of what no answer has been given from for a while."""
        since = time.monotonic() - FORGET_S
        used = {name for known in self._known.values() for ready in known.ready.values() for name in _names(ready)}
        for path, (name, at) in list(self._attached.items()):
            if name not in used and at < since:
                del self._attached[path]
                with suppress(duckdb.Error), self._tables() as database:
                    database.execute(f"DETACH {name}")

    def _have_made(self, site: str, timezone: str) -> None:
        now = time.monotonic()
        if now >= self._asked.get((site, timezone), 0.0):
            self._asked[site, timezone] = now + ASK_AGAIN_S
            self._ask(site, timezone)


def _names(ready: Ready) -> Iterator[str]:
    yield from (name for _, name in ready.months)
    if ready.totals:
        yield next(iter(ready.totals.tables.values())).removeprefix("SELECT * FROM ").partition(".")[0]


def _named(listed: tuple[str, ...], stem: str) -> list[tuple[str, date]]:
    """The files of this name, the one that reaches furthest first."""
    found = [(file, day) for file in listed if file.startswith(f"{stem}.") and (day := names.day_in(file))]
    return sorted(found, key=lambda pair: pair[1], reverse=True)


def _readable(path: Path) -> bool:
    try:
        with duckdb.connect(str(path), read_only=True) as database:
            for (table,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                database.execute(f"SELECT bit_xor(hash(r)) FROM {table} AS r").fetchall()  # noqa: S608  # our own tables
    except duckdb.Error:
        return False
    return True


def _listing(folder: Path) -> tuple[str, ...]:
    try:
        with os.scandir(folder) as entries:
            found = [entry.name for entry in entries]
    except FileNotFoundError:
        return ()
    return tuple(sorted(name for name in found if name.endswith(".duckdb") and name[0] != "."))
