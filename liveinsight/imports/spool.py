"""Spools: what was read of the input, as text that DuckDB takes in fast. One file a day and process.

Pages and clients are described once for many events, by a number; a number means the same in all of a run.
Fields end with a control character, which no cleaned text holds, so nothing has to be quoted.
"""

from collections.abc import Iterable
from pathlib import Path

from liveinsight.archive.columns import PLACE_AND_SOFTWARE
from liveinsight.archive.workspace import literal
from liveinsight.tables import ATTRIBUTION
from liveinsight.timing import DAY_MS, day_of

FIELD_END = "\x1f"
NOTHING = "\x1e"

EVENT = {
    "ms": "BIGINT",
    "line": "BIGINT",
    "id": "VARCHAR",
    "visitor_id": "BIGINT",
    "page": "BIGINT",
    "client": "BIGINT",
    "type": "VARCHAR",
    "name": "VARCHAR",
    "props": "VARCHAR",
    "revenue_amount": "DECIMAL(18,3)",
    "revenue_currency": "VARCHAR",
    "visible_ms": "INTEGER",
    "scroll_pct": "TINYINT",
    "interactive": "BOOLEAN",
}
PAGE = {"page": "BIGINT", "hostname": "VARCHAR", "path": "VARCHAR", **dict.fromkeys(ATTRIBUTION, "VARCHAR")}
CLIENT = {"client": "BIGINT", **dict.fromkeys(PLACE_AND_SOFTWARE, "VARCHAR")}


class Spools:
    """The files that one process writes into `folder`; `writer` tells processes apart."""

    def __init__(self, folder: Path, writer: int) -> None:
        self._folder = folder
        self._writer = writer

    def add_events(self, rows: Iterable[tuple[int, str]]) -> dict[int, int]:
        """Append rows (time in ms, line). Returns the days (UTC ms) that they belong to, and how many to each."""
        of_day: dict[int, list[str]] = {}
        for at, row in rows:
            of_day.setdefault(at // DAY_MS, []).append(row)
        for number, lines in of_day.items():
            self._append(f"events-{day_of(number * DAY_MS)}", lines)
        return {number * DAY_MS: len(lines) for number, lines in of_day.items()}

    def add_pages(self, rows: list[str]) -> None:
        self._append("pages", rows)

    def add_clients(self, rows: list[str]) -> None:
        self._append("clients", rows)

    def _append(self, name: str, lines: list[str]) -> None:
        with (self._folder / f"{name}-{self._writer}.spool").open("a", encoding="utf-8", newline="") as file:
            file.writelines(lines)


def event_files(folder: Path, day_ms: int) -> list[Path]:
    """What all processes have written of this day."""
    return sorted(folder.glob(f"events-{day_of(day_ms)}-*.spool"))


def dictionary_files(folder: Path, name: str) -> list[Path]:
    """`name` is `pages` or `clients`."""
    return sorted(folder.glob(f"{name}-*.spool"))


def table(files: list[Path], columns: dict[str, str]) -> str:
    """These files as a table in SQL."""
    names = ", ".join(map(literal, files))
    types = ", ".join(f"'{name}': '{type_}'" for name, type_ in columns.items())
    return (
        f"read_csv([{names}], header = false, auto_detect = false, delim = '{FIELD_END}', quote = '', escape = '', "
        f"comment = '', nullstr = '{NOTHING}', columns = {{{types}}})"
    )


def row(*fields: object) -> str:
    """A line of a spool."""
    return FIELD_END.join(map(str, fields)) + "\n"
