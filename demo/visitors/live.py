"""Plays visits in real time, for as long as it is let."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from itertools import count

from demo.visitors.arrivals import MINUTE_MS, Arrivals, Rate
from demo.visitors.beacons import Beacon, as_sent, in_bulk
from demo.visitors.collector import Collector, Patience, Refused

LOOK_BACK_MS = 30 * MINUTE_MS  # the live view shows half an hour
TOO_LATE_MS = 10 * MINUTE_MS  # after a longer pause it starts afresh, instead of catching up
REFUSED_WAIT_S = 5.0


class Live:
    """The visitors who are on the site now.

    Visits are planned a minute ahead, and each beacon is sent when it is due. `clock` gives UTC ms.
    """

    def __init__(
        self,
        collector: Collector,
        arrivals: Arrivals,
        rate: Rate,
        say: Callable[[str], None],
        clock: Callable[[], int],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._collector = collector
        self._arrivals = arrivals
        self._rate = rate
        self._clock = clock
        self._sleep = sleep
        self._patience = Patience(collector.url, say, sleep)
        self._say = say
        self._refused = False
        self._due: list[tuple[int, int, Beacon]] = []
        self._order = count()
        self._planned_until_ms = 0

    def run(self) -> None:
        """Play until the process ends; a laptop that slept begins again with who is there now."""
        while True:
            self.begin()
            while self.step():
                pass

    def begin(self) -> None:
        """Send what the visitors of the last half hour have done, and plan what they still will do."""
        now_ms = self._clock()
        self._due.clear()
        self._planned_until_ms = now_ms - now_ms % MINUTE_MS + MINUTE_MS
        for visit in self._arrivals.between(now_ms - LOOK_BACK_MS, self._planned_until_ms, self._rate):
            for beacon in in_bulk(visit, now_ms):
                self._send(beacon)
            for beacon in as_sent(visit):
                if beacon.due_ms > now_ms:
                    self._plan(beacon)

    def step(self) -> bool:
        """Wait for the next beacon and send it; False when it is so late that to begin again is better."""
        now_ms = self._clock()
        next_ms = min(self._due[0][0], self._planned_until_ms) if self._due else self._planned_until_ms
        if now_ms - next_ms > TOO_LATE_MS:
            return False
        if next_ms > now_ms:
            self._sleep(min(next_ms - now_ms, MINUTE_MS) / 1000)
        elif next_ms == self._planned_until_ms:
            self._plan_minute()
        else:
            self._send(heapq.heappop(self._due)[2])
        return True

    @property
    def present(self) -> int:
        """How many visitors are on the site: their next beacon is planned, the first one sent."""
        now_ms = self._clock()
        return len({b.visit.id for _, _, b in self._due if b.visit.started_ms <= now_ms})

    def _plan_minute(self) -> None:
        minute_ms = self._planned_until_ms
        self._planned_until_ms += MINUTE_MS
        for visit in self._arrivals.of_minute(minute_ms, self._rate):
            for beacon in as_sent(visit):
                self._plan(beacon)

    def _plan(self, beacon: Beacon) -> None:
        heapq.heappush(self._due, (beacon.due_ms, next(self._order), beacon))

    def _send(self, beacon: Beacon) -> None:
        """Send a beacon; one that the collector refuses is given up, with a line at the first."""
        try:
            self._patience.insist(lambda: self._collector.post(beacon, self._clock()))
        except Refused as problem:
            if not self._refused:
                self._say(f"the collector refuses events: {problem}")
            self._sleep(REFUSED_WAIT_S)
            self._refused = True
        else:
            self._refused = False
