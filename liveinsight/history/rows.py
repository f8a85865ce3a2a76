# ruff: noqa: S608  # only our own table, column and file names are written into statements
"""The tail's rows: visits and their events, as described so far.

Visits that have been quiet for a while lie in segments, Parquet files that never change. The others are rows of two
tables of the engine's database; what changes, changes there. Every change has a number, the version. A row says from
which version until which it holds, and so does the note that a visit in a segment is out of date (`gone`). A view is
a version with its segments: whoever reads through it sees that moment, whatever is changed meanwhile, without a lock.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import duckdb

from liveinsight.archive import days
from liveinsight.archive.columns import EVENTS, SESSIONS, names
from liveinsight.archive.workspace import Workspace, parquet

LIVE = 1 << 62
"""The version until which a row holds that holds still."""
RETIRED_S = 60.0
"""What no new view shows is kept this long, for questions that are under way."""
TIME = {"events": '"at"', "sessions": "started_at"}
COLUMNS = {"events": EVENTS, "sessions": SESSIONS}
_KEPT = {"events": {**EVENTS, "daily_id": "BIGINT"}, "sessions": SESSIONS}
"""The columns that are kept. `daily_id` is the visitor id by which the log knows an event; `visitor_id` may be a
lasting one, and another one as soon as the visit changes.
"""
AT_END = (1 << 53) - 1


@dataclass(slots=True, frozen=True)
class Segment:
    """Visits with their events, as files by kind. `last_ms` is the time (UTC ms) of their last event."""

    number: int
    files: dict[str, Path]
    last_ms: int


@dataclass(slots=True, frozen=True)
class View:
    """The tail at one moment: rows of `floor` (UTC ms) and later. `table` is how the names of its tables begin."""

    table: str
    floor: int
    version: int = 0
    segments: tuple[Segment, ...] = ()
    gone: bool = False

    def select(self, kind: str, from_ms: int) -> tuple[str, dict[str, object]]:
        """A SELECT of the events, or of the visits that began, at `from_ms` or later, and its values."""
        late_enough = f"{TIME[kind]} >= make_timestamp_ms($tail_from::BIGINT)::TIMESTAMP_MS"
        values: dict[str, object] = {"tail_from": from_ms, "tail_version": self.version}
        columns = names(COLUMNS[kind])
        sql = (
            f"SELECT {columns} FROM {self.table}_{kind} "
            f"WHERE since <= $tail_version AND until > $tail_version AND {late_enough}"
        )
        if self.segments:
            values[f"tail_{kind}"] = [str(segment.files[kind]) for segment in self.segments]
            sql += f" UNION ALL SELECT {columns} FROM read_parquet($tail_{kind}) AS kept WHERE {late_enough}"
            if self.gone:
                sql += (
                    f" AND NOT EXISTS (SELECT 1 FROM {self.table}_gone AS gone WHERE gone.session_id = kept.session_id"
                    " AND gone.segment = kept.segment AND gone.since <= $tail_version)"
                )
        return sql, values


class Rows:
    """The tables and segments of one site. Changed by one thread at a time; read by any, through `view`."""

    def __init__(self, space: Workspace, schema: str, floor: int) -> None:
        self._space = space
        self._schema = schema
        self._generations, self._segments = count(1), count(1)
        self._retired: list[tuple[float, Callable[[], None]]] = []
        self.view = View(self._next_table(), floor)
        self._make_tables(self.view.table)

    @property
    def written(self) -> int:
        """How many rows of events the tables hold, those that hold no more among them."""
        return self._space.number(f"SELECT count(*) FROM {self.view.table}_events")

    def add_segment(self, space: Workspace, events: str, sessions: str, last_ms: int) -> None:
        """Keep these rows, which no table has, as a segment. `space` is where the SELECTs are to be run."""
        segment = self._write(space, {"events": events, "sessions": sessions}, last_ms)
        self.view = replace(self.view, segments=(*self.view.segments, segment), version=self.view.version + 1)

    def take(self) -> None:
        """Put the visits that `visits.find` found in the place of what was known of them. They must be complete."""
        view = self.view
        version = view.version + 1
        self._space.run("BEGIN")
        try:
            gone = self._take_out(view, version)
            for kind, select in (("events", days.events_of), ("sessions", days.sessions_of)):
                self._space.run(
                    f"INSERT INTO {view.table}_{kind} SELECT {names(_KEPT[kind])}, {version}, {LIVE} "
                    f"FROM ({select(view.floor, AT_END)})"
                )
            self._space.run("COMMIT")
        except duckdb.Error:
            self._space.run("ROLLBACK")
            raise
        self.view = replace(view, version=version, gone=view.gone or gone)

    def tidy(self, floor: int, quiet_since: int, least: int) -> None:
        """Give back the room of rows that hold no more, or lie before `floor`.

        Visits without an event since `quiet_since` become a segment, if they have `least` events.
        """
        before = self.view
        live = f"until = {LIVE}"
        quiet = f"SELECT session_id FROM {before.table}_sessions WHERE {live} AND ended_at < {_time(quiet_since)}"
        self._space.run(f"CREATE OR REPLACE TEMP TABLE quiet AS {quiet}")
        count_ = f"SELECT count(*) FROM {before.table}_events WHERE {live} AND session_id IN (FROM quiet)"
        if self._space.number(count_) < least:
            self._space.run("DELETE FROM quiet")
        kept = tuple(segment for segment in before.segments if segment.last_ms >= floor)
        after = replace(before, table=self._next_table(), floor=floor, segments=kept)
        self._make_tables(after.table)
        for kind in COLUMNS:
            self._space.run(
                f"INSERT INTO {after.table}_{kind} SELECT * FROM {before.table}_{kind} "
                f"WHERE {live} AND {TIME[kind]} >= {_time(floor)} AND session_id NOT IN (FROM quiet)"
            )
        self._space.run(f"INSERT INTO {after.table}_gone FROM {before.table}_gone")
        self.view = self._with_quiet(before, after, floor)
        self._retire(before)

    def sweep(self) -> None:
        """Remove what was retired a while ago."""
        while self._retired and self._retired[0][0] < time.monotonic():
            self._retired.pop(0)[1]()

    def _next_table(self) -> str:
        return f"{self._schema}.rows_{next(self._generations)}"

    def _make_tables(self, table: str) -> None:
        for kind, columns in _KEPT.items():
            listed = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
            self._space.run(f"CREATE TABLE {table}_{kind} ({listed}, since BIGINT, until BIGINT)")
        self._space.run(f"CREATE TABLE {table}_gone (session_id BIGINT, segment INTEGER, since BIGINT)")

    def _take_out(self, view: View, version: int) -> bool:
        """End the rows of every visit that has one of the events in `log`. Returns whether any was in a segment."""
        first, last = self._space.one('SELECT epoch_ms(min("at")), epoch_ms(max("at")) FROM log')
        same = f'"at" BETWEEN {_time(int(str(first)))} AND {_time(int(str(last)))}'
        same += ' AND ("at", daily_id) IN (SELECT "at", visitor_id FROM log)'
        known = f"SELECT DISTINCT session_id FROM {view.table}_events WHERE until = {LIVE} AND {same}"
        self._space.run(f"CREATE OR REPLACE TEMP TABLE touched AS {known}")
        for kind in COLUMNS:
            self._space.run(
                f"UPDATE {view.table}_{kind} SET until = {version} "
                f"WHERE until = {LIVE} AND session_id IN (FROM touched)"
            )
        files = [segment.files["events"] for segment in view.segments if segment.last_ms >= int(str(first))]
        if not files:
            return False
        return bool(
            self._space.number(
                f"INSERT INTO {view.table}_gone SELECT DISTINCT session_id, segment, {version} FROM {parquet(*files)} "
                f"WHERE {same} AND (session_id, segment) NOT IN (SELECT session_id, segment FROM {view.table}_gone)"
            )
        )

    def _with_quiet(self, before: View, after: View, floor: int) -> View:
        last = self._space.one(
            f"""SELECT epoch_ms(max("at")) FROM {before.table}_events
            WHERE until = {LIVE} AND session_id IN (FROM quiet)"""
        )[0]
        if not isinstance(last, int) or last < floor:
            return after
        selects = {
            kind: f"SELECT {names(_KEPT[kind])} FROM {before.table}_{kind} WHERE until = {LIVE} "
            f"AND {TIME[kind]} >= {_time(floor)} AND session_id IN (FROM quiet) ORDER BY {TIME[kind]}"
            for kind in COLUMNS
        }
        segment = self._write(self._space, selects, last)
        return replace(after, segments=(*after.segments, segment))

    def _write(self, space: Workspace, selects: dict[str, str], last_ms: int) -> Segment:
        number = next(self._segments)
        files = {kind: self._space.folder / f"{kind}-{number}.parquet" for kind in selects}
        for kind, select in selects.items():
            columns = {**_KEPT[kind], "segment": "INTEGER"}
            space.write_parquet(f"SELECT *, {number}::INTEGER AS segment FROM ({select})", columns, files[kind])
        return Segment(number, files, last_ms)

    def _retire(self, view: View) -> None:
        """Once nobody reads through this view, remove what no later one shows."""

        def remove() -> None:
            for name in (*COLUMNS, "gone"):
                self._space.run(f"DROP TABLE IF EXISTS {view.table}_{name}")
            shown = {segment.number for segment in self.view.segments}
            for segment in view.segments:
                if segment.number not in shown:
                    for path in segment.files.values():
                        path.unlink(missing_ok=True)

        self._retired.append((time.monotonic() + RETIRED_S, remove))


def _time(at_ms: int) -> str:
    return f"make_timestamp_ms({at_ms:d})::TIMESTAMP_MS"
