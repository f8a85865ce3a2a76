"""One run of the rollup over all sites: what was left over last time, and hours that got late events."""

import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field

from pynamodb.exceptions import UpdateError

from liveinsight import late, sites
from liveinsight.archive import again
from liveinsight.bot_visits.condense import Waiting, condense
from liveinsight.domain.session import INACTIVITY_MS
from liveinsight.ingest.clock import BELIEVED_MS
from liveinsight.late import SETTLED_MS
from liveinsight.rollup.collect import visits_active_in
from liveinsight.rollup.lease import Lease
from liveinsight.rollup.store import store
from liveinsight.sites import Site
from liveinsight.tables import CONDITION_FAILED, LateMarkItem, SiteItem
from liveinsight.timing import HOUR_MS
from liveinsight.visitors import forget_old_salts

log = logging.getLogger(__name__)

PARALLEL = 8


@dataclass(slots=True)
class Report:
    """What a run did. `unfinished` counts sites that were left for the next run because time was up."""

    sites: int = 0
    unfinished: int = 0
    failed: list[str] = field(default_factory=list)
    late_hours: int = 0
    stored: int = 0
    removed: int = 0
    bot_days: int = 0
    seconds: float = 0.0

    def add(self, other: "Report") -> None:
        self.late_hours += other.late_hours
        self.stored += other.stored
        self.removed += other.removed
        self.bot_days += other.bot_days


def run(now_ms: int, *, time_limit_s: float = 240.0, ongoing: bool = False) -> Report:
    """Roll up every site; safe to repeat, to kill and to run late.

    With `ongoing`, visits that are not finished yet are stored as they stand; a later run replaces them. Raises
    `Conflict` when another run is under way.
    """
    started = time.monotonic()
    report = Report()
    with Lease("rollup") as lease:
        marks = late.late_hours(now_ms, 0 if ongoing else SETTLED_MS)
        bots = Waiting.at(now_ms)
        waiting = sorted(sites.every(), key=lambda site: site.rolled_up_to or 0)

        def roll(site: Site) -> Report | None:
            if time.monotonic() - started > time_limit_s:
                return None
            lease.renew()
            done = roll_up(site, marks.get(site.key, []), now_ms, ongoing=ongoing)
            done.bot_days = condense(site, bots, now_ms)
            return done

        with ThreadPoolExecutor(PARALLEL, thread_name_prefix="rollup") as pool:
            futures = [(site, pool.submit(roll, site)) for site in waiting]
            for site, future in futures:
                _count(report, site, future)
        forget_old_salts(now_ms)
    report.seconds = round(time.monotonic() - started, 3)
    log.info("rollup %s", json.dumps(asdict(report)))
    return report


def _count(report: Report, site: Site, future: Future[Report | None]) -> None:
    """One site's trouble must not keep the others from being rolled up."""
    try:
        result = future.result()
    except Exception:
        log.exception("rollup of site %s failed; the next run takes it up again", site.key)
        report.failed.append(site.key)
        return
    if result is None:
        report.unfinished += 1
    else:
        report.sites += 1
        report.add(result)


def roll_up(site: Site, marks: list[LateMarkItem], now_ms: int, *, ongoing: bool = False) -> Report:
    """Roll up one site: first what is new, then the hours that got late events."""
    report = Report()
    frontier = now_ms + BELIEVED_MS if ongoing else now_ms - SETTLED_MS
    for start, end in _pieces(site, frontier, ongoing):
        _rebuild(site, start, end, frontier, report, ongoing=ongoing)
        if not ongoing and (report.stored or end % HOUR_MS == 0):
            _save_progress(site, end + INACTIVITY_MS)
    for mark in marks:
        start = late.start_of(mark)
        _rebuild(site, start, start + HOUR_MS, frontier, report, ongoing=ongoing)
        again.mark(site.key, start, now_ms)
        if not ongoing:  # younger marks may cover events that are on their way
            late.done(mark)
        report.late_hours += 1
    return report


def _pieces(site: Site, frontier: int, ongoing: bool) -> Iterator[tuple[int, int]]:
    """The time in which visits may have ended since the last run, hour by hour as the log is partitioned."""
    rolled_up_to = site.created_at - HOUR_MS if site.rolled_up_to is None else site.rolled_up_to
    start = rolled_up_to - INACTIVITY_MS
    last = frontier if ongoing else frontier - INACTIVITY_MS
    while start < last:
        end = min(start - start % HOUR_MS + HOUR_MS, last)
        yield start, end
        start = end


def _rebuild(site: Site, start: int, end: int, frontier: int, report: Report, *, ongoing: bool) -> None:
    visits = visits_active_in(site, start, end, frontier, ongoing=ongoing)
    stored, removed = store(site, visits.whole())
    report.stored += stored
    report.removed += removed
    if stored and site.first_event_at is None:
        sites.saw_first_event(site.key, visits.first())


def _save_progress(site: Site, rolled_up_to: int) -> None:
    """Visits that ended half an hour before this are stored. A site deleted meanwhile stays deleted."""
    try:
        SiteItem(SiteItem.KIND, site.key).update(
            actions=[SiteItem.rolled_up_to.set(rolled_up_to)], condition=SiteItem.id.exists()
        )
    except UpdateError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise
