"""The open day, read while it is written: what is asked is there, once, whatever the archive has done of it."""

from liveinsight.timing import DAY_MS
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


def test_idle_sites_are_dropped_and_loaded_again(story: Story) -> None:
    story.send(view(NOON))
    story.check()
    tail = story.history._tails[story.site]
    assert tail.drop_if_idle(tail.asked_s + 1)
    story.check()
