# ruff: noqa: S608  # only our own column names, file names and integers are written into statements
"""Hours of the event log, copied into Parquet files: page by page, hours and shards in parallel."""

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from liveinsight import events as event_log
from liveinsight import tables
from liveinsight.archive.columns import LOGGED, PLACE_AND_SOFTWARE
from liveinsight.archive.workspace import Workspace, literal
from liveinsight.domain.event import Event
from liveinsight.sites import Site
from liveinsight.tables import ATTRIBUTION, EventItem
from liveinsight.timing import hour_of

PARALLEL = 4
"""Pages wait for the network, but are decoded one at a time: more would only queue."""
_LARGEST_INTEGER = 2**31 - 1
_SPOOLED = {**LOGGED, "at": "BIGINT"}
_encode = msgspec.json.Encoder().encode


def signed(hex_digits: str) -> int:
    """16 hex digits as the signed 64-bit integer of the same bits."""
    value = int(hex_digits, 16)
    return value - (1 << 64) if value >= 1 << 63 else value


def unsigned(number: int) -> str:
    """The 16 hex digits that `signed` was given."""
    return f"{number % (1 << 64):016x}"


def raw_row(event: Event) -> dict[str, Any]:
    """The event as a row of `columns.LOGGED`, with `at` in ms."""
    row: dict[str, Any] = {
        "at": event.at,
        "id": event.id,
        "visitor_id": signed(event.visitor),
        "bridge": signed(event.bridge) if event.bridge else None,
        "lasting_id": signed(event.lasting_visitor) if event.lasting_visitor else None,
        "type": event.type,
        "name": event.name,
        "hostname": event.hostname,
        "path": event.path,
        "props": event.props,
        "revenue_amount": event.revenue_amount or None,
        "revenue_currency": event.revenue_currency,
        "visible_ms": min(event.visible_ms, _LARGEST_INTEGER),
        "scroll_pct": event.scroll_pct,
        "interactive": event.interactive,
    }
    row.update((name, getattr(event.own, name)) for name in ATTRIBUTION)
    row.update((name, getattr(event.client, name)) for name in PLACE_AND_SOFTWARE)
    return row


def line(event: Event) -> bytes:
    """The event's `raw_row` as a line of JSON."""
    return _encode(raw_row(event)) + b"\n"


def hours_at_once(site: Site) -> int:
    """How many hours are read in parallel, for all of them and their shards to be read at the same time."""
    return max(1, PARALLEL // site.shards)


class LogReader:
    """Copies hours of a site's log. `read_units` is what reading has cost so far."""

    def __init__(self, space: Workspace) -> None:
        self._client = tables.patient_client()
        self._space = space
        self._lock = threading.Lock()
        self.read_units = 0.0

    def copy(self, site: Site, hours: Iterable[int]) -> dict[int, Path]:
        """The hours that have events → a file with the columns LOGGED, sorted by time, id and visitor."""
        copies: dict[int, Path] = {}
        with ThreadPoolExecutor(PARALLEL, thread_name_prefix="archive") as pool:
            waiting = iter(hours)
            while batch := list(islice(waiting, hours_at_once(site))):
                copies.update(self._copy(site, batch, pool))
        return copies

    def _copy(self, site: Site, hours: Iterable[int], pool: ThreadPoolExecutor) -> Iterator[tuple[int, Path]]:
        partitions = [(hour, key) for hour in hours for key in site.partitions(f"{site.key}#{hour_of(hour)}")]
        spools: dict[int, list[Path]] = {}
        for (hour, _), path in zip(partitions, pool.map(self._spool, [key for _, key in partitions]), strict=True):
            if path is not None:
                spools.setdefault(hour, []).append(path)
        for hour, paths in spools.items():
            target = self._space.folder / f"{site.key}-{hour}.parquet"
            to_parquet(self._space, paths, target)
            yield hour, target

    def _spool(self, partition: str) -> Path | None:
        """One partition as lines of JSON; None when it is empty. Holds one page in memory."""
        path = self._space.folder / f"{partition.replace('#', '_')}.ndjson"
        paginator = self._client.get_paginator("query")
        pages = paginator.paginate(
            TableName=EventItem.Meta.table_name,
            KeyConditionExpression="site_hour = :partition",
            ExpressionAttributeValues={":partition": {"S": partition}},
            ReturnConsumedCapacity="TOTAL",
        )
        with path.open("wb") as spool:
            for page in pages:
                spool.writelines(line(event_log.from_item(item)) for item in page["Items"])
                with self._lock:
                    self.read_units += page["ConsumedCapacity"]["CapacityUnits"]
            empty = spool.tell() == 0
        if empty:
            path.unlink()
        return None if empty else path


def logged(*paths: Path) -> str:
    """These files as a table in SQL with the columns LOGGED; of what an older version did not write yet, NULL."""
    nothing = ", ".join(f'NULL::{type_} AS "{name}"' for name, type_ in LOGGED.items())
    files = ", ".join(map(literal, paths))
    return f"(FROM read_parquet([{files}], union_by_name = true) UNION ALL BY NAME SELECT {nothing} WHERE false)"


def to_parquet(space: Workspace, spools: list[Path], target: Path) -> None:
    """Lines of JSON, each a `raw_row`, as one file with the columns LOGGED, sorted by time, id and visitor.

    The spools are deleted.
    """
    types = ", ".join(f"'{name}': '{type_}'" for name, type_ in _SPOOLED.items())
    files = ", ".join(map(literal, spools))
    space.write_parquet(
        f"""SELECT * REPLACE (make_timestamp_ms("at")::TIMESTAMP_MS AS "at")
        FROM read_json([{files}], format = 'newline_delimited', columns = {{{types}}})
        ORDER BY "at", id, visitor_id""",
        LOGGED,
        target,
    )
    for spool in spools:
        spool.unlink()
