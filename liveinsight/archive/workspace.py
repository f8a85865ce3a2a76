# ruff: noqa: S608  # only our own column names, file names and integers are written into statements
"""Where a run works: a temporary folder, and a DuckDB that may use a limited memory and no file outside of it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from liveinsight.archive.columns import names

MEMORY_MB = 1024
ROW_GROUP = 100_000
THREADS = 2


@dataclass(frozen=True)
class Workspace:
    folder: Path
    database: duckdb.DuckDBPyConnection

    def run(self, sql: str, **values: object) -> duckdb.DuckDBPyConnection:
        """Run one statement with `$name` values bound."""
        return self.database.execute(sql, values or None)

    def one(self, sql: str, **values: object) -> tuple[object, ...]:
        """The only row of the answer."""
        row = self.run(sql, **values).fetchone()
        assert row is not None
        return row

    def number(self, sql: str, **values: object) -> int:
        """The only value of the answer."""
        (value,) = self.one(sql, **values)
        assert isinstance(value, int)
        return value

    def write_parquet(self, select: str, columns: dict[str, str], path: Path) -> int:
        """The rows of this query, with these columns, as a zstd Parquet file. Returns how many there are.

        The same rows make the same bytes, so that an unchanged object is recognised.
        """
        return self.number(
            f"COPY (SELECT {names(columns)} FROM ({select})) TO {literal(path)} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )

    def beside(self) -> "Workspace":
        """The same workspace for another thread. Temporary tables are not shared."""
        return Workspace(self.folder, self.database.cursor())

    def clear(self) -> None:
        """Remove the files of the site that was worked on."""
        for path in self.folder.glob("*.*"):
            path.unlink()


def literal(path: Path) -> str:
    """A path as a string in SQL: COPY takes no bound values."""
    return "'" + str(path).replace("'", "''") + "'"


def parquet(*paths: Path) -> str:
    """These files as a table in SQL."""
    return f"read_parquet([{', '.join(map(literal, paths))}])"


@contextmanager
def workspace(memory_mb: int = MEMORY_MB, *also: Path) -> Iterator[Workspace]:
    """A workspace that is gone afterwards. What does not fit into `memory_mb` spills into its folder.

    `also` are other folders whose files may be read and written.
    """
    with tempfile.TemporaryDirectory(prefix="liveinsight-archive-") as name:
        folder = Path(name)
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": str(folder / "spill"),
            "threads": min(THREADS, os.cpu_count() or 1),
        }
        with duckdb.connect(":memory:", config=config) as database:
            allowed = ", ".join(map(literal, (folder, *also)))
            database.execute(f"SET allowed_directories = [{allowed}]")
            database.execute("SET enable_external_access = false")
            database.execute("SET lock_configuration = true")
            yield Workspace(folder, database)
