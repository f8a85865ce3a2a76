"""DuckDB, locked down: it reads the archive's folders and nothing else, and no query runs without limits."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from liveinsight.errors import InvalidRequest, LiveInsightError
from liveinsight.query import patterns
from liveinsight.query.moment import Changing
from liveinsight.query.relations import LATER, Extent, Relation, Source, renamed
from liveinsight.query.sql import Statement


class QueryRefused(LiveInsightError):
    """The query was stopped by a limit; a smaller one may succeed."""

    status = 503


@dataclass(slots=True, frozen=True)
class Limits:
    """`memory_mb` and `threads` are of all queries of the process together."""

    memory_mb: int = 1024
    threads: int = 2
    seconds: float = 10.0


@dataclass(slots=True, frozen=True)
class Rows:
    rows: list[tuple[object, ...]]
    warnings: tuple[str, ...]


class Engine:
    """Runs statements over the rows that `source` gives. Safe to use from many threads: each has its own cursor."""

    def __init__(self, source: Source, limits: Limits | None = None) -> None:
        self.source = source
        self._limits = limits or Limits()
        self._database = _locked(source.directories, self._limits)
        self._own = threading.local()

    def run(self, statement: Statement, site: str, extent: Extent) -> Rows:
        """All rows of the statement.

        Raises `QueryRefused` (503) for a query that takes too long or too much memory. Damaged files are left
        out and named in the warnings.
        """
        try:
            return self._run(statement, site, extent)
        except duckdb.Error:
            if not self.source.recheck(site):
                raise
            return self._run(statement, site, extent)

    def tables(self) -> duckdb.DuckDBPyConnection:
        """A connection to the engine's own tables, for a source that keeps rows in memory."""
        return self._database.cursor()

    def check_pattern(self, pattern: str) -> None:
        """Raises `InvalidRequest` for what is no regular expression (RE2, whose time is linear in the text)."""
        try:
            for text in ("SELECT regexp_full_match('', $pattern)", "SELECT regexp_matches('', $pattern)"):
                self._cursor().execute(text, {"pattern": patterns.closed(pattern)}).fetchall()
        except duckdb.Error as error:
            reason = str(error).partition(":")[2].strip()[:200]
            raise InvalidRequest("invalid_filters", f"Invalid filters: bad regular expression: {reason}.") from None

    def _run(self, statement: Statement, site: str, extent: Extent) -> Rows:
        relations = self._relations(statement, site, extent)
        text = statement.over({name: relation.sql for name, relation in relations.items()})
        values = dict(statement.values)
        for relation in relations.values():
            values |= relation.values
        cursor = self._cursor()
        with _limited(cursor, self._limits.seconds):
            rows = cursor.execute(text, values).fetchall()
        warnings = [warning for relation in relations.values() for warning in relation.warnings]
        return Rows(rows, tuple(dict.fromkeys(warnings)))

    def _relations(self, statement: Statement, site: str, extent: Extent) -> dict[str, Relation]:
        wanted = {name.removesuffix("_read") for name in statement.relations}
        source = self.source.moment(site) if isinstance(self.source, Changing) else self.source
        found = {}
        for prefix, part in (("", extent), (LATER, statement.later)):
            if part and f"{prefix}events" in wanted:
                found[f"{prefix}events"] = renamed(source.events(site, part.events), prefix)
            if part and f"{prefix}sessions" in wanted:
                found[f"{prefix}sessions"] = renamed(source.sessions(site, part.sessions), prefix)
        return found

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._own, "cursor", None)
        if cursor is None:
            cursor = self._own.cursor = self._database.cursor()
        return cursor


@contextmanager
def _limited(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Stops what the cursor does after so many seconds, and says so."""
    timer = threading.Timer(seconds, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise QueryRefused("query_timeout", f"The query took longer than {seconds:g} s; ask about less.") from None
    except duckdb.OutOfMemoryException:
        raise QueryRefused("query_memory", "The query needs more memory than it may have; ask about less.") from None
    finally:
        timer.cancel()
        timer.join()


def _locked(directories: Sequence[str], limits: Limits) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(
        config={
            "memory_limit": f"{limits.memory_mb}MB",
            "threads": limits.threads,
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "enable_object_cache": True,
            "preserve_insertion_order": False,
        }
    )
    database.execute(patterns.TRIED_ONCE)
    database.execute("SET allowed_directories = $directories", {"directories": list(directories)})
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database
