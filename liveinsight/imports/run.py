"""An import from its first line to the last changed object.

First all lines are read, then days are stored: so a file that cannot be read to its end changes nothing. Killed after
that, and run again with the same file, it comes to the same result: stored events are known by their ids, and the
days that were being changed are noted in the bucket.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO

from liveinsight import sites
from liveinsight.archive.layout import EVENTS, SESSIONS
from liveinsight.archive.objects import Bucket
from liveinsight.archive.workspace import MEMORY_MB, Workspace, workspace
from liveinsight.imports import unfinished, visits
from liveinsight.imports.layout import imported_key
from liveinsight.imports.lease import site_lease
from liveinsight.imports.line import Reason
from liveinsight.imports.parse import SHOWN, Parsed
from liveinsight.imports.processes import parse_all
from liveinsight.imports.raw_days import PARALLEL, RawDays, in_portions
from liveinsight.imports.source import blocks
from liveinsight.settings import Settings
from liveinsight.sites import Site

PORTION = 400_000
"""Events that are worked on at a time: what DuckDB holds of them fits into its memory."""

Tell = Callable[[str, int, int | None], None]
"""Told what is being done, how many events are done, and of how many, where that is known."""
Turn = Callable[[Callable[[], None]], None]
"""Runs a job that raises `Conflict` while another import has the site."""


@dataclass(slots=True)
class Report:
    """What an import did. Each refused line is counted under its reason, the first are shown by their number."""

    lines: int = 0
    events: int = 0
    new: int = 0
    refused: Counter[Reason] = field(default_factory=Counter)
    shown: list[tuple[int, Reason, str]] = field(default_factory=list)
    days: int = 0
    changed_objects: int = 0
    seconds: float = 0.0

    @property
    def damaged(self) -> int:
        return sum(lines for reason, lines in self.refused.items() if reason is not Reason.EXCLUDED_PATH)


def _tell_nobody(_doing: str, _events: int, _of: int | None) -> None:
    """For imports that nobody watches."""


def _at_once(job: Callable[[], None]) -> None:
    job()


def run(
    stream: IO[bytes],
    site: Site,
    settings: Settings,
    now_ms: int,
    *,
    tell: Tell = _tell_nobody,
    turn: Turn = _at_once,
    memory_mb: int = MEMORY_MB,
    portion: int = PORTION,
) -> Report:
    """Import NDJSON into a site; safe to repeat and to kill.

    `portion` is how many events are worked on at a time. Raises `Conflict` when another import into the site is
    running, unless `turn` waits.
    """
    started = time.monotonic()
    with workspace(memory_mb) as space:
        made = _Import(space, site, settings, tell, portion)
        made.read(blocks(stream), now_ms)
        if made.days:
            turn(made.store)
            _note_first_event(site, min(made.days))
    made.report.seconds = round(time.monotonic() - started, 3)
    return made.report


def _note_first_event(site: Site, day_ms: int) -> None:
    if site.first_event_at is None or day_ms < site.first_event_at:
        sites.saw_first_event(site.key, day_ms)


class _Import:
    def __init__(self, space: Workspace, site: Site, settings: Settings, tell: Tell, portion: int) -> None:
        self._space = space
        self._site = site
        self._settings = settings
        self._tell = tell
        self._portion = portion
        self.days: dict[int, int] = {}
        self.report = Report()

    def read(self, lines: Iterator[bytes], now_ms: int) -> None:
        """Spool all events, and count what cannot be loaded."""
        report = self.report
        for parsed in parse_all(lines, self._site, self._space.folder, now_ms):
            for shown in parsed.shown[: SHOWN - len(report.shown)]:
                report.shown.append((report.lines + shown.line + 1, shown.reason, shown.detail))
            report.refused.update(parsed.refused)
            report.lines += parsed.lines
            report.events += parsed.events
            self._count_days(parsed)
            self._tell("reading", report.events, None)

    def _count_days(self, parsed: Parsed) -> None:
        for day, events in parsed.days.items():
            self.days[day] = self.days.get(day, 0) + events

    def store(self) -> None:
        """Take the spooled events into their days. Raises `Conflict` when another import has the site."""
        with site_lease(self._site.key) as lease:
            bucket = Bucket(self._settings, lease.check)
            begun = unfinished.begin(bucket, self._site.key, set(self.days))
            raw = RawDays(self._space, bucket, self._site.key)
            changed = begun | self._take(raw)
            self._work_out(raw, bucket, changed)
            unfinished.done(bucket, self._site.key)

    def _take(self, raw: RawDays) -> set[int]:
        """Returns the days that have new events."""
        raw.read_dictionaries()
        changed: set[int] = set()
        done = 0
        for portion in in_portions(self.days, self.days, self._portion):
            added = raw.take(portion)
            self.report.new += sum(added.values())
            changed |= set(added)
            done += sum(self.days[day] for day in portion)
            self._tell("sorting", done, self.report.events)
        return changed

    def _work_out(self, raw: RawDays, bucket: Bucket, changed: set[int]) -> None:
        """Write these days anew, and those before and after them that their visits touch."""
        total = sum(raw.size.get(day, 0) for day in changed)
        done = 0
        for portion in in_portions((day for day in changed if raw.file(day)), raw.size, self._portion):
            visits.find(self._space, raw.file, self._site.key, portion)
            days = sorted({*portion, *(visits.touched(self._space, portion) - changed)})
            if len(days) > len(portion):
                visits.find(self._space, raw.file, self._site.key, days)
            with ThreadPoolExecutor(PARALLEL, thread_name_prefix="days") as pool:
                self.report.changed_objects += sum(pool.map(lambda day: self._publish(bucket, day), days))
            self.report.days += len(days)
            done += sum(raw.size[day] for day in portion)
            self._tell("finding visits", done, total)

    def _publish(self, bucket: Bucket, day: int) -> int:
        """Sessions go first, as the archive does. Returns how many objects changed."""
        space, changed = self._space.beside(), 0
        for kind, write in ((SESSIONS, visits.write_sessions), (EVENTS, visits.write_events)):
            path = space.folder / f"{kind}-{day}.parquet"
            key = imported_key(kind, self._site.key, day)
            changed += bucket.put_file(key, path) if write(space, day, path) else bucket.delete(key)
            path.unlink()
        return changed
