"""What a look at the bucket takes in: which files count, and which days have visits but no events."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import msgspec
import pytest

from liveinsight.archive.layout import DAY_FILE, EVENTS, HOURS, SESSIONS, progress_key, site_prefix
from liveinsight.archive.objects import Listed
from liveinsight.archive.progress import Progress
from liveinsight.history.shelf import Shelf, look
from liveinsight.timing import DAY_MS

CLOSED = 5 * DAY_MS
"""The days before 1970-01-06 are closed."""
ALL = date.min, date.max


class Listing:
    """A bucket in which `keys` lie, and how far the archive has come."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def put(self, kind: str, *days: int, name: str = DAY_FILE) -> None:
        self.keys |= {_key(kind, day, name) for day in days}

    def drop(self, kind: str, day: int, name: str = DAY_FILE) -> None:
        self.keys.remove(_key(kind, day, name))

    def listed(self, prefix: str) -> Iterator[Listed]:
        return (Listed(key, "etag", 1) for key in sorted(self.keys) if key.startswith(prefix))

    def get(self, key: str) -> bytes:
        assert key == progress_key("site")
        return msgspec.json.encode(Progress(CLOSED, CLOSED, CLOSED, CLOSED))


def _key(kind: str, day: int, name: str) -> str:
    return f"{site_prefix(kind, 'site')}date=1970-01-{day:02}/{name}"


@pytest.fixture
def bucket() -> Listing:
    """Four closed days, whole."""
    made = Listing()
    made.put(EVENTS, 1, 2, 3, 4)
    made.put(SESSIONS, 1, 2, 3, 4)
    return made


def seen(bucket: Any) -> Shelf:
    with ThreadPoolExecutor(3) as pool:
        return look(bucket, "site", Progress(0, 0, 0, 0), pool)


def without_events(shelf: Shelf, first: date = ALL[0], last: date = ALL[1]) -> list[tuple[int, str]]:
    return [(file.day.day, file.name) for file in shelf.without_events(first, last)]


def test_whole_days_miss_nothing(bucket: Listing) -> None:
    assert without_events(seen(bucket)) == []


def test_days_whose_events_are_gone_are_named_in_order_and_when_asked_for(bucket: Listing) -> None:
    for day in (4, 2, 3):
        bucket.drop(EVENTS, day)
    shelf = seen(bucket)
    assert without_events(shelf) == [(2, DAY_FILE), (3, DAY_FILE), (4, DAY_FILE)]
    assert without_events(shelf, date(1970, 1, 2), date(1970, 1, 3)) == [(2, DAY_FILE), (3, DAY_FILE)]
    assert without_events(shelf, date(1970, 1, 1), date(1970, 1, 1)) == []
    assert without_events(shelf, date(1970, 1, 5), date(1970, 1, 9)) == []


def test_each_file_of_a_day_needs_its_own_events(bucket: Listing) -> None:
    bucket.put(SESSIONS, 2, 9, name="imported.parquet")
    bucket.put(EVENTS, 9, name="imported.parquet")
    bucket.put(EVENTS, 3, name="more.parquet")
    assert without_events(seen(bucket)) == [(2, "imported.parquet")]


def test_events_without_sessions_and_days_that_are_not_closed_are_not_named(bucket: Listing) -> None:
    bucket.drop(SESSIONS, 2)
    bucket.put(SESSIONS, 6)
    bucket.put(HOURS, 1, name="07.parquet")
    assert without_events(seen(bucket)) == []


def test_the_next_look_knows_what_came_back(bucket: Listing) -> None:
    bucket.drop(EVENTS, 2)
    before = seen(bucket)
    bucket.put(EVENTS, 2)
    bucket.drop(EVENTS, 3)
    assert (without_events(before), without_events(seen(bucket))) == ([(2, DAY_FILE)], [(3, DAY_FILE)])
