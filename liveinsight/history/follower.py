"""The newest events of a site's log, each told once."""

from liveinsight import events as event_log
from liveinsight.domain.event import Event
from liveinsight.late import LATE_MS
from liveinsight.sites import Site
from liveinsight.timing import MINUTE_MS, SECOND_MS

OVERLAP_MS = LATE_MS + 15 * SECOND_MS
"""How far each read reaches back behind the one before. Events that come later than this leave a mark."""
AHEAD_MS = MINUTE_MS
"""Clients whose clocks are this far ahead are believed."""

Key = tuple[int, str, str]


class Follower:
    """Reads the log from `start_ms` on."""

    def __init__(self, start_ms: int) -> None:
        self._read_to = start_ms + OVERLAP_MS
        self._told: set[Key] = set()

    def read(self, site: Site, now_ms: int) -> list[Event]:
        """What has come since. Raises what the store raises; the next call then tells it."""
        start = self._read_to - OVERLAP_MS
        found = {_key(event): event for event in event_log.read(site, start, now_ms + AHEAD_MS)}
        new = [event for key, event in found.items() if key not in self._told]
        self._read_to = max(self._read_to, now_ms)
        self._told = {key for key in self._told | found.keys() if key[0] >= self._read_to - OVERLAP_MS}
        return new


def _key(event: Event) -> Key:
    return event.at, event.id, event.visitor
