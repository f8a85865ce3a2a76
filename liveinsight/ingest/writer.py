"""The writes of a beacon: its events and the live session, at the same time.

Events are written under keys that are the same whenever they are sent again, and the live session remembers
which events it has counted; so whatever fails here, sending the beacon again counts everything once.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

from liveinsight import events as event_log
from liveinsight.active import ActiveSessions
from liveinsight.domain import active
from liveinsight.domain.active import ActiveSession
from liveinsight.domain.event import Event
from liveinsight.domain.session import INACTIVITY_MS, joins, of
from liveinsight.ingest.draft import Surroundings
from liveinsight.ingest.enrichers import AddVisitor
from liveinsight.late import mark_late
from liveinsight.settings import Settings
from liveinsight.timing import midnight

log = logging.getLogger(__name__)


class Writer:
    def __init__(self, settings: Settings, visitor: AddVisitor) -> None:
        self._retention_days = settings.event_retention_days
        self._visitor = visitor
        self._active = ActiveSessions()
        self._background = ThreadPoolExecutor(max_workers=16, thread_name_prefix="events")

    def write(self, events: list[Event], around: Surroundings) -> None:
        """Store the events of one beacon. Raises what the store raises; a repetition repairs everything."""
        mark_late(events, around.site, around.now_ms)
        by_visitor = sorted(events, key=lambda event: event.visitor)
        for _, group in groupby(by_visitor, key=lambda event: event.visitor):
            self._write_visitor(list(group), around)

    def _write_visitor(self, events: list[Event], around: Surroundings) -> None:
        """The events of one visitor id: a beacon holds two of them only around midnight."""
        written = None

        def change(before: ActiveSession | None) -> ActiveSession:
            nonlocal written
            before = self._over_midnight(before, events, around)
            after, visits = active.advance(before, events)
            if written is None:
                for event in events:
                    visit = active.visit_of(event, visits)
                    event.session, event.visit = visit.id, visit.origin.attribution
                    event.entry_page = visit.origin.page
                written = self._background.submit(event_log.write, events, around.site, self._retention_days)
            return after

        try:
            if not self._active.change(around.site, events[0].visitor, change):
                log.warning("site %s: too many beacons of one visitor at once; its live session lags", around.site.key)
        finally:
            if written is not None:
                written.result()

    def _over_midnight(
        self, before: ActiveSession | None, events: list[Event], around: Surroundings
    ) -> ActiveSession | None:
        """The live session that a visitor brings along from before midnight under yesterday's id."""
        first = min(events, key=lambda event: event.key)
        if before is not None or first.at - midnight(first.at) > INACTIVITY_MS:
            return before
        yesterday = self._visitor.before_midnight(around, first.at)
        known = None if yesterday is None else self._active.get(around.site, yesterday)
        if known is None or not joins(known.session, of(first)):
            return None
        return known
