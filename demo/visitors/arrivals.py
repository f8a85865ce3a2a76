"""Who arrives when. Each minute has its own list of visits, of which a busier day takes more.

The list does not depend on when or how often it is asked for. So history and live, and any repetition
of them, plan the very same visits with the same event ids, and the collector counts each once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from demo.visitors.chance import chance, poisson_quantile
from demo.visitors.countries import busyness
from demo.visitors.visit import Visit, plan_visit

MINUTE_MS = 60_000

Rate = Callable[[int], float]
"""Visits a minute at a time (UTC ms)."""


def steady(per_minute: float) -> Rate:
    """Return the same rate at all times."""
    return lambda _at_ms: per_minute


def around_the_clock(per_minute: float) -> Rate:
    """Return a rate that follows day and night in the visitors' countries, `per_minute` on average."""
    return lambda at_ms: per_minute * busyness(at_ms)


class Arrivals:
    """The visits of one demo site; `seed` names the site, so that two sites have different visitors."""

    def __init__(self, seed: str, site_url: str) -> None:
        self._seed = seed
        self._site_url = site_url

    def of_minute(self, minute_ms: int, rate: Rate) -> list[Visit]:
        """Plan the visits that start in the minute beginning at `minute_ms`, earliest first."""
        share = chance(self._seed, minute_ms, "how many").random()
        count = poisson_quantile(share, rate(minute_ms))
        visits = [self._visit(minute_ms, number) for number in range(count)]
        return sorted(visits, key=lambda visit: visit.started_ms)

    def between(self, from_ms: int, until_ms: int, rate: Rate) -> Iterator[Visit]:
        """Plan the visits that start at or after `from_ms` and before `until_ms`, in order."""
        for minute_ms in range(from_ms - from_ms % MINUTE_MS, until_ms, MINUTE_MS):
            for visit in self.of_minute(minute_ms, rate):
                if from_ms <= visit.started_ms < until_ms:
                    yield visit

    def _visit(self, minute_ms: int, number: int) -> Visit:
        name = f"{minute_ms}/{number}"
        at_ms = minute_ms + chance(self._seed, name, "second").randrange(MINUTE_MS)
        return plan_visit(self._seed, name, at_ms, self._site_url)
