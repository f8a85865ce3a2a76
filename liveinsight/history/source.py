"""The archive's days and the tail as one: the rows that the query engine reads."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from liveinsight.errors import StoreUnavailable
from liveinsight.history import folder as work_folder
from liveinsight.history.copies import Vanished
from liveinsight.history.mirror import Mirror
from liveinsight.history.prepared.reading import Prepared, Ready
from liveinsight.history.rows import View
from liveinsight.history.shelf import Shelf, Stored
from liveinsight.history.tail import Place, Tail
from liveinsight.query import columns
from liveinsight.query.damaged import COLUMNS, Damaged, missing, readable, warning
from liveinsight.query.relations import DayTotals, Relation
from liveinsight.sites import Site

Copied = tuple[Shelf, Ready, dict[Stored, Path]]
IDLE_S = 600.0
"""Tails of sites that nobody asked about for so long are dropped."""


class History:
    """Gives the rows of all sites. `use` must be called once, with the engine's own tables, before it is asked."""

    def __init__(self, mirror: Mirror, folder: Path, site: Callable[[str], Site], clock: Callable[[], int]) -> None:
        self._mirror = mirror
        self._folder = folder.resolve()
        self._site = site
        self._clock = clock
        self._damaged = Damaged(_by_name)
        self._lock = threading.Lock()
        self._tails: dict[str, Tail] = {}
        self._place: Place | None = None
        self._prepared: Prepared | None = None

    @property
    def directories(self) -> tuple[str, ...]:
        return (f"{self._folder}/",)

    def use(self, tables: Callable[[], duckdb.DuckDBPyConnection], prepare: Callable[[str, str], None]) -> None:
        """`prepare` has a site (in a time zone) prepared in the background."""
        self._prepared = Prepared(self._folder, tables, self._clock, prepare)
        self._place = Place(self._mirror, tables, work_folder.claim(self._folder), self._site, self._clock)

    def moment(self, _site: str) -> "Moment":
        """What one question reads from."""
        return Moment(self)

    def events(self, site: str, extent: tuple[int, int]) -> Relation:
        return Moment(self).events(site, extent)

    def sessions(self, site: str, extent: tuple[int, int]) -> Relation:
        return Moment(self).sessions(site, extent)

    def totals(self, site: str, timezone: str) -> DayTotals | None:
        return Moment(self).totals(site, timezone)

    def first_day(self, site: str) -> date | None:
        """Raises `StoreUnavailable` when it cannot be found out."""
        first = self.shelf(site).first_day
        if first is not None:
            return first
        view, _ = self.view(site)
        return self._first_of(view)

    def recheck(self, site: str) -> bool:
        """Copies that are gone are fetched again, damaged ones too; if they still are, they are left out."""
        assert self._prepared is not None, "`use` comes first"
        found = self._reload_broken_tail(site) | self._prepared.recheck(site)
        for file in self._mirror.shelf(site).files:
            path = self._mirror.path(file)
            if not path.exists():
                found = True
            elif path not in self._damaged and not readable(path, COLUMNS[file.kind]):
                found = True
                path.unlink(missing_ok=True)
                with suppress(Vanished, StoreUnavailable):
                    self._damaged.check(file.kind, self._mirror.fetch([file]).values())
        return found

    def shelf(self, site: str) -> Shelf:
        """The files that make up the site's closed days now."""
        return self._mirror.shelf(site)

    def ready(self, site: str, shelf: Shelf, timezone: str | None = None) -> Ready:
        """What is prepared of the files on this shelf."""
        assert self._prepared is not None, "`use` comes first"
        return self._prepared.ready(site, shelf, timezone or self._site(site).timezone)

    def copies(self, site: str, kind: str, days: tuple[date, date], known: Shelf | None) -> Copied:
        """The shelf, what is prepared of it, and copies of its other files of these days; see `Mirror.copies`.

        What is prepared is looked at once: a month that gets ready while files are copied would be read twice.
        """
        ready = Ready()

        def plain(shelf: Shelf) -> list[Stored]:
            nonlocal ready
            ready = self.ready(site, shelf)
            return [file for file in shelf.of_days(kind, *days) if file not in ready.files]

        shelf, copies = self._mirror.copies(site, plain, known)
        return shelf, ready, copies

    def is_damaged(self, path: Path) -> bool:
        return path in self._damaged

    def view(self, site: str) -> tuple[View, str]:
        """The tail of the site, and a warning when it is older than it should be."""
        self._drop_idle()
        place = self._standing_place()
        with self._lock:
            tail = self._tails.setdefault(site, Tail(site, place))
            tail.asked_s = time.monotonic()
        return tail.view()

    def _standing_place(self) -> Place:
        """Where tails are kept: somewhere new, when somebody has cleaned the folder away. Tails begin anew there."""
        with self._lock:
            assert self._place is not None, "`use` comes first"
            if self._place.folder.is_dir():
                return self._place
            try:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._place = replace(self._place, folder=work_folder.claim(self._folder))
            except OSError as error:
                raise StoreUnavailable(f"there is no place for the newest events: {error.strerror}") from error
            lost, self._tails = list(self._tails.values()), {}
            place = self._place
        for tail in lost:
            tail.drop()
        return place

    def _drop_idle(self) -> None:
        since = time.monotonic() - IDLE_S
        with self._lock:
            for site, tail in list(self._tails.items()):
                if tail.drop_if_idle(since):
                    del self._tails[site]

    def _reload_broken_tail(self, site: str) -> bool:
        tail = self._tails.get(site)
        if tail is None or self._place is None:
            return False
        view, _ = tail.view()
        try:
            with self._place.tables() as database:
                for kind in COLUMNS:
                    sql, values = view.select(kind, view.floor)
                    database.execute(f"SELECT bit_xor(hash(r)) FROM ({sql}) AS r", values)  # noqa: S608
        except duckdb.Error:
            tail.drop()
            return True
        return False

    def _first_of(self, view: View) -> date | None:
        assert self._place is not None
        sql, values = view.select("events", view.floor)
        with self._place.tables() as database:
            found = database.execute(f'SELECT epoch_ms(min("at")) FROM ({sql})', values).fetchone()  # noqa: S608
        return _day(found[0]) if found and isinstance(found[0], int) else None


class Moment:
    """A site as one question sees it: the tail is looked at once, before the archive.

    The archive may close a day between the two; the tail's rows of that day are then left out, for the day's files
    have them.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._tail: tuple[View, str] | None = None
        self._shelf: Shelf | None = None

    @property
    def directories(self) -> tuple[str, ...]:
        return self._history.directories

    def events(self, site: str, extent: tuple[int, int]) -> Relation:
        return self._relation("events", site, extent)

    def sessions(self, site: str, extent: tuple[int, int]) -> Relation:
        return self._relation("sessions", site, extent)

    def totals(self, site: str, timezone: str) -> DayTotals | None:
        return self._history.ready(site, self._history.shelf(site), timezone).totals

    def first_day(self, site: str) -> date | None:
        return self._history.first_day(site)

    def recheck(self, site: str) -> bool:
        return self._history.recheck(site)

    def _relation(self, kind: str, site: str, extent: tuple[int, int]) -> Relation:
        if self._tail is None and extent[1] > self._history.shelf(site).progress.days_to:
            self._tail = self._history.view(site)
        days = _day(extent[0]), _day(extent[1] - 1)
        self._shelf, ready, copies = self._history.copies(site, kind, days, self._shelf)
        damaged = {file for file, path in copies.items() if self._history.is_damaged(path)}
        warnings = [self._shelf.trouble, *(warning(kind, file.day, file.name) for file in damaged)]
        warnings += [missing(file.day, file.name) for file in self._shelf.without_events(*days)]
        parts = ready.select(kind, days)
        values: dict[str, object] = {}
        if files := [str(path) for file, path in copies.items() if file not in damaged]:
            parts.append(f"SELECT {columns.listed(COLUMNS[kind])} FROM read_parquet(${kind}_files)")  # noqa: S608
            values[f"{kind}_files"] = files
        if self._tail is not None:
            view, trouble = self._tail
            sql, of_tail = view.select(kind, self._shelf.progress.days_to)
            parts.append(sql)
            values |= of_tail
            warnings.append(trouble)
        sql = " UNION ALL ".join(parts) or columns.empty(COLUMNS[kind])
        return Relation(sql, values, tuple(dict.fromkeys(text for text in warnings if text)))


def _by_name(path: Path) -> tuple[object, ...]:
    """A copy's name tells its version."""
    return (path,)


def _day(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date()
