"""The open day, read while it is written: what is asked is there, once, whatever the archive has done of it."""

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import EndpointConnectionError

from liveinsight.archive.log import unsigned
from liveinsight.errors import StoreUnavailable
from liveinsight.history import tail
from liveinsight.history.mirror import wall_clock
from liveinsight.history.opening import open_engine
from liveinsight.timing import DAY_MS, iso
from tests.integration.history.story import HOUR, MINUTE, NOON, Story, view
from tests.integration.store.world import MIDNIGHT

NEXT = MIDNIGHT + DAY_MS


def test_a_site_without_an_archive_is_read_from_the_log(story: Story) -> None:
    story.send(view(NOON, source="letter"), view(NOON + MINUTE, 1, "/a"), view(NOON + 2 * MINUTE, 0, "/b", 2))
    story.check()


def test_an_event_is_there_at_the_next_look(story: Story) -> None:
    story.send(view(NOON))
    story.check()
    for number in range(1, 8):
        story.send(
            view(NOON + number * 10 * MINUTE, number, f"/{number}"), view(NOON + number * MINUTE, number, "/", 2)
        )
        story.look_again()
        story.check()


def test_hours_close_and_days_close_under_the_reader(story: Story) -> None:
    """From noon to the next morning, again and again events and a look; the archive runs now and then."""
    for number in range(22):
        at = NOON + number * 50 * MINUTE
        story.send(view(at, number, f"/{number % 3}"), view(at + number * MINUTE, number, "/x", 2))
        if number % 2:
            story.archive()
        story.look_again()
        story.check()
    assert len(story.shelf.days()) == 2


def test_late_events_join_visits_wherever_they_lie(story: Story) -> None:
    story.send(view(NOON), view(NOON + 50 * MINUTE, 1), view(NOON + 5 * HOUR, 2), view(NOON + 5 * HOUR, 0, "/", 2))
    story.check()
    story.send(view(NOON + 25 * MINUTE, 3, "/late"), late_ms=5 * HOUR)
    story.look_again()
    story.check()
    story.archive()
    story.send(view(NOON - 20 * MINUTE, 4, "/later", source="early"), late_ms=6 * HOUR)
    story.look_again()
    story.check()
    story.archive(story.now + HOUR)
    story.look_again()
    story.check()


def test_a_visit_over_midnight_is_one_whether_its_first_day_is_closed_or_not(story: Story) -> None:
    for number in range(10):
        story.send(
            view(NEXT - HOUR + number * 20 * MINUTE, number, f"/{number}", source="letter" if not number else "")
        )
    story.send(view(NEXT + 6 * HOUR, 0, "/", 3))
    story.check()
    story.archive()
    story.look_again()
    story.check()
    assert story.history.shelf(story.site).progress.days_to == NEXT
    story.check(story.open())
    story.send(view(NEXT + 6 * HOUR + MINUTE, 1, "/", 3))
    story.look_again()
    story.check()


def test_the_visitor_of_a_visit_changes_as_soon_as_the_page_identifies_somebody(story: Story) -> None:
    """Two devices at the same time, one person; each page that is identified changes its own visit only."""
    story.send(view(NOON), view(NOON, person=2))
    story.look_again()
    story.check()
    story.send(view(NOON + MINUTE, 1, user="kim"))
    story.look_again()
    story.check()
    story.send(view(NOON + MINUTE, 1, person=2, user="kim"))
    story.look_again()
    story.check()
    story.send(view(NOON + 2 * MINUTE, 2, "/a"))
    story.look_again()
    story.check()
    assert story.rows("SELECT count(*), count(DISTINCT visitor_id) FROM sessions") == [(2, 1)]
    story.send(view(NOON - MINUTE, 3, "/b", user="lee"), late_ms=3 * HOUR)
    story.look_again()
    story.check()
    assert story.rows("SELECT count(*), count(DISTINCT visitor_id) FROM sessions") == [(2, 2)]
    story.archive(NEXT + 3 * HOUR)
    story.look_again()
    story.check()


def test_an_identified_visitor_is_one_on_closed_and_open_days(story: Story) -> None:
    story.send(view(NOON), view(NOON + MINUTE, 1, user="kim"), view(NEXT - 10 * MINUTE, 2), view(NEXT + 10 * MINUTE, 3))
    story.send(view(NEXT + 5 * HOUR, 4, user="kim"))
    visitors = "SELECT count(*), count(DISTINCT visitor_id) FROM sessions"
    story.check()
    assert story.rows(visitors) == [(3, 2)], "kim twice, and somebody at midnight"
    story.archive()
    story.look_again()
    story.check()
    assert story.history.shelf(story.site).progress.days_to == NEXT
    assert story.rows(visitors) == [(3, 2)]
    lasting = 'SELECT visitor_id FROM events GROUP BY 1 HAVING count(DISTINCT epoch_ms("at") // 86_400_000) > 1'
    assert [story.world.user(unsigned(row[0])) for row in story.rows(lasting)] == ["kim"]


def test_idle_sites_are_dropped_and_loaded_again(story: Story) -> None:
    story.send(view(NOON))
    story.check()
    known = story.history._tails[story.site]
    assert known.drop_if_idle(known.asked_s + 1)
    story.check()


def test_a_folder_that_somebody_cleans_away_is_made_again(story: Story) -> None:
    story.send(view(NOON), view(NOON + MINUTE, 1, "/a"))
    story.archive(NEXT + 3 * HOUR)
    story.send(view(NEXT + 4 * HOUR, 2, "/b", 2))
    story.look_again()
    story.check()
    shutil.rmtree(story.folder)
    story.send(view(NEXT + 4 * HOUR + MINUTE, 3, "/c", 2))
    story.look_again()
    story.check()


def test_questions_during_refreshes_see_one_moment(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every visit grows by events while four threads ask: an event never lacks its visit, nor a visit an event."""
    monkeypatch.setattr(tail, "FRESH_S", 0.0)
    monkeypatch.setattr(tail, "MOST_ROWS", 10)
    whole = """SELECT count(*), (SELECT sum(pageviews) FROM sessions),
        (SELECT count(*) FROM events ANTI JOIN sessions USING (session_id)) FROM events"""
    ended = threading.Event()
    found: list[tuple[int, ...]] = []

    def ask() -> None:
        while not ended.is_set():
            found.extend(story.rows(whole))

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        try:
            for number in range(12):
                answers = len(found)
                story.send(*(view(NOON + number * 20_000 + person, number, "/", person) for person in range(1, 4)))
                while len(found) < answers + 3 and not any(future.done() for future in asking):
                    time.sleep(0.01)
        finally:
            ended.set()
        for future in asking:
            future.result()
    found.extend(story.rows(whole))
    assert {(views == events, lost) for events, views, lost in found if events} == {(True, 0)}
    assert found[-1] == (36, 36, 0)
    assert len({events for events, _, _ in found}) > 5


def test_an_event_is_in_the_answer_within_five_seconds(story: Story) -> None:
    """By the real clock, with nothing but waiting."""
    story.now = int(time.time() * 1000)
    engine = open_engine(story.shelf.settings, story.folder, wall_clock, lambda _site, _timezone: None)
    extent = (story.now - DAY_MS, story.now + DAY_MS)
    count = "SELECT count(*) FROM events"
    assert story.rows(count, engine, extent) == [(0,)]
    story.send(view(int(time.time() * 1000)))
    sent = time.monotonic()
    while story.rows(count, engine, extent) != [(1,)]:
        assert time.monotonic() - sent < 5
        time.sleep(0.1)


def test_when_the_log_cannot_be_read_the_last_state_is_shown_with_a_warning(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.send(view(NOON))
    story.check()

    def fail(*_: object) -> None:
        raise EndpointConnectionError(endpoint_url="dynamodb")

    monkeypatch.setattr("liveinsight.history.follower.event_log.read", fail)
    story.look_again()
    relation = story.history.events(story.site, (NOON, NOON + HOUR))
    assert relation.warnings == (f"The newest events cannot be read; they are shown as of {iso(NOON)}.",)
    assert story.rows("SELECT count(*) FROM events") == [(1,)]
    with pytest.raises(StoreUnavailable, match="newest events"):
        story.rows("SELECT count(*) FROM events", story.open())
