# ruff: noqa: S608 (the tables are the test's own)
"""A small invented site: raw events and the visits they make up, as plain data, and as rows in the engine.

The visits are made here by the 30-minute rule, from the raw events alone.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import duckdb

from liveinsight.query import columns
from liveinsight.query.relations import DayTotals, Relation

MINUTE = 60_000


@dataclass(slots=True)
class Visit:
    """A visit with its events; `at` is UTC ms everywhere."""

    id: int
    visitor: int
    events: list["Event"]
    attributes: dict[str, str]

    @property
    def started(self) -> int:
        return self.events[0].at

    @property
    def ended(self) -> int:
        return self.events[-1].at

    @property
    def views(self) -> list["Event"]:
        return [event for event in self.events if event.type == "pageview"]

    @property
    def bounced(self) -> bool:
        acted = any(event.type == "event" and event.interactive for event in self.events)
        return len(self.views) == 1 and not acted

    @property
    def entry_page(self) -> str:
        return (self.views or self.events)[0].path

    @property
    def exit_page(self) -> str:
        return (self.views or self.events)[-1].path


@dataclass(slots=True)
class Event:
    at: int
    visitor: int
    type: str
    path: str
    name: str = ""
    hostname: str = "example.com"
    props: dict[str, str] = field(default_factory=dict)
    amount: Decimal | None = None
    currency: str = ""
    visible_ms: int = 0
    scroll_pct: int = 0
    interactive: bool = True
    attributes: dict[str, str] = field(default_factory=dict)
    visit: Visit | None = None


def visits_of(events: list[Event]) -> list[Visit]:
    """The visits; each event is told the one that it belongs to. Attributes are those of the visit's first event."""
    by_visitor: defaultdict[int, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda event: event.at):
        by_visitor[event.visitor].append(event)
    visits: list[Visit] = []
    for visitor, own in by_visitor.items():
        for event in own:
            if not visits or visits[-1].visitor != visitor or event.at - visits[-1].ended > 30 * MINUTE:
                visits.append(Visit(len(visits) + 1, visitor, [], event.attributes))
            visits[-1].events.append(event)
            event.visit = visits[-1]
    return visits


def event_rows(events: list[Event]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for event in events:
        visit = event.visit
        assert visit is not None
        named = {
            **dict.fromkeys(columns.VISIT, ""),
            **visit.attributes,
            "entry_page": visit.entry_page,
            "exit_page": visit.exit_page,
        }
        head = (event.at, visit.visitor, visit.id, event.type, event.name, event.hostname, event.path)
        props = json.dumps(event.props) if event.props else ""
        tail = (event.amount, event.currency, event.visible_ms, event.scroll_pct, event.interactive)
        rows.append((*head, *(named[name] for name in columns.VISIT), props, *tail))
    return rows


def session_rows(visits: list[Visit]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for visit in visits:
        named = {
            **dict.fromkeys(columns.VISIT, ""),
            **visit.attributes,
            "entry_page": visit.entry_page,
            "exit_page": visit.exit_page,
        }
        customs = sum(event.type == "event" for event in visit.events)
        engaged = sum(event.visible_ms for event in visit.events)
        length = visit.ended - visit.started
        head = (visit.id, visit.visitor, visit.started, visit.ended, length, engaged, len(visit.views), customs)
        rows.append((*head, visit.bounced, visit.events[0].hostname, *(named[name] for name in columns.VISIT)))
    return rows


def fill(connection: duckdb.DuckDBPyConnection, kind: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Table `kind` with these rows; times are given in ms."""
    known = {"events": columns.EVENTS, "sessions": columns.SESSIONS}[kind]
    plain = {name: "BIGINT" if sql == "TIMESTAMP_MS" else sql for name, sql in known.items()}
    made = ", ".join(f'"{name}" {sql}' for name, sql in plain.items())
    connection.execute(f"CREATE OR REPLACE TABLE {kind}_raw ({made})")
    if rows:
        row = f"({', '.join('?' * len(plain))})"
        connection.execute(
            f"INSERT INTO {kind}_raw VALUES {', '.join([row] * len(rows))}", [v for r in rows for v in r]
        )
    selected = ", ".join(
        f'make_timestamp_ms("{name}")::TIMESTAMP_MS AS "{name}"' if sql == "TIMESTAMP_MS" else f'"{name}"'
        for name, sql in known.items()
    )
    connection.execute(f"CREATE OR REPLACE TABLE {kind}_table AS SELECT {selected} FROM {kind}_raw")


class Tables:
    """A source whose rows are tables of the engine's own database."""

    directories: tuple[str, ...] = ()
    summed: DayTotals | None = None

    def events(self, _site: str, _extent: tuple[int, int]) -> Relation:
        return Relation(f"SELECT {columns.listed(columns.EVENTS)} FROM events_table")

    def sessions(self, _site: str, _extent: tuple[int, int]) -> Relation:
        return Relation(f"SELECT {columns.listed(columns.SESSIONS)} FROM sessions_table")

    def first_day(self, _site: str) -> date | None:
        return None

    def totals(self, _site: str, _timezone: str) -> DayTotals | None:
        return self.summed

    def recheck(self, _site: str) -> bool:
        return False
