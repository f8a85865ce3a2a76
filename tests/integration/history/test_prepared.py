"""Prepared months and totals: the same answers as from the archive's files, also when those change."""

import json
import os
import random
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liveinsight import sites
from liveinsight.archive.layout import EVENTS, SESSIONS, site_prefix
from liveinsight.archive.objects import Bucket
from liveinsight.errors import InvalidRequest
from liveinsight.history.copies import Copies
from liveinsight.history.mirror import open_mirror
from liveinsight.history.opening import open_engine
from liveinsight.history.prepared import job, names
from liveinsight.history.shelf import Stored
from liveinsight.history.source import History
from liveinsight.query import columns
from liveinsight.query.answer import QueriedSite, answer
from liveinsight.query.engine import Engine
from liveinsight.query.request import parse
from liveinsight.settings import Settings
from tests.integration.archive.shelf import Shelf
from tests.integration.query import reference
from tests.integration.query.test_against_reference import CHANGES, World, compare, invent, requests
from tests.integration.query.test_totals import questions, ranges
from tests.integration.query.world import Event, Visit, event_rows, fill, session_rows, visits_of

EXAMPLES = int(os.environ.get("LIVEINSIGHT_TEST_EXAMPLES", "5"))
LATER = 10 * 86_400_000


class Library:
    """A site whose archive the test writes, day by day."""

    def __init__(self, shelf: Shelf, folder: Path, timezone: str, now: int) -> None:
        self.shelf, self.folder, self.now = shelf, folder, now
        self.site = sites.add("Prepared", "prepared.example", timezone)
        self.asked: list[tuple[str, str]] = []
        self.engine = self.open()
        self.days: dict[tuple[str, str], bytes] = {}

    def open(self) -> Engine:
        def ask(site: str, timezone: str) -> None:
            self.asked.append((site, timezone))

        return open_engine(self.shelf.settings, self.folder, lambda: self.now, ask)

    @property
    def history(self) -> History:
        assert isinstance(self.engine.source, History)
        return self.engine.source

    def hold(self, visits: list[Visit]) -> None:
        """Make the bucket say exactly this."""
        events = [event for visit in visits for event in visit.events]
        wanted = {**self._files(EVENTS, event_rows(events)), **self._files(SESSIONS, session_rows(visits))}
        for key in self.days.keys() - wanted.keys():
            self.shelf.s3.delete_object(Bucket=self.shelf.settings.archive_bucket, Key=self._key(*key))
        for key, content in wanted.items():
            if self.days.get(key) != content:
                self.shelf.s3.put_object(Bucket=self.shelf.settings.archive_bucket, Key=self._key(*key), Body=content)
        self.days = wanted
        self.history._mirror.forget(self.site.key)

    def prepare(self) -> None:
        mirror = open_mirror(self.shelf.settings, self.folder, sites.get, lambda: self.now)
        assert job.prepare(mirror, self.folder, self.site.key, self.site.timezone, self.now)

    def prepared(self) -> list[str]:
        return sorted(path.name for path in names.folder(self.folder, self.site.key).glob("*.duckdb"))

    def ask(self, **asked: Any) -> Any:
        body = {"site_id": "site", "metrics": ["visitors", "pageviews"], "date_range": "all", **asked}
        site = QueriedSite(self.site.key, self.site.timezone)
        return answer(parse(json.dumps(body).encode()), site, self.engine, self.now)

    def _key(self, kind: str, day: str) -> str:
        return f"{site_prefix(kind, self.site.key)}date={day}/imported.parquet"

    def _files(self, kind: str, rows: list[tuple[object, ...]]) -> dict[tuple[str, str], bytes]:
        place = list({EVENTS: columns.EVENTS, SESSIONS: columns.SESSIONS}[kind]).index(
            {EVENTS: "at", SESSIONS: "started_at"}[kind]
        )
        by_day: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        for row in rows:
            at = row[place]
            assert isinstance(at, int)
            by_day[datetime.fromtimestamp(at / 1000, UTC).date().isoformat()].append(row)
        return {(kind, day): _parquet(self.folder.parent, kind, of_day) for day, of_day in by_day.items()}


def _parquet(folder: Path, kind: str, rows: list[tuple[object, ...]]) -> bytes:
    path = folder / "day.parquet"
    with duckdb.connect() as database:
        fill(database, kind, rows)
        database.execute(f"COPY (SELECT * FROM {kind}_table ORDER BY ALL) TO '{path}' (FORMAT parquet)")  # noqa: S608
    return path.read_bytes()


def noon(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture
def shelf(settings: Settings) -> Shelf:
    return Shelf(settings)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(
    seed=st.integers(0, 2**32),
    timezone=st.sampled_from(sorted(CHANGES)),
    asked=st.lists(questions(), min_size=4, max_size=8),
    others=st.lists(requests(), min_size=1, max_size=3),
)
def test_answers_are_the_same_before_and_after(
    shelf: Shelf,
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    timezone: str,
    asked: list[dict[str, Any]],
    others: list[dict[str, Any]],
) -> None:
    chance = random.Random(seed)
    day = CHANGES[timezone]
    library = Library(shelf, tmp_path_factory.mktemp("history") / "copies", timezone, noon(day))
    visits = visits_of(invent(chance, timezone) + invent(chance, timezone))

    def check() -> None:
        world = World(timezone, reference.Site(visits, timezone, {}, 0, 0), library.engine, library.site.key)
        for request, (date_range, limits) in zip([*asked, *others], ranges(chance, timezone), strict=False):
            if "event:goal" not in str(request):
                with suppress(InvalidRequest):  # some of the requests are not to be answered
                    compare(world, request, date_range, limits)

    for days_later in sorted(chance.choices(range(-2, 12), k=3)):
        library.now = noon(day + timedelta(days=days_later))
        library.hold(visits)
        check()
        library.prepare()
        library.history._mirror.forget(library.site.key)
        check()
        if chance.random() < 0.6:  # a day is written anew
            visits = [visit for visit in visits if chance.random() < 0.8]
            library.hold(visits)
            check()


def some_visits(days: int) -> list[Visit]:
    """Three visits of two pages on each of so many days, by three people who come every day."""
    start = noon(date(2026, 3, 1))
    events = [
        Event(start + day * 86_400_000 + step * 60_000, who, "pageview", f"/{step}")
        for day in range(days)
        for who in (1, 2, 3)
        for step in range(2)
    ]
    return visits_of(events)


@pytest.fixture
def library(shelf: Shelf, tmp_path: Path) -> Library:
    made = Library(shelf, tmp_path / "copies", "UTC", noon(date(2026, 3, 1)) + LATER)
    made.hold(some_visits(5))
    return made


def test_what_is_missing_is_asked_for_and_then_used(library: Library) -> None:
    before = library.ask()
    assert before["results"][0]["metrics"] == [3, 30]
    assert library.asked == [(library.site.key, "UTC")]
    library.prepare()
    ready = library.history.ready(library.site.key, library.history.shelf(library.site.key))
    assert ready.complete
    assert len(ready.months) == 1
    assert ready.totals is not None
    assert library.ask()["results"] == before["results"]
    filtered = library.ask(filters=[["is", "event:page", ["/1"]]], date_range=["2026-03-01", "2026-03-31"])
    assert filtered["results"][0]["metrics"] == [3, 15]


def test_nothing_is_made_twice_and_nothing_stale_is_kept(library: Library) -> None:
    library.prepare()
    first = library.prepared()
    assert len(first) == 2
    library.prepare()
    assert library.prepared() == first
    library.hold(some_visits(7))
    assert library.ask()["results"][0]["metrics"] == [3, 42]
    library.prepare()
    assert len(library.prepared()) == 2
    assert not set(library.prepared()) & set(first)
    assert library.ask()["results"][0]["metrics"] == [3, 42]


def test_the_first_days_may_be_taken_away(library: Library) -> None:
    """As when an owner erases what is older than a date: their totals are not taken over."""
    library.prepare()
    library.hold([visit for visit in some_visits(5) if visit.events[0].at >= noon(date(2026, 3, 3))])
    library.prepare()
    library.history._mirror.forget(library.site.key)
    everything = ["2026-03-01", "2026-03-31"]
    assert library.history.totals(library.site.key, "UTC") is not None
    assert library.ask(date_range=everything)["results"] == [{"dimensions": [], "metrics": [3, 18]}]
    days = library.ask(date_range=everything, metrics=["visitors"], dimensions=["time:day"])["results"]
    assert [row["dimensions"][0] for row in days if row["metrics"][0]] == ["2026-03-03", "2026-03-04", "2026-03-05"]


def test_totals_of_another_version_of_the_program_are_not_gone_on_from(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(names, "_TOTALS", "as an earlier version had them")
        library.prepare()
    folder = names.folder(library.folder, library.site.key)
    (older,) = folder.glob("totals-*")
    with duckdb.connect(str(older)) as database:
        database.execute("ALTER TABLE day_sums DROP COLUMN engaged_ms")
    library.prepare()  # goes on from totals of its own stem only
    (newer,) = folder.glob("totals-*")
    assert newer.name.split(".")[0] != older.name.split(".")[0]


def test_days_that_may_change_are_not_prepared(library: Library) -> None:
    library.now = noon(date(2026, 3, 4))
    library.prepare()
    assert [name.split(".")[1] for name in library.prepared()] == ["2026-03-02", "2026-03-03"]
    assert library.ask()["results"][0]["metrics"] == [3, 24]  # the day after, in the archive's own files


@pytest.mark.parametrize("which", ["month", "totals"])
def test_a_damaged_prepared_file_is_thrown_away(library: Library, which: str) -> None:
    library.prepare()
    (path,) = names.folder(library.folder, library.site.key).glob(f"{which}-*")
    content = bytearray(path.read_bytes())
    content[12_000:] = os.urandom(len(content) - 12_000)
    path.write_bytes(content)
    asked = {"month": {"filters": [["is", "event:page", ["/1"]]]}, "totals": {}}[which]
    assert library.ask(**asked)["results"][0]["metrics"] == {"month": [3, 15], "totals": [3, 30]}[which]
    assert not path.exists()


def test_a_damaged_day_is_named_and_its_month_is_not_prepared(library: Library) -> None:
    key = library._key(EVENTS, "2026-03-03")
    library.shelf.s3.put_object(Bucket=library.shelf.settings.archive_bucket, Key=key, Body=b"PAR1 no parquet PAR1")
    library.history._mirror.forget(library.site.key)
    library.prepare()
    assert [name.partition(".")[2][:10] for name in library.prepared()] == ["2026-03-03"]  # totals of the days before
    found = library.ask(date_range=["2026-03-01", "2026-03-31"])
    assert found["results"][0]["metrics"] == [3, 24]
    assert found["meta"]["warnings"] == ["A damaged archive file was left out: events of 2026-03-03, imported.parquet."]


def test_pages_are_found_by_regular_expressions_wherever_their_rows_are(library: Library) -> None:
    """Pages that come only after what is prepared, only with engagement beacons, or are empty, beside the others."""
    odd = [(0, "pageview", ""), (1, "engagement", "/read"), (1, "pageview", "/new\n1"), (3, "pageview", "/new")]
    visits = visits_of(
        [event for visit in some_visits(5) for event in visit.events]
        + [Event(noon(date(2026, 3, 1 + day)) + 90_000, 1, kind, page, visible_ms=500) for day, kind, page in odd]
    )
    library.now = noon(date(2026, 3, 4))
    library.hold(visits)
    patterns = ["^$", "", "new$", "(?i)READ", "^/(0|new)", ".1$", "nothing", "0|$"]
    world = World("UTC", reference.Site(visits, "UTC", {}, 0, 0), library.engine, library.site.key)
    first, last = date(2026, 3, 1), date(2026, 3, 5)
    for _ in range(2):
        for operator in ("matches", "matches_not", "matches_wildcard_not"):
            for pattern in patterns:
                asked: dict[str, Any] = {"metrics": ["visitors", "pageviews", "time_on_page"], "order_by": []}
                asked |= {"dimensions": ["event:page"], "filters": [[operator, "event:page", [pattern]]]}
                limits = reference.day_range(first, last, "UTC")
                compare(world, asked, [first.isoformat(), last.isoformat()], limits)
        library.prepare()
    assert [name.split(".")[1] for name in library.prepared()] == ["2026-03-02", "2026-03-03"]


def test_only_one_process_prepares_a_site(library: Library) -> None:
    with job._alone(names.folder(library.folder, library.site.key)) as alone:
        assert alone
        mirror = open_mirror(library.shelf.settings, library.folder, sites.get, lambda: library.now)
        assert not job.prepare(mirror, library.folder, library.site.key, "UTC", library.now)


def test_another_process_prepares_and_tells_how_it_went(library: Library) -> None:
    task = job.Task(library.shelf.settings, library.folder, library.site.key, "UTC")
    process = job.start(task)
    assert job.finish(process) == 0
    assert {name.partition("-")[0] for name in library.prepared()} == {"month", "totals"}
    assert library.ask()["results"][0]["metrics"] == [3, 30]


def test_the_other_process_ends_with_this_one(library: Library) -> None:
    task = job.Task(library.shelf.settings, library.folder, library.site.key, "UTC")
    with job._alone(names.folder(library.folder, library.site.key)):
        process = job.start(task)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) in (0, 1)


def test_what_gets_ready_while_files_are_copied_is_not_read_twice(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = library.history._mirror.fetch

    def fetch_slowly(files: list[Stored]) -> dict[Stored, Path]:
        if files:
            library.prepare()
        return fetch(files)

    monkeypatch.setattr(library.history._mirror, "fetch", fetch_slowly)
    found = library.ask(metrics=["visits", "pageviews"], date_range=["2026-03-01", "2026-03-31"])
    assert found["results"][0]["metrics"] == [15, 30]
    assert library.prepared()


def test_prepared_files_go_too_when_there_is_no_room_and_nobody_uses_them(library: Library) -> None:
    library.prepare()
    made = [names.folder(library.folder, library.site.key) / name for name in library.prepared()]
    for path in made:
        os.utime(path, (0, 0))
    copies = Copies(Bucket(library.shelf.settings), library.folder, most_bytes=1)
    copies._make_room()
    assert not any(path.exists() for path in made)
    assert library.ask()["results"][0]["metrics"] == [3, 30]


def test_a_missing_file_of_events_is_named_before_and_after_preparing(library: Library) -> None:
    key = library._key(EVENTS, "2026-03-03")
    library.shelf.s3.delete_object(Bucket=library.shelf.settings.archive_bucket, Key=key)
    library.history._mirror.forget(library.site.key)
    for _ in range(2):
        found = library.ask(date_range=["2026-03-01", "2026-03-05"])
        assert found["results"][0]["metrics"] == [3, 24]
        assert found["meta"]["warnings"] == ["An archive file is missing: events of 2026-03-03, imported.parquet."]
        library.prepare()
