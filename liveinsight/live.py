"""What happens on a site right now: active sessions, the last half hour by minute, the newest events.

`LiveSite` is one site as one process watches it. Its `refresh` is called again and again by whoever shows it;
it reads only what is new, and never spends more than a tenth of the time on reading all active sessions.
"""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from liveinsight import active
from liveinsight import events as event_log
from liveinsight.domain.event import Event
from liveinsight.domain.session import INACTIVITY_MS, Session
from liveinsight.sites import Site
from liveinsight.timing import MINUTE_MS

CURRENT_MS = 5 * MINUTE_MS
"""A current visitor was seen within 5 minutes."""
WINDOW_MS = INACTIVITY_MS
OVERLAP_MS = 10_000
"""How far each read reaches back behind the one before: events become visible a little out of order."""
REREAD_MS = MINUTE_MS
"""How often the whole window is read again, for events that came later than the overlap."""
AHEAD_MS = MINUTE_MS
FEED = 50
READING_SHARE = 0.1
MEASUREMENT = "web-vital"
"""Events of this name come up to five to a page and nobody does them: they would push what happens out of the feed."""


@dataclass(slots=True, frozen=True)
class Minute:
    """One of the last 30 minutes; `at` is its start in UTC ms."""

    at: int
    visitors: int
    pageviews: int


@dataclass(slots=True, frozen=True)
class Snapshot:
    """A site at one moment. `sessions` and `feed` have the newest first; `minutes` the oldest."""

    site: str
    at: int
    current_visitors: int
    sessions: Sequence[Session]
    minutes: Sequence[Minute]
    feed: Sequence[Event]


@dataclass(slots=True, frozen=True)
class Update:
    """The state after a refresh, and the events that are new since the one before, oldest first."""

    snapshot: Snapshot
    new_events: Sequence[Event]


def current(sessions: Iterable[Session], now_ms: int) -> list[Session]:
    """The sessions of current visitors."""
    return [session for session in sessions if session.ended_at >= now_ms - CURRENT_MS]


def current_visitors(sessions: Iterable[Session], now_ms: int) -> int:
    return len({session.visitor for session in current(sessions, now_ms)})


class LiveSite:
    """One site, watched. Not safe to refresh from two threads at once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._events: dict[tuple[int, str], Event] = {}
        self._read_to = 0
        self._reread_at = 0
        self._sessions: list[Session] = []
        self._sessions_due = 0.0

    def refresh(self, now_ms: int) -> Update:
        """Read what is new. Raises what the store raises; the next call then tries again."""
        new = self._read_events(now_ms)
        self._read_sessions(now_ms)
        sessions = [session for session in self._sessions if session.ended_at >= now_ms - INACTIVITY_MS]
        newest = sorted(self._events.values(), key=lambda event: event.key, reverse=True)
        snapshot = Snapshot(
            site=self.site.key,
            at=now_ms,
            current_visitors=current_visitors(sessions, now_ms),
            sessions=sessions,
            minutes=_minutes(newest, now_ms),
            feed=[event for event in newest if event.name != MEASUREMENT][:FEED],
        )
        return Update(snapshot, [event for event in new if event.name != MEASUREMENT])

    def _read_events(self, now_ms: int) -> list[Event]:
        first_time = not self._read_to
        whole = now_ms >= self._reread_at
        start = now_ms - WINDOW_MS if whole else self._read_to - OVERLAP_MS
        found = {event.key: event for event in event_log.read(self.site, start, now_ms + AHEAD_MS)}
        new = sorted(found.keys() - self._events.keys())
        oldest = now_ms - WINDOW_MS
        self._events = {key: event for key, event in (self._events | found).items() if key[0] >= oldest}
        self._read_to = now_ms
        if whole:
            self._reread_at = now_ms + REREAD_MS
        return [] if first_time else [found[key] for key in new]

    def _read_sessions(self, now_ms: int) -> None:
        started = time.monotonic()
        if started < self._sessions_due:
            return
        self._sessions = active.read(self.site, now_ms)
        finished = time.monotonic()
        self._sessions_due = finished + (finished - started) * (1 / READING_SHARE - 1)


def _minutes(events: Iterable[Event], now_ms: int) -> list[Minute]:
    """The 30 minutes up to now, the running one included."""
    pageviews: Counter[int] = Counter()
    visitors: dict[int, set[str]] = {}
    for event in events:
        minute = event.at - event.at % MINUTE_MS
        pageviews[minute] += event.type == "pageview"
        visitors.setdefault(minute, set()).add(event.visitor)
    last = now_ms - now_ms % MINUTE_MS
    starts = range(last - WINDOW_MS + MINUTE_MS, last + 1, MINUTE_MS)
    return [Minute(start, len(visitors.get(start, ())), pageviews[start]) for start in starts]
