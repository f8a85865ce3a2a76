# ruff: noqa: S608  # only our own table names are written into statements
"""The tail of one site: what began since the archive's last closed day, at most a few seconds old when asked for."""

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import duckdb
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from liveinsight.archive import days, visits, window
from liveinsight.archive.columns import AT, LOGGED
from liveinsight.archive.log import line, logged
from liveinsight.archive.workspace import Workspace, literal, workspace
from liveinsight.domain.event import Event
from liveinsight.errors import StoreUnavailable
from liveinsight.history import lateness
from liveinsight.history.copies import Vanished
from liveinsight.history.follower import Follower
from liveinsight.history.lateness import Lateness
from liveinsight.history.mirror import Mirror
from liveinsight.history.raw import RawHours
from liveinsight.history.rows import Rows, View
from liveinsight.history.shelf import Shelf
from liveinsight.late import SETTLED_MS
from liveinsight.sites import Site
from liveinsight.timing import HOUR_MS, iso

log = logging.getLogger(__name__)
FRESH_S = 2.0
"""A view that was begun to be read so long before a question, or later, answers it."""
LOADING_MB = 512
STRETCH_MS = 3 * HOUR_MS
"""Larger stretches of a busy site do not fit into the memory; smaller ones make more files."""
MOST_ROWS = 60_000
LEAST_SEGMENT = 20_000
QUIET_MS = HOUR_MS
ATTEMPTS = 3
_UNREACHABLE = (PynamoDBException, ClientError, BotoCoreError)
_SPOOLED = {**LOGGED, "at": "BIGINT"}
_WHO_IS_NEW = "visitor_id IN (SELECT visitor_id FROM fresh)"
_TEMPORARY = ("raw", "log", "member", "visit", "near", "fresh", "sent", "touched", "quiet")

_number = count(1)


@dataclass(frozen=True)
class Place:
    """What a tail needs of its surroundings. `tables` gives a connection to the engine's own database, which may read
    files below `folder`.
    """

    mirror: Mirror
    tables: Callable[[], duckdb.DuckDBPyConnection]
    folder: Path
    site: Callable[[str], Site]
    clock: Callable[[], int]


@dataclass(frozen=True)
class _State:
    schema: str
    space: Workspace
    raw: RawHours
    rows: Rows
    follower: Follower
    late: Lateness


class Tail:
    """Safe to ask from many threads: one of them reads what is new, the others wait for it."""

    def __init__(self, site: str, place: Place) -> None:
        self._key = site
        self._place = place
        self._lock = threading.Lock()
        self._state: _State | None = None
        self._read_s = float("-inf")
        self._read_at = 0
        self.asked_s = time.monotonic()

    def view(self) -> tuple[View, str]:
        """The tail as it is now, and a warning when that could not be found out.

        Raises `StoreUnavailable` when nothing is known at all.
        """
        self.asked_s = asked = time.monotonic()
        with self._lock:
            if self._read_s >= asked - FRESH_S and self._state is not None:
                return self._state.rows.view, ""
            started, now = time.monotonic(), self._place.clock()
            try:
                state = self._refreshed(now)
            except _UNREACHABLE as error:
                return self._old(error)
            self._read_s, self._read_at = started, now
            return state.rows.view, ""

    def drop(self) -> None:
        """Forget everything; the next question loads it anew."""
        with self._lock:
            self._drop()

    def drop_if_idle(self, since_s: float) -> bool:
        """Drop it when nobody has asked since; not while somebody does."""
        if self.asked_s >= since_s or not self._lock.acquire(blocking=False):
            return False
        try:
            self._drop()
            return True
        finally:
            self._lock.release()

    def _old(self, error: Exception) -> tuple[View, str]:
        if self._state is None or not self._read_at:  # one that was begun to be loaded is no answer
            raise StoreUnavailable("the newest events cannot be read; try again") from error
        log.warning("the newest events of %s cannot be read: %s", self._key, error)
        return self._state.rows.view, f"The newest events cannot be read; they are shown as of {iso(self._read_at)}."

    def _refreshed(self, now: int) -> _State:
        for attempt in range(ATTEMPTS):
            try:
                return self._refresh(now)
            except Vanished:
                self._place.mirror.forget(self._key)
            except (duckdb.Error, OSError) as error:
                log.exception("the tail of %s broke; it is loaded anew", self._key)
                if attempt == ATTEMPTS - 1:
                    raise StoreUnavailable("the newest events cannot be worked out; try again") from error
            self._drop()
        raise StoreUnavailable("the archive changes faster than it can be read; try again")

    def _refresh(self, now: int) -> _State:
        marks = lateness.marks(self._key)
        site, shelf = self._place.site(self._key), self._place.mirror.shelf(self._key)
        if self._state is not None and shelf.progress.days_to < self._state.rows.view.floor:
            self._drop()
        if self._state is None:
            self._state = self._load(site, shelf, now)
            for hour in marks.keys() - shelf.hours.keys():  # the others were not read from the log just now
                self._state.late.read(hour, now, 0.0)
        state = self._state
        state.raw.site, state.raw.shelf = site, shelf
        new = state.follower.read(site, now)
        for hour, select in self._candidates(state, new, marks, now):
            if state.raw.add(hour, select):
                window.load(
                    state.space, state.raw, hour, hour + HOUR_MS, "visitor_id IN (SELECT visitor_id FROM fresh)"
                )
                visits.find(state.space, self._key)
                state.rows.take()
        _tidy(state, now)
        return state

    def _load(self, site: Site, shelf: Shelf, now: int) -> _State:
        """Everything in closed hours, stretch by stretch, in a database that may spill to disk."""
        folder = Path(tempfile.mkdtemp(prefix="tail-", dir=self._place.folder))
        space = Workspace(folder, self._place.tables())
        schema = f"tail_{next(_number)}"
        space.run(f"CREATE SCHEMA {schema}")
        rows = Rows(space, schema, shelf.progress.days_to)
        raw = RawHours(space, schema, site, shelf, self._place.mirror.fetch)
        floor, edge = rows.view.floor, _edge(now)
        raw.edge = max(floor, edge)
        raw.relations(range(floor, edge, HOUR_MS))  # all at once: they are fetched in parallel
        with workspace(LOADING_MB, folder) as large:
            for start in range(floor, edge, STRETCH_MS):
                end = min(start + STRETCH_MS, edge)
                window.load(large, raw, start, end)
                visits.find(large, site.key)
                rows.add_segment(large, days.events_of(start, end), days.sessions_of(start, end), end)
        return _State(schema, space, raw, rows, Follower(raw.edge), Lateness())

    def _candidates(
        self, state: _State, new: list[Event], marks: dict[int, int], now: int
    ) -> Iterator[tuple[int, str]]:
        """Hours, and SELECTs of events that may be new in them."""
        if new:
            _send(new, state.space)
            for hour in sorted({event.at - event.at % HOUR_MS for event in new}):
                yield hour, "sent"
        state.raw.close(_edge(now))
        for hour, copy in state.raw.changed_copies().items():
            yield hour, copy
        for hour in state.late.due(marks, state.rows.view.floor, state.raw.known):
            started = time.monotonic()
            path = state.raw.read_again(hour)
            if path is not None:
                yield hour, logged(path)
                path.unlink()
            state.late.read(hour, now, time.monotonic() - started)

    def _drop(self) -> None:
        if self._state is not None:
            with self._place.tables() as database:
                database.execute(f"DROP SCHEMA {self._state.schema} CASCADE")
            self._state.space.database.close()
            shutil.rmtree(self._state.space.folder, ignore_errors=True)
        self._state = None
        self._read_s, self._read_at = float("-inf"), 0


def _edge(now: int) -> int:
    """Where the hours end in which no event can come on time any more."""
    settled = now - SETTLED_MS
    return settled - settled % HOUR_MS


def _tidy(state: _State, now: int) -> None:
    state.rows.sweep()
    if state.rows.written > MOST_ROWS:
        state.rows.tidy(state.raw.shelf.progress.days_to, now - QUIET_MS, LEAST_SEGMENT)
    for name in _TEMPORARY:
        state.space.run(f"DROP TABLE IF EXISTS temp.{name}")


def _send(events: list[Event], space: Workspace) -> None:
    """The table `sent`, with the columns LOGGED."""
    path = space.folder / "sent.ndjson"
    path.write_bytes(b"".join(map(line, events)))
    types = ", ".join(f"'{name}': '{type_}'" for name, type_ in _SPOOLED.items())
    space.run(
        f"""CREATE OR REPLACE TEMP TABLE sent AS
        SELECT * REPLACE (make_timestamp_ms({AT})::TIMESTAMP_MS AS {AT})
        FROM read_json({literal(path)}, format = 'newline_delimited', columns = {{{types}}})"""
    )
    path.unlink()
