"""Where the rows come from: what a statement reads of a site, and the relations it reads it through."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from liveinsight.query.dates import Span
from liveinsight.query.zone import DAY_MS

LONGEST_VISIT_MS = DAY_MS
"""Visits are looked for this far before a span, and their events this far around it."""
LATER = "later_"
"""`later_events` and `later_sessions` are the rows that the totals of a question do not have."""


@dataclass(slots=True, frozen=True)
class Extent:
    """The UTC ms, from and to (exclusive), that must be there of each relation; rows beyond do no harm.

    Events are selected by their own time, visits by their start.
    """

    events: tuple[int, int]
    sessions: tuple[int, int]


@dataclass(slots=True, frozen=True)
class Relation:
    """A SELECT with the columns of `columns.py`, its bound values (`$name`), and what is missing in it."""

    sql: str
    values: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class DayTotals:
    """What is summed up already of a site's whole local days, all from its first to (exclusive) `until`.

    `tables` gives the SELECT for each of the three relations of `liveinsight.query.totals`. They are of one time
    zone; `until_ms` is where in time (UTC ms) they end.
    """

    timezone: str
    until_ms: int
    tables: Mapping[str, str]


def renamed(relation: Relation, prefix: str) -> Relation:
    """The same relation with other names for its bound values, so that it can stand beside another of its kind."""
    sql = re.sub(r"\$(\w+)", rf"${prefix}\1", relation.sql)
    return Relation(sql, {f"{prefix}{name}": value for name, value in relation.values.items()}, relation.warnings)


class Source(Protocol):
    """Gives the rows of a site. Names of bound values must not start with `p` and a digit."""

    @property
    def directories(self) -> tuple[str, ...]:
        """Folders that the engine must be allowed to read."""

    def events(self, site: str, extent: tuple[int, int], /) -> Relation: ...

    def sessions(self, site: str, extent: tuple[int, int], /) -> Relation: ...

    def first_day(self, site: str, /) -> date | None:
        """The UTC day of the site's first event, as far as it is known."""

    def totals(self, site: str, timezone: str, /) -> DayTotals | None:
        """Totals that are true of the rows as they are now, if there are any."""

    def recheck(self, site: str, /) -> bool:
        """Asked after a failure to read: whether something damaged was found and is left out from now on."""


def extent(span: Span) -> Extent:
    """A visit may begin before the span, and what it did may lie before and after it."""
    return around(span.from_ms, span.to_ms)


def around(from_ms: int, to_ms: int) -> Extent:
    """The same for the time from `from_ms` to `to_ms`."""
    events = (from_ms - LONGEST_VISIT_MS, to_ms + LONGEST_VISIT_MS)
    return Extent(events, sessions=(from_ms - 2 * LONGEST_VISIT_MS, to_ms + LONGEST_VISIT_MS))
