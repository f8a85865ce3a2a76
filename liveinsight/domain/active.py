"""The live session: what is kept of a visit while it goes on, and how new events change it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from liveinsight.domain.event import Event
from liveinsight.domain.session import Session, join_all, joins, of

REMEMBERED = 64
MARK_BYTES = 4


@dataclass(slots=True, frozen=True)
class ActiveSession:
    """A visit as far as it is known, and marks of its latest events, so that none is counted twice.

    `session.pages` is always empty here, and nobody is identified: the state of a live session must stay under
    1 KB, and the live view counts daily ids.
    """

    session: Session
    marks: bytes

    def counted(self, event: Event) -> bool:
        mark = _mark(event)
        return any(self.marks[start : start + MARK_BYTES] == mark for start in range(0, len(self.marks), MARK_BYTES))


def _mark(event: Event) -> bytes:
    return hashlib.blake2b(event.id.encode(), digest_size=MARK_BYTES).digest()


def advance(active: ActiveSession | None, events: Sequence[Event]) -> tuple[ActiveSession, list[Session]]:
    """The live session after these events of one visitor, and the visits they belong to.

    Counts no event twice. Events older than the live session by more than 30 minutes belong to visits of
    their own and leave it as it is. `events` must not be empty.
    """
    fresh = [event for event in events if active is None or not active.counted(event)]
    visits = join_all([of(event) for event in fresh] + ([active.session] if active else []))
    latest = max(visits, key=lambda visit: visit.last)
    marks = b"".join(_mark(event) for event in fresh)
    if active is not None and joins(active.session, latest):
        marks = active.marks + marks
    return ActiveSession(replace(latest, pages=(), identified=None), marks[-REMEMBERED * MARK_BYTES :]), visits


def visit_of(event: Event, visits: Sequence[Session]) -> Session:
    """The visit among these that the event belongs to; one of its own when it fits none."""
    part = of(event)
    return next((visit for visit in visits if joins(visit, part)), part)
