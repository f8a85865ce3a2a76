"""Parquet files that cannot be read: found after a failure, left out from then on, and named in the answers."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from threading import Lock

import duckdb

from liveinsight.query import columns

COLUMNS = {"events": columns.EVENTS, "sessions": columns.SESSIONS}


def last_change(file: Path) -> tuple[object, ...]:
    """What tells two contents under one name apart."""
    status = file.stat()
    return file, status.st_mtime_ns, status.st_size


class Damaged:
    """Which files are damaged, until their `version` is another one."""

    def __init__(self, version: Callable[[Path], tuple[object, ...]] = last_change) -> None:
        self._known: frozenset[tuple[object, ...]] = frozenset()
        self._version = version
        self._lock = Lock()

    def __contains__(self, file: Path) -> bool:
        return bool(self._known) and self._version(file) in self._known

    def check(self, kind: str, files: Iterable[Path]) -> list[Path]:
        """Reads these files completely, which is slow. Returns those that turn out to be damaged now."""
        found = [file for file in files if file not in self and not readable(file, COLUMNS[kind])]
        with self._lock:
            self._known |= {self._version(file) for file in found}
        return found


def warning(kind: str, day: date, name: str) -> str:
    return f"A damaged archive file was left out: {kind} of {day.isoformat()}, {name}."


def missing(day: date, name: str) -> str:
    return f"An archive file is missing: events of {day.isoformat()}, {name}."


def readable(file: Path, expected: dict[str, str]) -> bool:
    """Whether every value of every column that is needed can be read."""
    read = f"SELECT {columns.listed(expected)} FROM read_parquet($file, hive_partitioning = false)"  # noqa: S608
    with duckdb.connect(config={"autoload_known_extensions": False}) as connection:
        try:
            connection.execute(f"SELECT bit_xor(hash(r)) FROM ({read}) AS r", {"file": str(file)}).fetchall()  # noqa: S608
        except duckdb.Error:
            return False
    return True
