"""A run that dies before any of its writes leaves nothing half done, and the next one finishes it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from liveinsight.archive import again, progress
from liveinsight.archive.objects import Bucket
from liveinsight.archive.run import run
from liveinsight.timing import DAY_MS, HOUR_MS, MINUTE_MS, day_of, parse_hour
from tests.integration.archive.shelf import Shelf, rollup
from tests.integration.archive.test_archive import NEXT, NOON, check_all, send, view
from tests.integration.store.world import MIDNIGHT, World

Content = dict[str, tuple[bytes, dict[str, str]]]
LATE = NOON + 20 * MINUTE_MS
FIRST_RUN = NEXT + 2 * HOUR_MS
SECOND_RUN = NEXT + DAY_MS + 3 * HOUR_MS


class Killed(BaseException):
    """Nothing in the product catches it."""


@contextmanager
def dying(at: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    """The write number `at` and all after it do not happen; gives how many were tried."""
    tried = 0

    def write(original: Callable[..., Any]) -> Callable[..., Any]:
        def attempt(*args: Any, **kwargs: Any) -> Any:
            nonlocal tried
            tried += 1
            if tried > at:
                raise Killed
            return original(*args, **kwargs)

        return attempt

    original_init = Bucket.__init__

    def init(self: Bucket, *args: Any) -> None:
        original_init(self, *args)
        for name in ("put_object", "delete_object"):
            monkeypatch.setattr(self._client, name, write(getattr(self._client, name)))

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "__init__", init)
        patch.setattr(again, "done", write(again.done))
        yield lambda: tried


def content(shelf: Shelf) -> Content:
    found = {}
    for key in shelf.object_keys():
        answer = shelf.s3.get_object(Bucket=shelf.settings.archive_bucket, Key=key)
        found[key] = (answer["Body"].read(), answer["Metadata"])
    return found


def restore(shelf: Shelf, before: Content) -> None:
    for key in shelf.object_keys():
        shelf.s3.delete_object(Bucket=shelf.settings.archive_bucket, Key=key)
    for key, (body, metadata) in before.items():
        shelf.s3.put_object(Bucket=shelf.settings.archive_bucket, Key=key, Body=body, Metadata=metadata)


def seen_by_a_reader(shelf: Shelf, world: World) -> list[int]:
    """Times of events by the rule for readers: closed days from their files, the open day from its hours."""
    known = progress.load(Bucket(shelf.settings), world.site.key)
    assert known is not None
    times = [row["at"] for row in shelf.rows("events") if parse_hour(f"{row['date']}T00") < known.days_to]
    hours = [key for key in shelf.object_keys("hours/") if key.endswith(".parquet")]
    for key in hours:
        date, hour = key.rpartition("date=")[2].removesuffix(".parquet").split("/")
        start = parse_hour(f"{date}T{hour}")
        if known.days_to <= start < known.hours_to:
            times.append(start)
    return times


def test_killed_before_any_write_and_repeated(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(shelf.settings, created_at=MIDNIGHT)
    early = [view(NOON), view(NOON + 40 * MINUTE_MS, 1, "/b"), view(NEXT - 5 * MINUTE_MS, 0, "/n", 2)]
    send(world, early)
    shelf.run(FIRST_RUN)
    before = content(shelf)
    assert len(shelf.days()) == 2
    world.send([view(LATE, 2, "/a")], FIRST_RUN)
    send(world, [view(NEXT + 5 * HOUR_MS, 5, person=3)])
    rollup(world, SECOND_RUN)
    shelf.run(SECOND_RUN)
    finished = content(shelf)
    check_all(shelf, world)
    assert len(shelf.rows("events")) == 5

    died = 0
    for at in range(100):
        restore(shelf, before)
        again.mark(world.site.key, LATE - LATE % HOUR_MS, SECOND_RUN)
        with dying(at, monkeypatch) as tried:
            try:
                run(SECOND_RUN, shelf.settings)
            except Killed:
                died += 1
            writes = tried()
        if writes <= at:
            break
        times = seen_by_a_reader(shelf, world)
        assert len(times) == len(set(times))
        assert {hit.at for hit in early} <= set(times)
        assert [row["date"] for row in shelf.rows("events")].count(day_of(NOON)) in (3, 4)
        shelf.run(SECOND_RUN)
        assert content(shelf) == finished
        assert again.marked() == {}
    assert died >= 10
