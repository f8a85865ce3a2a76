"""One run of the archive over all sites, and one day of one site by hand."""

import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field

from liveinsight import sites
from liveinsight.archive import again, days, progress
from liveinsight.archive.days import Day
from liveinsight.archive.hours import LoggedHours
from liveinsight.archive.lease import KeptLease
from liveinsight.archive.log import PARALLEL, LogReader
from liveinsight.archive.objects import Bucket
from liveinsight.archive.progress import Progress
from liveinsight.archive.site import OutOfTime, SiteArchive, beginning
from liveinsight.archive.workspace import MEMORY_MB, workspace
from liveinsight.errors import InvalidRequest
from liveinsight.settings import Settings
from liveinsight.sites import Site
from liveinsight.tables import LateMarkItem
from liveinsight.timing import DAY_MS, HOUR_MS, day_of, parse_hour

log = logging.getLogger(__name__)

Tell = Callable[[str], None]


@dataclass(slots=True)
class Report:
    """What a run did. `unfinished` counts sites that were left for the next run because time was up."""

    sites: int = 0
    unfinished: int = 0
    failed: list[str] = field(default_factory=list)
    hours: int = 0
    late_hours: int = 0
    days: int = 0
    changed_objects: int = 0
    read_units: float = 0.0
    seconds: float = 0.0


def _say_nothing(_: str) -> None:
    """For runs that nobody watches."""


def run(
    now_ms: int,
    settings: Settings,
    *,
    time_limit_s: float = 780.0,
    memory_mb: int = MEMORY_MB,
    tell: Tell = _say_nothing,
) -> Report:
    """Bring the archive of every site up to date; safe to repeat, to kill and to run late.

    Raises `Conflict` when another run is under way.
    """
    started = time.monotonic()
    report = Report()

    def check_time() -> None:
        if time.monotonic() - started > time_limit_s:
            raise OutOfTime

    with KeptLease() as lease, workspace(memory_mb) as space:
        reader = LogReader(space)
        bucket = Bucket(settings, lease.check)
        marks = again.marked()
        for site, known in _furthest_behind_first(_with_progress(bucket)):
            begun = known or beginning(site, now_ms, _log_begins(now_ms, settings))
            archive = SiteArchive(site, bucket, space, reader, begun)
            _update(archive, site, marks.get(site.key, []), now_ms, check_time, report)
            tell(f"{site.name}: {archive.done.hours} hours, days {', '.join(archive.done.days) or 'none'}")
        report.read_units = reader.read_units
    report.seconds = round(time.monotonic() - started, 3)
    log.info("archive %s", json.dumps(asdict(report)))
    return report


def _with_progress(bucket: Bucket) -> list[tuple[Site, Progress | None]]:
    every = sites.every()
    with ThreadPoolExecutor(PARALLEL, thread_name_prefix="archive") as pool:
        return list(zip(every, pool.map(lambda site: progress.load(bucket, site.key), every), strict=True))


def _update(
    archive: SiteArchive,
    site: Site,
    marks: list[LateMarkItem],
    now_ms: int,
    check_time: Callable[[], None],
    report: Report,
) -> None:
    """One site's trouble must not keep the others from being archived."""
    try:
        check_time()
        archive.update(marks, now_ms, check_time)
        report.sites += 1
    except OutOfTime:
        report.unfinished += 1
    except Exception:
        log.exception("archive of site %s failed; the next run takes it up again", site.key)
        report.failed.append(site.key)
    report.hours += archive.done.hours
    report.late_hours += archive.done.late_hours
    report.days += len(archive.done.days)
    report.changed_objects += archive.done.changed


def day(site: Site, date: str, now_ms: int, settings: Settings, *, memory_mb: int = MEMORY_MB) -> tuple[Day, int]:
    """Work out one UTC day (`2026-11-22`) of a site anew from the log; returns it and how many objects changed.

    A day that is not over, or has visits that go on, is written as it stands; the scheduled run replaces it.
    Raises `InvalidRequest` when the date is none, lies ahead, or is older than the log, and `Conflict` when the
    archive is being written.
    """
    start = _start_of(date, now_ms, settings)
    end = now_ms + HOUR_MS - now_ms % HOUR_MS
    with KeptLease() as lease, workspace(memory_mb) as space:
        bucket = Bucket(settings, lease.check)
        built = days.build(space, LoggedHours(site, LogReader(space), end), site.key, start)
        return built, days.publish(space, bucket, site.key, built)


def _start_of(date: str, now_ms: int, settings: Settings) -> int:
    try:
        start = parse_hour(f"{date}T00")
    except ValueError:
        raise InvalidRequest("invalid_date", f"{date!r} is no date; give one like {day_of(now_ms)}") from None
    if start > now_ms:
        raise InvalidRequest("invalid_date", f"{date} lies ahead; it is {day_of(now_ms)} (UTC)")
    first = _log_begins(now_ms, settings) + DAY_MS
    if start < first:
        raise InvalidRequest(
            "log_expired", f"the log of {date} is (partly) gone; days from {day_of(first + DAY_MS)} on can be rewritten"
        )
    return start


def _log_begins(now_ms: int, settings: Settings) -> int:
    """Older events than this may have expired."""
    return now_ms - settings.event_retention_days * DAY_MS


def _furthest_behind_first(
    known: list[tuple[Site, Progress | None]],
) -> list[tuple[Site, Progress | None]]:
    return sorted(known, key=lambda pair: pair[1].hours_to if pair[1] else 0)
