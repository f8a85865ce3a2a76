"""Loads the visits of the last hours: late events with their own times, sent now and fast."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from demo.visitors.arrivals import MINUTE_MS, Arrivals, around_the_clock
from demo.visitors.beacons import in_bulk
from demo.visitors.collector import Collector, Patience, Receipt
from demo.visitors.progress import Counter
from demo.visitors.visit import Visit
from demo.visitors.vitals import measured

MOST_HOURS = 23.9  # the collector takes events that are up to a day old
MOST_PER_MINUTE = 300
THREADS = 4
_HOUR_MS = 60 * MINUTE_MS


@dataclass(slots=True)
class Loaded:
    """What a load came to."""

    visits: int = 0
    accepted: int = 0
    dropped: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.visits} visits loaded in {self.seconds:.1f} s: "
            f"{self.accepted} events accepted, {self.dropped} dropped (bots)"
        )


def past_visits(arrivals: Arrivals, now_ms: int, hours: float, visits: int) -> list[Visit]:
    """Plan about `visits` visits a `hours` hours, up to now; none starts more than 23.9 hours ago.

    Raises ValueError for more than 300 visits a minute.
    """
    if visits / (hours * 60) > MOST_PER_MINUTE:
        raise ValueError(f"{visits} visits in {hours:g} hours are more than {MOST_PER_MINUTE} a minute")
    rate = around_the_clock(visits / (hours * 60))
    from_ms = now_ms - int(min(hours, MOST_HOURS) * _HOUR_MS)
    return [measured(visit) for visit in arrivals.between(from_ms, now_ms, rate)]


def load(collector: Collector, visits: Sequence[Visit], clock: Callable[[], int], counter: Counter) -> Loaded:
    """Post what has happened of these visits so far; raises Refused when the collector wants none of it."""
    return _Load(collector, visits, clock, counter).run()


class _Load:
    """Threads that share a queue of visits; daemons, so that the end of the program is theirs too."""

    def __init__(
        self, collector: Collector, visits: Sequence[Visit], clock: Callable[[], int], counter: Counter
    ) -> None:
        self._collector = collector
        self._clock = clock
        self._counter = counter
        self._patience = Patience(collector.url, counter.say)
        self._total = len(visits)
        self._waiting: queue.SimpleQueue[Visit] = queue.SimpleQueue()
        for visit in visits:
            self._waiting.put(visit)
        self._outcomes: queue.SimpleQueue[list[Receipt] | Exception] = queue.SimpleQueue()

    def run(self) -> Loaded:
        """Post everything and count what came back."""
        began = time.monotonic()
        for _ in range(THREADS):
            threading.Thread(target=self._work, daemon=True).start()
        loaded = Loaded()
        for done in range(1, self._total + 1):
            outcome = self._outcomes.get()
            if isinstance(outcome, Exception):
                raise outcome
            loaded.accepted += sum(receipt.accepted for receipt in outcome)
            loaded.dropped += sum(receipt.dropped for receipt in outcome)
            self._counter.reached(done)
        loaded.visits, loaded.seconds = self._total, time.monotonic() - began
        return loaded

    def _work(self) -> None:
        while True:
            try:
                visit = self._waiting.get_nowait()
            except queue.Empty:
                return
            try:
                self._outcomes.put(self._post(visit))
            except Exception as problem:
                self._outcomes.put(problem)
                return

    def _post(self, visit: Visit) -> list[Receipt]:
        return [
            self._patience.insist(lambda beacon=beacon: self._collector.post(beacon, self._clock()))  # type: ignore[misc]  # mypy cannot infer defaults of a lambda
            for beacon in in_bulk(visit, self._clock())
        ]
