"""Rollup's side: days of bots that are over are summed up, and summed up again when hits came late."""

from dataclasses import dataclass

from liveinsight.bot_visits import days, hits, late_days, summary
from liveinsight.late import SETTLED_MS
from liveinsight.sites import Site
from liveinsight.tables import LateMarkItem
from liveinsight.timing import DAY_MS, midnight
from liveinsight.timing import days as days_of

KEPT_MS = hits.LIFE_MS - DAY_MS
"""Days that began longer ago do not have all of their hits any more: what is stored of them stays."""


@dataclass(slots=True, frozen=True)
class Waiting:
    """What is to be done, looked up once for all sites."""

    progress: dict[str, int]
    late: dict[str, list[LateMarkItem]]

    @classmethod
    def at(cls, now_ms: int) -> "Waiting":
        return cls(days.progress(), late_days.settled(now_ms))


def condense(site: Site, waiting: Waiting, now_ms: int) -> int:
    """Sum up the site's days; returns how many. Safe to repeat and to kill: progress is saved, and marks go, last."""
    until = midnight(now_ms - SETTLED_MS)
    kept_from = midnight(now_ms) - KEPT_MS
    start = max(waiting.progress.get(site.key, midnight(site.created_at)), kept_from)
    marks = waiting.late.get(site.key, [])
    wanted = {*days_of(start, until), *map(late_days.day_marked, marks)}
    done = [day for day in sorted(wanted) if kept_from <= day < until]
    for day in done:
        days.store(site, day, summary.of(day, hits.read(site.key, day, patient=True)))
    if start < until:
        days.save_progress(site.key, start, until)
    for mark in marks:
        late_days.done(mark)
    return len(done)
