"""Whatever comes, in whatever order, and wherever the archive stands: the history says what was sent."""

import os
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveinsight import late, tables
from liveinsight.archive import days
from liveinsight.archive.hours import LoggedHours
from liveinsight.archive.layout import hour_key
from liveinsight.archive.log import LogReader
from liveinsight.archive.objects import Bucket
from liveinsight.archive.progress import Progress, save
from liveinsight.archive.workspace import workspace
from liveinsight.history import rows, tail
from liveinsight.settings import Settings
from liveinsight.timing import hours
from tests.integration.archive.shelf import Shelf
from tests.integration.history.story import DAY, HOUR, MINUTE, Story
from tests.integration.store.reference import Hit
from tests.integration.store.world import MIDNIGHT

EXAMPLES = int(os.environ.get("LIVEINSIGHT_TEST_EXAMPLES", "6"))
GAPS = [0, 1, MINUTE, 20 * MINUTE, 30 * MINUTE, 30 * MINUTE + 1, 45 * MINUTE, 5 * HOUR]
EDGES = [MIDNIGHT, MIDNIGHT + DAY, MIDNIGHT + DAY - HOUR, MIDNIGHT + DAY + 3 * HOUR]


def invent(chance: random.Random) -> list[tuple[int, Hit]]:
    """Hits of a few people around midnights, with the times at which they come, in that order."""
    found = []
    for person in range(1, chance.randint(2, 5)):
        at = chance.choice(EDGES) + chance.randint(-90, 60) * MINUTE
        for number in range(chance.randint(1, 8)):
            kind = chance.choice(["pageview", "pageview", "event", "engagement"])
            source = chance.choice(["", "", "letter", "search"])
            user = chance.choice(["", "", "", "kim", "lee"])
            hit = Hit(person, at, f"p{person}-{number}", kind, chance.choice(["/", "/a", "/b"]), source, 0, user)
            if kind == "engagement":
                hit = replace(hit, visible_ms=chance.randrange(9000))
            delay = chance.choice([0, 0, 0, 400, 50_000, 3 * MINUTE, 2 * HOUR, 20 * HOUR])
            found.append((at + delay, hit))
            at += chance.choice(GAPS)
    return sorted(found, key=lambda pair: pair[0])


@contextmanager
def new_story(base: Settings, folder: Path) -> Iterator[Story]:
    """Tables and a bucket for one example."""
    project = f"Test{secrets.token_hex(4)}"
    made = replace(base, project_name=project, archive_bucket=f"{project.lower()}-archive")
    tables.bind(made)
    tables.create()
    late.forget()
    shelf = Shelf(made)
    try:
        yield Story(shelf, folder / project, created_at=MIDNIGHT - DAY)
    finally:
        shelf.clear()
        tables.drop()
        tables.bind(base)


@contextmanager
def _segments_when(most_rows: int) -> Iterator[None]:
    """Rows are moved to segments as soon as there are more than this."""
    with (
        mock.patch.object(tail, "MOST_ROWS", most_rows),
        mock.patch.object(tail, "LEAST_SEGMENT", 1),
        mock.patch.object(tail, "QUIET_MS", 40 * MINUTE),
        mock.patch.object(rows, "RETIRED_S", 0.0),
    ):
        yield


@pytest.fixture
def base(settings: Settings, tmp_path: Path) -> tuple[Settings, Path]:
    return settings, tmp_path


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), most_rows=st.sampled_from([0, 5, 60_000]))
def test_looks_and_archive_runs_between_events(base: tuple[Settings, Path], seed: int, most_rows: int) -> None:
    """The same reader all the time, with its rows moved to segments often, seldom or never."""
    chance = random.Random(seed)
    with new_story(*base) as story, _segments_when(most_rows):
        for now, hit in invent(chance):
            story.now = max(story.now, now)
            story.send(hit)
            if chance.random() < 0.25:
                story.archive()
            if chance.random() < 0.5:
                story.look_again()
                story.check()
        for hours_later in (0, 1, 30, 60):
            story.now += hours_later * HOUR
            if hours_later:
                story.archive()
            story.look_again()
            story.check()
        story.check(story.open())


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_every_position_of_the_boundary(base: tuple[Settings, Path], seed: int) -> None:
    """The log alone, the archive alone, and each midnight and each reach of the hours between."""
    chance = random.Random(seed)
    with new_story(*base) as story:
        for now, hit in invent(chance):
            story.now = max(story.now, now)
            story.send(hit)
        story.now = MIDNIGHT + 3 * DAY
        for days_to in range(MIDNIGHT - DAY, MIDNIGHT + 3 * DAY + 1, DAY):
            _archive_until(story, days_to, min(days_to + chance.choice([2, 12, 40]) * HOUR, story.now))
            story.check(story.open())


def _archive_until(story: Story, days_to: int, hours_to: int) -> None:
    """The archive as it would be with this progress."""
    site, bucket = story.world.current_site(), Bucket(story.shelf.settings)
    begun = MIDNIGHT - 2 * DAY
    with workspace() as space:
        source = LoggedHours(site, LogReader(space), story.now)
        for day in range(begun, days_to, DAY):
            days.publish(space, bucket, site.key, days.build(space, source, site.key, day))
        for hour, path in source.files(hours(begun, hours_to)).items():
            bucket.put_file(hour_key(site.key, hour), path)
    save(bucket, site.key, Progress(days_to, begun, hours_to, begun))
