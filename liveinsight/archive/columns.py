"""The columns of the archive's files, in order, with their DuckDB types. `docs/archive.md` explains them.

`AT` is quoted wherever it is used: it is a reserved word in DuckDB 2.
"""

from liveinsight.tables import ATTRIBUTION

AT = '"at"'
PLACE_AND_SOFTWARE = (
    "country",
    "region",
    "city",
    "device",
    "browser",
    "browser_version",
    "os",
    "os_version",
    "language",
    "screen",
)
DESCRIPTION = (*ATTRIBUTION, *PLACE_AND_SOFTWARE)
"""What a visit is described by: where it came from, then from where and with what it was made."""

_DESCRIPTION_TYPES = dict.fromkeys(DESCRIPTION, "VARCHAR")
_OWN = {
    "props": "VARCHAR",
    "revenue_amount": "DECIMAL(18,3)",
    "revenue_currency": "VARCHAR",
    "visible_ms": "INTEGER",
    "scroll_pct": "TINYINT",
    "interactive": "BOOLEAN",
}

EVENTS: dict[str, str] = {
    "at": "TIMESTAMP_MS",
    "visitor_id": "BIGINT",
    "session_id": "BIGINT",
    "type": "VARCHAR",
    "name": "VARCHAR",
    "hostname": "VARCHAR",
    "path": "VARCHAR",
    "entry_page": "VARCHAR",
    "exit_page": "VARCHAR",
    **_DESCRIPTION_TYPES,
    **_OWN,
}
"""One row an event; entry page, exit page and description are those of its visit."""

SESSIONS: dict[str, str] = {
    "session_id": "BIGINT",
    "visitor_id": "BIGINT",
    "started_at": "TIMESTAMP_MS",
    "ended_at": "TIMESTAMP_MS",
    "duration_ms": "BIGINT",
    "engaged_ms": "BIGINT",
    "pageviews": "INTEGER",
    "events": "INTEGER",
    "bounce": "BOOLEAN",
    "hostname": "VARCHAR",
    "entry_page": "VARCHAR",
    "exit_page": "VARCHAR",
    **_DESCRIPTION_TYPES,
}
"""One row a visit."""

RAW: dict[str, str] = {
    "at": "TIMESTAMP_MS",
    "id": "VARCHAR",
    "visitor_id": "BIGINT",
    "bridge": "BIGINT",
    "type": "VARCHAR",
    "name": "VARCHAR",
    "hostname": "VARCHAR",
    "path": "VARCHAR",
    **_DESCRIPTION_TYPES,
    **_OWN,
}
"""One row an event, as it was sent or imported: described by itself, not yet by its visit."""

LOGGED: dict[str, str] = {**RAW, "lasting_id": "BIGINT"}
"""The same of the log, where a visitor's id changes daily: with the lasting id of whom the page identified."""


def names(columns: dict[str, str], prefix: str = "") -> str:
    """The columns as a list in SQL."""
    return ", ".join(f'{prefix}"{name}"' for name in columns)
