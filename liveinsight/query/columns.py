"""The columns of the two relations that every question is put to, as `docs/archive.md` describes them."""

VISIT = (
    *("entry_page", "exit_page", "source", "channel", "referrer"),
    *("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "click_id"),
    *("country", "region", "city", "device", "browser", "browser_version", "os", "os_version", "language", "screen"),
)
"""Text that a visit has, and each of its events with it; empty when it is not known."""

EVENTS: dict[str, str] = {
    "at": "TIMESTAMP_MS",
    "visitor_id": "BIGINT",
    "session_id": "BIGINT",
    "type": "VARCHAR",
    "name": "VARCHAR",
    "hostname": "VARCHAR",
    "path": "VARCHAR",
    **dict.fromkeys(VISIT, "VARCHAR"),
    "props": "VARCHAR",
    "revenue_amount": "DECIMAL(18,3)",
    "revenue_currency": "VARCHAR",
    "visible_ms": "INTEGER",
    "scroll_pct": "TINYINT",
    "interactive": "BOOLEAN",
}

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
    **dict.fromkeys(VISIT, "VARCHAR"),
}


def listed(columns: dict[str, str]) -> str:
    """The columns' names for a SELECT. They are quoted: `at` is a word of DuckDB's own."""
    return ", ".join(f'"{name}"' for name in columns)


def empty(columns: dict[str, str]) -> str:
    """A SELECT that gives these columns and no row."""
    return "SELECT " + ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns.items()) + " WHERE false"
