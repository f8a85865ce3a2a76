"""Find the whole of every visit that was active in a stretch of time, wherever it starts and ends.

The stretch is read first; then the log is followed forward and backward in time, only for visitors whose visit
may go on there. So memory is bound by the visits of the stretch, not by the size of the log.
"""

from collections.abc import Iterable, Iterator

from liveinsight import events as event_log
from liveinsight.domain.event import Event
from liveinsight.domain.session import INACTIVITY_MS, Session, join_all, joins, merge, of, people
from liveinsight.sites import Site


class Visits:
    """Parts of visits by visitor, and the bridges between visitor ids."""

    def __init__(self) -> None:
        self.parts: dict[str, list[Session]] = {}
        self.bridges: dict[str, set[str]] = {}

    def add(self, event: Event) -> None:
        parts = self.parts.setdefault(event.visitor, [])
        part = of(event)
        if parts and joins(parts[-1], part):
            parts[-1] = merge(parts[-1], part)
        else:
            parts.append(part)
        if event.bridge:
            self.bridges.setdefault(event.bridge, set()).add(event.visitor)

    def continued_by(self, event: Event) -> bool:
        """Whether the event belongs to a visit that is already here."""
        part = of(event)
        known = [*self.parts.get(event.visitor, ())]
        for visitor in self.bridges.get(event.bridge, ()) if event.bridge else ():
            known += self.parts.get(visitor, ())
        return any(joins(visit, part) for visit in known)

    def last(self) -> int:
        return max((part.ended_at for parts in self.parts.values() for part in parts), default=0)

    def first(self) -> int:
        return min((part.started_at for parts in self.parts.values() for part in parts), default=1 << 62)

    def drop_unfinished(self, frontier_ms: int) -> None:
        """Forget visits that still go on, so that a visit of many days is not followed back in every run."""
        for parts in list(people(self.parts, self.bridges)):
            latest = join_all(parts)[-1]
            if latest.ended_at + INACTIVITY_MS <= frontier_ms:
                continue
            for visitor in {part.visitor for part in parts}:
                rest = [part for part in self.parts[visitor] if part.ended_at < latest.started_at]
                self.parts[visitor] = rest

    def whole(self) -> Iterator[tuple[set[str], Session]]:
        """Each visit with the visitor ids of its person."""
        for parts in people(self.parts, self.bridges):
            visitors = {part.visitor for part in parts}
            for visit in join_all(parts):
                yield visitors, visit


def visits_active_in(site: Site, start_ms: int, end_ms: int, frontier_ms: int, *, ongoing: bool = False) -> Visits:
    """Every visit of the site with an event in [start, end) that is finished at `frontier`, complete.

    A visit is finished when the 30 minutes after its last event are over; with `ongoing`, the others are
    returned as well, as they stand.
    """
    visits = Visits()
    for event in event_log.read(site, start_ms, end_ms, patient=True):
        visits.add(event)
    if visits.parts:
        _follow_forward(visits, site, end_ms, frontier_ms)
        if not ongoing:
            visits.drop_unfinished(frontier_ms)
        _follow_backward(visits, site, start_ms)
    return visits


def _follow_forward(visits: Visits, site: Site, end_ms: int, frontier_ms: int) -> None:
    while end_ms < frontier_ms and end_ms - visits.last() <= INACTIVITY_MS:
        until = min(end_ms + INACTIVITY_MS, frontier_ms)
        _take(visits, event_log.read(site, end_ms, until, patient=True))
        end_ms = until


def _follow_backward(visits: Visits, site: Site, start_ms: int) -> None:
    """Newest first, so that a visitor's events are met in an unbroken chain, over midnight too."""
    while visits.first() - start_ms <= INACTIVITY_MS:
        _take(visits, event_log.read(site, start_ms - INACTIVITY_MS, start_ms, newest_first=True, patient=True))
        start_ms -= INACTIVITY_MS


def _take(visits: Visits, events: Iterable[Event]) -> None:
    for event in events:
        if visits.continued_by(event):
            visits.add(event)
