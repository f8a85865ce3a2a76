"""The archive of one site, brought up to date: its settings, hours, late events, days, in this order.

Killed anywhere, the next run does again what was not finished: progress is saved, and marks are taken away, after
the objects they speak of; doing it again puts the same objects, or nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from liveinsight.archive import again, days, registry
from liveinsight.archive.hours import ArchivedHours
from liveinsight.archive.layout import hour_key, hours_prefix
from liveinsight.archive.log import LogReader, hours_at_once
from liveinsight.archive.objects import Bucket
from liveinsight.archive.progress import Progress, save
from liveinsight.archive.workspace import Workspace
from liveinsight.late import SETTLED_MS
from liveinsight.sites import Site
from liveinsight.tables import LateMarkItem
from liveinsight.timing import DAY_MS, HOUR_MS, day_of, midnight

LATEST_MS = 26 * HOUR_MS
"""After this nothing changes a day any more: events are at most 24 hours late, and rollup takes them in soon."""


class OutOfTime(Exception):
    """The run's time is up; what is done is saved."""


@dataclass(slots=True)
class Done:
    """What was done for a site: hours and days worked out, late hours among them, objects put or taken away."""

    hours: int = 0
    late_hours: int = 0
    days: list[str] = field(default_factory=list)
    changed: int = 0


def beginning(site: Site, now_ms: int, log_begins: int) -> Progress:
    """Where the archive of a site starts: events may be a day older than the site, never older than the log."""
    start = midnight(max(site.created_at - DAY_MS, log_begins + DAY_MS))
    start = min(start, midnight(now_ms))
    return Progress(days_to=start, kept_from=start, hours_to=start, cleaned_to=start)


class SiteArchive:
    def __init__(self, site: Site, bucket: Bucket, space: Workspace, log: LogReader, progress: Progress) -> None:
        self._site = site
        self._bucket = bucket
        self._space = space
        self._progress = progress
        self._hours = ArchivedHours(site, bucket, space, log, progress)
        self.done = Done()

    def update(self, marks: list[LateMarkItem], now_ms: int, check_time: Callable[[], None]) -> None:
        """Raises `OutOfTime` when `check_time` does."""
        self.done.changed += registry.keep(self._bucket, self._site.key)
        self._take_hours(now_ms, check_time)
        self._take_late_events(marks, check_time)
        self._close_days(check_time)
        self._clean_up(now_ms)

    def _take_hours(self, now_ms: int, check_time: Callable[[], None]) -> None:
        """Copy the hours that have closed since. Empty ones leave no object."""
        batch = hours_at_once(self._site) * HOUR_MS
        end = now_ms - SETTLED_MS
        end -= end % HOUR_MS
        while (start := self._progress.hours_to) < end:
            check_time()
            until = min(start + batch, end)
            hours = list(range(start, until, HOUR_MS))
            self.done.changed += self._hours.archive(hours)
            self.done.hours += len(hours)
            self._progress.hours_to = until
            save(self._bucket, self._site.key, self._progress)
            self._hours.forget()

    def _take_late_events(self, marks: list[LateMarkItem], check_time: Callable[[], None]) -> None:
        """Copy marked hours again, and work out again every closed day that their visits touch."""
        stale: set[int] = set()
        for mark in marks:
            check_time()
            hour = again.hour_marked(mark)
            if hour < self._progress.hours_to:
                stale |= self._take_again(hour)
        for day in sorted(stale):
            check_time()
            self._work_out(day)
        for mark in marks:
            again.done(mark)

    def _take_again(self, hour: int) -> set[int]:
        if hour >= self._progress.kept_from:
            self.done.changed += self._hours.archive([hour])
        self.done.late_hours += 1
        span = days.span_of_visits(self._space, self._hours, self._site.key, hour, hour + HOUR_MS)
        first, last = span or (hour, hour)
        touched = range(midnight(min(first, hour)), max(last, hour) + 1, DAY_MS)
        return {day for day in touched if day < self._progress.days_to}

    def _close_days(self, check_time: Callable[[], None]) -> None:
        """Write the days whose visits have all ended. One that does not end holds its day up for 26 hours."""
        progress = self._progress
        if progress.hours_to < progress.days_to + DAY_MS + HOUR_MS:
            return
        unfinished = days.oldest_unfinished(self._space, self._hours, self._site.key)
        while progress.hours_to >= (end := progress.days_to + DAY_MS) + HOUR_MS:
            if unfinished is not None and unfinished < end and progress.hours_to < end + LATEST_MS:
                return
            check_time()
            self._work_out(progress.days_to)
            progress.days_to = end
            save(self._bucket, self._site.key, progress)
            self._hours.forget()

    def _work_out(self, day: int) -> None:
        built = days.build(self._space, self._hours, self._site.key, day)
        self.done.changed += days.publish(self._space, self._bucket, self._site.key, built)
        if built.events:
            self.done.days.append(day_of(day))

    def _clean_up(self, now_ms: int) -> None:
        """Take away the copies of hours whose days cannot change any more; first say that they are gone."""
        progress = self._progress
        keep = min(progress.days_to, midnight(now_ms - LATEST_MS))
        if keep > progress.kept_from:
            progress.kept_from = keep
            save(self._bucket, self._site.key, progress)
        if progress.cleaned_to < progress.kept_from:
            first_kept = hour_key(self._site.key, progress.kept_from)
            for key in list(self._bucket.keys(f"{hours_prefix(self._site.key)}date=")):
                if key < first_kept:
                    self.done.changed += self._bucket.delete(key)
            progress.cleaned_to = progress.kept_from
            save(self._bucket, self._site.key, progress)
        self._hours.forget()
