"""Tables made anew from the archive alone: sites, the log of the last days, visits.

Every step can be repeated: the same objects make the same items. What was done of a site is noted, so that a run that
died goes on where it was.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from liveinsight import rollup, sites, tables
from liveinsight.archive import progress
from liveinsight.archive.hours import ArchivedHours
from liveinsight.archive.layout import EVENTS, SESSIONS, day_key
from liveinsight.archive.log import LogReader
from liveinsight.archive.objects import Bucket
from liveinsight.archive.progress import Progress
from liveinsight.archive.workspace import Workspace, workspace
from liveinsight.domain.event import Event
from liveinsight.domain.session import INACTIVITY_MS
from liveinsight.restore import events, visits
from liveinsight.restore.files import downloaded
from liveinsight.restore.sites import Found, bring_back, day_keys, keys
from liveinsight.settings import Settings
from liveinsight.sites import Site
from liveinsight.tables import LeaseItem, SessionItem
from liveinsight.timing import DAY_MS, HOUR_MS, day_of, iso, parse_hour

DONE = "restored"
"""Kind of the items of Settings that note what is done; they are of no use to anybody else."""
STRETCH_MS = 6 * HOUR_MS
PORTION = 1000
Tell = Callable[[str], None]


@dataclass
class Report:
    """`to` is up to when (UTC ms) the archive knows each site's events; what came later is not in it."""

    sites: list[Found] = field(default_factory=list)
    events: int = 0
    sessions: int = 0
    to: dict[str, int] = field(default_factory=dict)


def run(settings: Settings, now_ms: int, tell: Tell) -> Report:
    """Fill the tables that are bound, which were made for this, from `settings.archive_bucket`."""
    report = Report()
    bucket = Bucket(settings)
    with workspace() as space:
        for key in keys(bucket):
            known = progress.load(bucket, key) or _of_files(bucket, key)
            rolled_up_to = None if known is None else known.days_to + INACTIVITY_MS
            found = bring_back(bucket, space, key, rolled_up_to)
            report.sites.append(found)
            if known is not None and found.guessed is not None:
                _Rebuilding(bucket, space, settings, sites.get(key), known, report, tell).run(now_ms)
    tell("visits since the last closed days")
    rolled = rollup.run(now_ms, time_limit_s=float("inf"))
    if rolled.failed:
        raise RuntimeError(f"the rollup of {', '.join(rolled.failed)} failed; its message stands above")
    report.sessions += rolled.stored
    return report


def _of_files(bucket: Bucket, key: str) -> Progress | None:
    """What can be said of a site whose progress is lost: all of its files of days are whole."""
    days = [parse_hour(f"{found.split('date=')[1][:10]}T00") for found in day_keys(bucket, EVENTS, key)]
    if not days:
        return None
    end = max(days) + DAY_MS
    return Progress(days_to=end, kept_from=end, hours_to=end, cleaned_to=end)


@dataclass
class _Rebuilding:
    """One site."""

    bucket: Bucket
    space: Workspace
    settings: Settings
    site: Site
    progress: Progress
    report: Report
    tell: Tell

    def run(self, now_ms: int) -> None:
        self.report.to[self.site.key] = self.progress.hours_to
        oldest = now_ms - self.settings.event_retention_days * DAY_MS
        for day in self._days(EVENTS):
            if oldest - DAY_MS < day < self.progress.kept_from:
                self._once(f"events {day_of(day)}", lambda day=day: self._events_of_day(day, oldest))  # type: ignore[misc]
        for start in range(self.progress.kept_from, self.progress.hours_to, STRETCH_MS):
            end = min(start + STRETCH_MS, self.progress.hours_to)
            self._once(f"events {iso(start)[:16]}", lambda start=start, end=end: self._events_of_hours(start, end))  # type: ignore[misc]
        for day in self._days(SESSIONS):
            if day < self.progress.days_to:
                self._once(f"visits {day_of(day)}", lambda day=day: self._visits_of_day(day, now_ms))  # type: ignore[misc]

    def _days(self, kind: str) -> Iterator[int]:
        for key in list(day_keys(self.bucket, kind, self.site.key)):
            yield parse_hour(f"{key.split('date=')[1][:10]}T00")

    def _once(self, step: str, work: Callable[[], int]) -> None:
        name = f"{self.site.key} {step}"
        table, client = LeaseItem.Meta.table_name, tables.patient_client()
        key = {"kind": {"S": DONE}, "id": {"S": name}}
        if "Item" in client.get_item(TableName=table, Key=key, ConsistentRead=True):
            return
        count = work()
        client.put_item(TableName=table, Item=key)
        self.tell(f"{self.site.name}: {step}, {count:,}")

    def _events_of_day(self, day: int, oldest: int) -> int:
        with downloaded(self.bucket, self.space, day_key(EVENTS, self.site.key, day)) as (path,):
            return self._put(events.of_day(self.space, path, self.site, oldest))

    def _events_of_hours(self, start: int, end: int) -> int:
        hours = ArchivedHours(self.site, self.bucket, self.space, LogReader(self.space), self.progress)
        count = self._put(events.of_hours(self.space, hours, self.site, start, end))
        hours.forget()
        return count

    def _put(self, found: Iterator[Event]) -> int:
        count = events.put(found, self.site, self.settings.event_retention_days)
        self.report.events += count
        return count

    def _visits_of_day(self, day: int, now_ms: int) -> int:
        source, count = visits.of_day(self.bucket, self.space, self.site, day), 0
        while portion := list(islice(source, PORTION)):
            kept = [item for item in portion if not _is_over(item, now_ms)]
            tables.put_all(kept)
            count += len(kept)
        self.report.sessions += count
        return count


def _is_over(item: SessionItem, now_ms: int) -> bool:
    return item.expires is not None and item.expires.timestamp() * 1000 <= now_ms
