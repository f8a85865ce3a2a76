# ruff: noqa: S608  # only our own column names, file names and integers are written into statements
"""The archive's events as items of the log.

Copies of hours have events as they were sent: only titles are gone. Files of closed days have them as statistics
count them: without the ids that the tracker gave them (they get numbers), with the visitor whom the visit counts for,
and described by their visit.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from liveinsight import events as event_log
from liveinsight.archive import visits, window
from liveinsight.archive.columns import PLACE_AND_SOFTWARE
from liveinsight.archive.hours import Hours
from liveinsight.archive.log import unsigned
from liveinsight.archive.workspace import Workspace, literal
from liveinsight.domain.event import Attribution, Client, Event
from liveinsight.domain.session import INACTIVITY_MS
from liveinsight.sites import Site
from liveinsight.tables import ATTRIBUTION
from liveinsight.timing import DAY_MS

NUMBERED = "archived-"
"""Begins the ids of events whose own ids the archive does not have."""
PARALLEL = 4
PORTION = 500

_PLAIN = ("type", "name", "hostname", "path", "props", "revenue_currency", "visible_ms", "scroll_pct", "interactive")
Row = dict[str, Any]


def of_hours(space: Workspace, hours: Hours, site: Site, start_ms: int, end_ms: int) -> Iterator[Event]:
    """The events in [start, end), from copies of hours, with the visits that they belong to."""
    window.load(space, hours, start_ms, end_ms)
    visits.find(space, site.key)
    own = ", ".join(f"l.{name}" for name in (*_PLAIN, *PLACE_AND_SOFTWARE, *ATTRIBUTION))
    visit = ", ".join(f"v.{name} AS visit_{name}" for name in ATTRIBUTION)
    found = space.run(
        f"""SELECT m.ms, l.id, l.visitor_id, l.bridge, l.lasting_id, l.revenue_amount, v.session_id, v.entry_page,
        {own}, {visit} FROM member m JOIN log l ON l.rowid = m.n JOIN visit v ON v.first_n = m.first_n
        WHERE m.ms >= {start_ms:d} AND m.ms < {end_ms:d} ORDER BY m.n"""
    )
    return (_event(site, row) for row in rows(found))


def of_day(space: Workspace, path: Path, site: Site, after_ms: int) -> Iterator[Event]:
    """The events of a closed day's file later than `after_ms`.

    Around midnight a visit goes on under another visitor id; its own id serves as the bridge between the two.
    """
    columns = ", ".join((*_PLAIN, *PLACE_AND_SOFTWARE, *ATTRIBUTION))
    visit = ", ".join(f"{name} AS visit_{name}" for name in ATTRIBUTION)
    into_day = f"""(epoch_ms("at") % {DAY_MS:d})"""
    found = space.run(
        f"""SELECT epoch_ms("at") AS ms, '{NUMBERED}' || lpad(file_row_number::VARCHAR, 9, '0') AS id, visitor_id,
        CASE WHEN {into_day} <= {INACTIVITY_MS:d} OR {into_day} >= {DAY_MS - INACTIVITY_MS:d} THEN session_id END
        AS bridge, NULL AS lasting_id, revenue_amount, session_id, entry_page, {columns}, {visit}
        FROM read_parquet({literal(path)}, file_row_number = true)
        WHERE epoch_ms("at") > {after_ms:d} ORDER BY file_row_number"""
    )
    return (_event(site, row) for row in rows(found))


def put(events: Iterable[Event], site: Site, retention_days: int) -> int:
    """Store them, several portions at a time. Returns how many; the same again changes nothing."""
    stored = 0
    source = iter(events)
    store = partial(event_log.write, site=site, retention_days=retention_days)
    with ThreadPoolExecutor(PARALLEL, thread_name_prefix="restore") as pool:
        while portions := [part for _ in range(PARALLEL) if (part := list(islice(source, PORTION)))]:
            list(pool.map(store, portions))
            stored += sum(map(len, portions))
    return stored


def rows(found: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """The rows of an answer, by column; nothing else may run on that connection meanwhile."""
    names = [column[0] for column in found.description]
    while batch := found.fetchmany(PORTION):
        yield from (dict(zip(names, row, strict=True)) for row in batch)


def described(row: Row, prefix: str = "") -> Attribution:
    """Where the visit came from, of the columns with this prefix."""
    return Attribution(**{name: row[prefix + name] or "" for name in ATTRIBUTION})


def client(row: Row) -> Client:
    return Client(**{name: row[name] or "" for name in PLACE_AND_SOFTWARE})


def _event(site: Site, row: Row) -> Event:
    return Event(
        site=site.key,
        id=row["id"],
        at=row["ms"],
        visitor=unsigned(row["visitor_id"]),
        client=client(row),
        own=described(row),
        visit=described(row, "visit_"),
        session=unsigned(row["session_id"]),
        entry_page=row["entry_page"] or "",
        bridge="" if row["bridge"] is None else unsigned(row["bridge"]),
        lasting_visitor="" if row["lasting_id"] is None else unsigned(row["lasting_id"]),
        revenue_amount=_amount(row["revenue_amount"]),
        **{name: row[name] for name in _PLAIN},
    )


def _amount(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
