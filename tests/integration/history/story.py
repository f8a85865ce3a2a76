"""A site whose clock the test sets: people come, jobs run, and the history is asked at any moment.

What the history should say is worked out by the plain reference of visits, from what was sent alone.
"""

# ruff: noqa: S608  # only the test's own names are written into statements

from pathlib import Path
from typing import Any

from liveinsight.archive.log import unsigned
from liveinsight.history import lateness
from liveinsight.history.opening import open_engine
from liveinsight.history.source import History
from liveinsight.query.engine import Engine
from liveinsight.query.relations import Extent
from liveinsight.query.sql import Statement
from tests.integration.archive.shelf import Shelf, rollup
from tests.integration.store import reference
from tests.integration.store.reference import Hit
from tests.integration.store.world import MIDNIGHT, World

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NOON = MIDNIGHT + 12 * HOUR
Row = tuple[Any, ...]


def view(at: int, number: int = 0, path: str = "/", person: int = 1, source: str = "", user: str = "") -> Hit:
    return Hit(person, at, f"p{person}-{number}", "pageview", path, source, user=user)


class Story:
    """One site, its bucket and tables, and an engine over its history in `folder`."""

    def __init__(self, shelf: Shelf, folder: Path, created_at: int = MIDNIGHT - HOUR, shards: int = 1) -> None:
        self.shelf = shelf
        self.folder = folder
        self.world = World(shelf.settings, created_at=created_at, shards=shards)
        self.site = self.world.site.key
        self.now = created_at
        self.sent: list[Hit] = []
        self.engine = self.open()

    def open(self) -> Engine:
        """Another engine, as another process would have it."""
        return open_engine(self.shelf.settings, self.folder, lambda: self.now, lambda _site, _timezone: None)

    @property
    def history(self) -> History:
        assert isinstance(self.engine.source, History)
        return self.engine.source

    def send(self, *hits: Hit, late_ms: int = 0) -> None:
        """Each hit comes so long after it happened, or now if that is later."""
        for hit in hits:
            self.now = max(self.now, hit.at + late_ms)
            assert self.world.send([hit], self.now).accepted == 1
            self.sent.append(hit)

    def archive(self, at: int | None = None) -> None:
        """Rollup and archive run, now or at this time."""
        self.now = self.now if at is None else at
        rollup(self.world, self.now)
        self.shelf.run(self.now)

    def look_again(self) -> None:
        """Time passes: views and looks at the bucket are not fresh any more, and late hours may be read again."""
        self.history._mirror.forget(self.site)
        for tail in self.history._tails.values():
            tail._read_s = float("-inf")
            if tail._state is not None:
                tail._state.late._not_before = 0.0

    def rows(self, sql: str, engine: Engine | None = None, extent: tuple[int, int] | None = None) -> list[Row]:
        """A question over `events` and `sessions`, over all time unless it is said."""
        found = extent or (MIDNIGHT - 5 * DAY, MIDNIGHT + 8 * DAY)
        names = frozenset({"events", "sessions"})
        statement = Statement(f"asked AS ({sql}) SELECT * FROM asked", {}, names)
        return (engine or self.engine).run(statement, self.site, Extent(found, found)).rows

    def visits(self, engine: Engine | None = None) -> list[Row]:
        """(start, end, pageviews, events, engaged, bounce, entry, exit, source, then of its events: how many there
        are, on which pages, and how many different descriptions they have; whom the page identified, by the
        visit and by its events).
        """
        found = self.rows(
            """SELECT epoch_ms(s.started_at), epoch_ms(s.ended_at), s.pageviews, s.events, s.engaged_ms, s.bounce,
            s.entry_page, s.exit_page, s.source, own.views, own.described, s.visitor_id, own.visitors
            FROM sessions s LEFT JOIN (
                SELECT session_id, list(path ORDER BY "at") FILTER (type = 'pageview') AS views,
                count(DISTINCT (entry_page, exit_page, source, country, browser)) AS described,
                list(DISTINCT visitor_id) AS visitors
                FROM events GROUP BY session_id) own USING (session_id)
            ORDER BY ALL""",
            engine,
        )
        return [
            (*rest, self._user(visitor), {self._user(own) for own in of_events or ()})
            for *rest, visitor, of_events in found
        ]

    def _user(self, visitor_id: int) -> str:
        return self.world.user(unsigned(visitor_id))

    def expected(self) -> list[Row]:
        found = []
        for visit in reference.visits(self.sent):
            head = (visit.started_at, visit.ended_at, visit.pageviews, visit.events, visit.engaged_ms, visit.bounce)
            tail = (
                visit.entry_page,
                visit.exit_page,
                visit.source,
                list(visit.pages) or None,
                1,
                visit.user,
                {visit.user},
            )
            found.append((*head, *tail))
        return sorted(found, key=repr)

    def check(self, engine: Engine | None = None) -> None:
        """The history says exactly what was sent; of closed days, once the archive has taken in what came late."""
        closed_to = self.closed_to()
        found = [row for row in self.visits(engine) if row[0] >= closed_to]
        expected = [row for row in self.expected() if row[0] >= closed_to]
        assert sorted(found, key=repr) == expected
        if not closed_to:
            (count,) = self.rows("SELECT count(*) FROM events", engine)
            assert count == (len(self.sent),)
            assert self.rows("SELECT count(*) FROM events ANTI JOIN sessions USING (session_id)", engine) == [(0,)]

    def closed_to(self) -> int:
        """Visits that began before this may be out of date; 0 when nothing is."""
        pending = lateness.marks(self.site)
        days_to = self.history.shelf(self.site).progress.days_to
        return days_to if any(hour < days_to + DAY for hour in pending) else 0
