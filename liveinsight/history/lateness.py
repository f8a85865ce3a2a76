"""Which hours have to be read again, for events that came late."""

import time
from collections.abc import Container, Iterator

from liveinsight import late
from liveinsight.archive import again
from liveinsight.tables import LateMarkItem

READING_SHARE = 0.1
"""Hours that keep getting late events are read again and again, for no more than this share of the time."""
LONGEST_S = 0.5
"""A question waits about so long for hours to be read again; the rest of them wait for a later one."""


class Lateness:
    """Remembers when each hour of a site was last read completely."""

    def __init__(self) -> None:
        self._read_at: dict[int, int] = {}
        self._not_before = 0.0
        self._spent_s = 0.0

    def due(self, marks: dict[int, int], floor: int, known: Container[int]) -> Iterator[int]:
        """The marked hours that were not read since, the ones unread for longest first, as many as there is time for;
        those before `floor` only if they are known. Tell of each by `read` before asking for the next.

        A mark is made before its events are stored, and covers events of the next half minute as well.
        """
        marked = [
            hour
            for hour, marked_at in sorted(marks.items())
            if (hour >= floor or hour in known) and self._read_at.get(hour, 0) < marked_at + late.SETTLED_MS
        ]
        if time.monotonic() < self._not_before:
            return
        end_s = self._spent_s + LONGEST_S
        for hour in sorted(marked, key=lambda hour: self._read_at.get(hour, 0)):
            if self._spent_s >= end_s:
                return
            yield hour

    def read(self, hour: int, now_ms: int, seconds: float) -> None:
        """The hour was read at that time, and it took so long."""
        self._read_at[hour] = now_ms
        self._spent_s += seconds
        self._not_before = max(self._not_before, time.monotonic()) + seconds * (1 / READING_SHARE - 1)


def marks(site: str) -> dict[int, int]:
    """The hours that got late events, as rollup or the archive has yet to take them in. To be asked before reading."""
    return late.marked(site, LateMarkItem.KIND, again.KIND)
