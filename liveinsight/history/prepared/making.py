# ruff: noqa: S608 (statements are made of our own names; nothing of a request is in them)
"""Making prepared files: one process at a time for a site, each file whole before it has its name."""

import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from liveinsight.archive.workspace import literal
from liveinsight.history.prepared import names
from liveinsight.history.prepared.names import Month, Totals
from liveinsight.history.shelf import Stored
from liveinsight.query import columns, summing, totals
from liveinsight.query.damaged import COLUMNS

log = logging.getLogger(__name__)
MEMORY_MB = 512
Copies = Mapping[Stored, Path]


def month(folder: Path, wanted: Month, copies: Copies) -> None:
    """The rows of a month as two tables, in order of time. Raises `duckdb.Error` when a copy cannot be read."""
    with _draft(folder / wanted.file) as database:
        for kind, order in (("events", '"at"'), ("sessions", "started_at")):
            files = [str(copies[file]) for file in wanted.files if file.kind == kind]
            rows = f"{_listed(kind)} FROM read_parquet($files)" if files else columns.empty(COLUMNS[kind])
            values = {"files": files} if files else {}
            database.execute(f"CREATE TABLE {kind} AS {rows} ORDER BY {order}", values)


def all_totals(folder: Path, wanted: Totals, made: Sequence[Path], rest: Copies, base: Path | None) -> None:
    """Totals of the rows in the months `made` and the copies `rest`; what `base` has and is still true is taken over.

    Raises `duckdb.Error` when a copy cannot be read.
    """
    days = names.by_day(wanted.files)
    with _draft(folder / wanted.file) as database:
        database.execute("CREATE TABLE inputs (day DATE, digest VARCHAR)")
        summing.create(database, "main")
        new = _take_over(database, wanted, days, base) if base else wanted.first
        _know_rows(database, made, rest)
        summing.add(database, "main", wanted.first, new, wanted.until, wanted.timezone)
        if days:
            database.execute(
                "INSERT INTO inputs SELECT unnest($days::DATE[]), unnest($digests::VARCHAR[])",
                {"days": list(days), "digests": list(days.values())},
            )


def _take_over(database: duckdb.DuckDBPyConnection, wanted: Totals, days: Mapping[date, str], base: Path) -> date:
    """The days of `base` that were made of the same files. Returns the first day that has to be summed up.

    The site's first day may have become a later one, when everything before it was taken away.
    """
    database.execute(f"ATTACH {literal(base)} AS base (READ_ONLY)")
    before = dict(database.execute("SELECT day, digest FROM base.inputs").fetchall())
    changed = [day for day in before.keys() | days.keys() if before.get(day) != days.get(day)]
    known = names.day_in(base.name) or wanted.first
    new = min(known, wanted.until, *map(names.earliest_local, changed))
    for table in totals.OF_DAYS:
        kept = f"SELECT * FROM base.{table} WHERE day < {(new - date(1970, 1, 1)).days}"
        database.execute(f"INSERT INTO {table} {kept}")
    database.execute("DETACH base")
    return max(wanted.first, new)


def _know_rows(database: duckdb.DuckDBPyConnection, made: Sequence[Path], rest: Copies) -> None:
    """Make the relations `events` and `sessions` of all that the totals are of."""
    for number, path in enumerate(made):
        database.execute(f"ATTACH {literal(path)} AS month{number} (READ_ONLY)")
    for kind in COLUMNS:
        parts = [f"{_listed(kind)} FROM month{number}.{kind}" for number in range(len(made))]
        if files := [literal(path) for file, path in rest.items() if file.kind == kind]:
            parts.append(f"{_listed(kind)} FROM read_parquet([{', '.join(files)}])")
        rows = " UNION ALL ".join(parts) or columns.empty(COLUMNS[kind])
        database.execute(f"CREATE TEMP VIEW {kind} AS {rows}")


def tidy(folder: Path, wanted: Iterable[str]) -> None:
    """Take away the prepared files that are not wanted any more. Who has them open can still read them."""
    keep = set(wanted)
    for path in folder.glob("*.duckdb"):
        if path.name not in keep:
            path.unlink(missing_ok=True)


@contextmanager
def _draft(target: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database that becomes `target` when all went well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{MEMORY_MB}MB",
        "threads": 1,
        "temp_directory": str(draft.with_suffix(".spill")),
        "preserve_insertion_order": False,
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(str(draft), config=config) as database:
            yield database
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)


def _listed(kind: str) -> str:
    return f"SELECT {columns.listed(COLUMNS[kind])}"
