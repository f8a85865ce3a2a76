"""The columns of the two relations that every question is put to: those of the archive's files."""

from liveinsight.archive.columns import DESCRIPTION, EVENTS, SESSIONS
from liveinsight.archive.columns import names as listed

VISIT = ("entry_page", "exit_page", *DESCRIPTION)
"""Text that a visit has, and each of its events with it; empty when it is not known."""

__all__ = ["EVENTS", "SESSIONS", "VISIT", "empty", "listed"]


def empty(columns: dict[str, str]) -> str:
    """A SELECT that gives these columns and no row."""
    return "SELECT " + ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns.items()) + " WHERE false"
