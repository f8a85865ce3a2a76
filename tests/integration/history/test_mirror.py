"""Copies of the archive on this disk: which files count, what goes first, and what happens when S3 or a file fails."""

import json
import logging
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from liveinsight.archive.objects import Bucket
from liveinsight.errors import StoreUnavailable
from liveinsight.history import mirror
from liveinsight.timing import day_of
from tests.integration.history.story import DAY, HOUR, NOON, Story, view
from tests.integration.store.world import MIDNIGHT

DAYS = 4
COUNTED = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM sessions)"


@pytest.fixture
def archived(story: Story) -> Story:
    """Four closed days of one, two, three and four visits, and one visit today."""
    for day in range(DAYS):
        for person in range(day + 1):
            story.send(view(NOON + day * DAY, day, f"/{day}", person + 1))
    story.send(view(NOON + DAYS * DAY, 99))
    story.archive()
    assert len(story.shelf.days()) == 2 * DAYS
    return story


def copied(story: Story, kind: str = "events") -> list[Path]:
    return sorted((story.folder / kind).glob("*/*/*.parquet"))


def days(first: int, last: int) -> tuple[int, int]:
    """An extent of whole days, the last one excluded."""
    return MIDNIGHT + first * DAY, MIDNIGHT + last * DAY


def counts(story: Story, first: int = 0, last: int = DAYS + 1) -> list[int]:
    (row,) = story.rows(COUNTED, extent=days(first, last))
    return list(row)


def test_only_the_days_asked_for_are_copied_and_only_once(archived: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    assert counts(archived, 1, 3) == [5, 5]
    assert [path.parent.name for path in copied(archived)] == [f"date={day_of(NOON + day * DAY)}" for day in (1, 2)]
    monkeypatch.setattr(Bucket, "download", None)
    assert counts(archived, 1, 3) == [5, 5]


def test_an_answer_about_closed_days_does_not_need_the_log(archived: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liveinsight.history.tail.Tail.view", None)
    assert counts(archived, 0, DAYS) == [10, 10]


def test_a_replaced_object_is_another_file(archived: Story) -> None:
    assert counts(archived) == [11, 11]
    archived.send(view(NOON + 3 * DAY + 11 * HOUR, 98, "/late", 7), late_ms=23 * HOUR)
    archived.archive()
    archived.look_again()
    assert counts(archived) == [12, 12]
    assert len(copied(archived)) == DAYS + 1


def test_imported_files_count_always_and_unfinished_days_never(archived: Story) -> None:
    bucket, site = Bucket(archived.shelf.settings), archived.site
    counts(archived, 0, 2)
    events, sessions = copied(archived)[0], copied(archived, "sessions")[0]
    for day in (-300, 0, DAYS):
        for kind, path in (("events", events), ("sessions", sessions)):
            date = day_of(NOON + day * DAY)
            bucket.put_file(f"{kind}/site={site}/date={date}/imported.parquet", path)
    bucket.put_file(f"events/site={site}/date={day_of(NOON + DAYS * DAY)}/day.parquet", events)
    bucket.put(f"events/site={site}/date=yesterday/day.parquet", b"no day")
    bucket.put(f"events/site={site}/date={day_of(NOON)}/readme.txt", b"no Parquet")
    archived.look_again()
    assert counts(archived) == [13, 13]
    assert counts(archived, -301, -298) == [1, 1]
    assert archived.history.first_day(site) == archived.history.shelf(site).first_day
    assert str(archived.history.first_day(site)) == day_of(NOON - 300 * DAY)


def test_a_missing_object_is_an_empty_day_and_one_that_vanishes_is_looked_for_again(archived: Story) -> None:
    archived.history.shelf(archived.site)
    bucket = Bucket(archived.shelf.settings)
    for kind in ("events", "sessions"):
        bucket.delete(f"{kind}/site={archived.site}/date={day_of(NOON + DAY)}/day.parquet")
    assert counts(archived) == [9, 9]


def test_an_object_replaced_between_looking_and_copying_is_copied_as_it_is_now(archived: Story) -> None:
    archived.history.shelf(archived.site)
    archived.send(view(NOON + 3 * DAY + 11 * HOUR, 98, "/late", 7), late_ms=23 * HOUR)
    archived.archive()
    assert counts(archived) == [12, 12]


def test_without_s3_copies_answer_with_a_warning(archived: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    assert counts(archived, 0, 2) == [3, 3]
    monkeypatch.setattr("liveinsight.archive.objects.s3_client", unreachable)
    monkeypatch.setattr(archived.history._mirror, "_bucket", Bucket(archived.shelf.settings))
    monkeypatch.setattr(archived.history._mirror._copies, "_bucket", Bucket(archived.shelf.settings))
    archived.look_again()
    relation = archived.history.events(archived.site, days(0, 2))
    assert [text[:37] for text in relation.warnings] == ["The archive cannot be reached; it is "]
    assert counts(archived, 0, 2) == [3, 3]
    with pytest.raises(StoreUnavailable, match="not all of it is here"):
        counts(archived, 0, 3)
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        archived.rows(COUNTED, archived.open(), days(0, 2))


def unreachable(_settings: object) -> object:
    """A client of an S3 that is not there."""
    quick = Config(connect_timeout=0.2, read_timeout=0.2, retries={"total_max_attempts": 1})
    return boto3.client("s3", region_name="us-east-1", endpoint_url="http://127.0.0.1:4719", config=quick)


def test_a_copy_damaged_on_this_disk_is_fetched_again(archived: Story) -> None:
    assert counts(archived) == [11, 11]
    for path in copied(archived)[:2]:
        path.write_bytes(path.read_bytes()[:-20])
    copied(archived)[2].unlink()
    assert counts(archived) == [11, 11]
    assert archived.history.events(archived.site, days(0, 5)).warnings == ()


def test_a_damaged_object_is_left_out_and_named_until_it_is_replaced(archived: Story) -> None:
    key = f"events/site={archived.site}/date={day_of(NOON + DAY)}/day.parquet"
    bucket = Bucket(archived.shelf.settings)
    whole = bucket.get(key)
    assert whole is not None
    bucket.put(key, whole[:-20])
    for _ in range(2):
        assert counts(archived) == [9, 11]
        relation = archived.history.events(archived.site, days(0, 5))
        assert relation.warnings == (
            f"A damaged archive file was left out: events of {day_of(NOON + DAY)}, day.parquet.",
        )
    bucket.put(key, whole)
    archived.look_again()
    assert counts(archived) == [11, 11]
    assert archived.history.events(archived.site, days(0, 5)).warnings == ()


def test_what_was_not_used_for_longest_goes_first(archived: Story) -> None:
    assert counts(archived, 0, 3) == [6, 6]
    for age, path in enumerate(reversed(copied(archived) + copied(archived, "sessions"))):
        os.utime(path, (time.time() - 1000 - age, time.time() - 1000 - age))
    stored = archived.history._mirror._copies
    stored._most_bytes = sum(path.stat().st_size for path in copied(archived) + copied(archived, "sessions"))
    counts(archived, 2, 4)
    left = [path.parent.name for path in copied(archived)]
    assert left[-2:] == [f"date={day_of(NOON + day * DAY)}" for day in (2, 3)]
    assert len(left) < 4
    assert counts(archived, 0, 4) == [10, 10]


def test_copies_in_use_are_kept_even_if_they_are_too_large(archived: Story, caplog: pytest.LogCaptureFixture) -> None:
    archived.history._mirror._copies._most_bytes = 1
    with caplog.at_level(logging.WARNING):
        assert counts(archived) == [11, 11]
    assert "LIVEINSIGHT_HISTORY_CACHE_MB" in caplog.text
    assert len(copied(archived)) == DAYS


def test_downloads_that_died_are_removed(archived: Story) -> None:
    folder = archived.folder / "events" / f"site={archived.site}" / "date=2026-01-01"
    folder.mkdir(parents=True)
    old, new = folder / ".day.x.parquet.1234", folder / ".day.x.parquet.5678"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    assert counts(archived) == [11, 11]
    assert (old.exists(), new.exists()) == (False, True)


def test_many_threads_and_another_process_share_a_folder(archived: Story) -> None:
    asked = (
        "import os, sys, json; from pathlib import Path; from liveinsight import tables;"
        "from liveinsight.settings import Settings; from liveinsight.history.opening import open_engine;"
        "from liveinsight.query.relations import Extent; from liveinsight.query.sql import Statement;"
        "name, url, bucket, folder, site, first, last, now, sql = sys.argv[1:];"
        "made = Settings(project_name=name, endpoint_url=url, archive_bucket=bucket); tables.bind(made);"
        "engine = open_engine(made, Path(folder), lambda: int(now), lambda _site, _timezone: None);"
        "e = (int(first), int(last));"
        "s = Statement(f'asked AS ({sql}) SELECT * FROM asked', {}, frozenset({'events', 'sessions'}));"
        "print(json.dumps(engine.run(s, site, Extent(e, e)).rows[0]))"
    )
    made, extent = archived.shelf.settings, days(0, DAYS + 1)
    values = (made.project_name, made.endpoint_url, made.archive_bucket, archived.folder, archived.site, *extent)
    command = [sys.executable, "-c", asked, *map(str, values), str(archived.now), COUNTED]
    others = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: counts(archived), range(16))) == [[11, 11]] * 16
    for other in others:
        output, _ = other.communicate(timeout=120)
        assert json.loads(output) == [11, 11]
    assert len(copied(archived)) == DAYS
    assert not list(archived.folder.glob("*/*/*/.*"))


def test_folders_of_processes_that_are_gone_are_removed(archived: Story) -> None:
    lost = archived.folder / "work" / "tmplost"
    lost.mkdir()
    (lost / "events-1.parquet").write_bytes(b"")
    assert counts(archived) == [11, 11]
    archived.rows(COUNTED, archived.open())
    assert not lost.exists()
    assert counts(archived) == [11, 11]


def test_a_look_is_believed_for_a_while(archived: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    first = archived.history.shelf(archived.site)
    assert archived.history.shelf(archived.site) is first
    monkeypatch.setattr(mirror, "LISTING_S", 0.0)
    archived.look_again()
    assert archived.history.shelf(archived.site) is not first
