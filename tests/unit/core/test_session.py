"""The visit, by examples and by properties."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveinsight.domain.event import Event
from liveinsight.domain.session import (
    INACTIVITY_MS,
    MAX_PAGES,
    Session,
    join_all,
    joins,
    merge,
    of,
    session_id,
    sessionise,
)
from tests.unit.core import reference
from tests.unit.core.made import MIDNIGHT, NOON, event


def visit(*events: Event) -> Session:
    """The only visit of these events."""
    (found,) = sessionise(events)
    return found


@pytest.mark.parametrize(
    ("minutes", "visits"),
    [
        ([0], 1),
        ([0, 30], 1),
        ([0, 30.001], 2),
        ([0, 30, 60, 90], 1),
        ([0, 31, 62], 3),
        ([0, 60, 30], 1),
        ([60, 0], 2),
    ],
    ids=str,
)
def test_a_visit_ends_after_more_than_30_minutes_without_an_event(minutes: list[float], visits: int) -> None:
    assert len(sessionise(event(minute) for minute in minutes)) == visits


def test_visits_of_two_visitors_are_two() -> None:
    assert len(sessionise([event(0, visitor="aa"), event(1, visitor="bb")])) == 2


@pytest.mark.parametrize(
    ("events", "bounce"),
    [
        ([event(0)], True),
        ([event(0), event(1)], False),
        ([event(0), event(1, "event")], False),
        ([event(0), event(1, "event", interactive=False)], True),
        ([event(0), event(1, "engagement", visible_ms=60_000)], True),
        ([event(0, "event")], False),
        ([event(0, "engagement")], False),
    ],
    ids=[
        "one page",
        "two pages",
        "interactive event",
        "passive event",
        "engagement",
        "event without page",
        "engagement without page",
    ],
)
def test_a_bounce_is_one_pageview_and_no_interactive_event(events: list[Event], bounce: bool) -> None:
    assert visit(*events).bounce is bounce


def test_duration_is_last_minus_first_event() -> None:
    found = visit(event(0), event(2), event(7, "engagement"))
    assert found.duration_ms == 7 * 60_000
    assert (found.started_at, found.ended_at) == (NOON, NOON + 7 * 60_000)


def test_engaged_time_adds_up() -> None:
    assert (
        visit(event(0), event(1, "engagement", visible_ms=700), event(2, "engagement", visible_ms=5)).engaged_ms == 705
    )


def test_entry_exit_and_source_come_from_pageviews_even_when_other_events_surround_them() -> None:
    found = visit(
        event(0, "event", path="/before", source="early"),
        event(1, path="/first", source="news"),
        event(2, path="/last", source="other"),
        event(3, "engagement", path="/after"),
    )
    assert (found.entry_page, found.exit_page) == ("/first", "/last")
    assert found.origin.attribution.source == "news"


def test_without_a_pageview_entry_and_exit_are_those_of_the_events() -> None:
    found = visit(event(0, "event", path="/a"), event(1, "event", path="/b"))
    assert (found.entry_page, found.exit_page, found.pageviews) == ("/a", "/b", 0)


def test_the_way_through_the_site_is_kept_in_order_and_bounded() -> None:
    found = visit(*(event(number / 10, path=f"/{number}") for number in reversed(range(MAX_PAGES + 20))))
    assert [page.path for page in found.pages] == [f"/{number}" for number in range(MAX_PAGES)]
    assert found.pageviews == MAX_PAGES + 20


def test_the_id_depends_on_site_visitor_and_first_event_only() -> None:
    alone, longer = visit(event(0)), visit(event(0), event(5))
    assert alone.id == longer.id == session_id("site", "aa", event(0).key)
    assert alone.id != visit(event(0, visitor="bb")).id
    assert alone.id != visit(event(1)).id


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_order_of_arrival_does_not_matter(order: tuple[int, ...]) -> None:
    events = [event(0, path="/a"), event(20, "event"), event(45, path="/b"), event(90, path="/c")]
    expected = sessionise(events)
    assert sessionise(events[position] for position in order) == expected


class TestAroundMidnight:
    """Visitor ids change at midnight; a bridge says that two of them are one person."""

    def test_a_bridge_joins_the_two_ids_of_one_person(self) -> None:
        found = visit(
            event(-10, visitor="old", bridge="b", start=MIDNIGHT),
            event(10, visitor="new", bridge="b", start=MIDNIGHT),
        )
        assert (found.visitor, found.pageviews) == ("old", 2)

    def test_without_a_bridge_they_stay_two(self) -> None:
        events = [event(-10, visitor="old", start=MIDNIGHT), event(10, visitor="new", start=MIDNIGHT)]
        assert len(sessionise(events)) == 2

    def test_a_bridge_does_not_reach_over_more_than_30_minutes(self) -> None:
        events = [
            event(-20, visitor="old", bridge="b", start=MIDNIGHT),
            event(20, visitor="new", bridge="b", start=MIDNIGHT),
        ]
        assert len(sessionise(events)) == 2

    def test_a_visit_that_goes_on_after_the_bridge_stays_one(self) -> None:
        found = visit(
            event(-45, visitor="old", start=MIDNIGHT),
            event(-20, visitor="old", bridge="b", start=MIDNIGHT),
            event(5, visitor="new", bridge="b", start=MIDNIGHT),
            event(34, visitor="new", start=MIDNIGHT),
        )
        assert found.pageviews == 4

    def test_two_midnights_in_a_row_can_be_bridged(self) -> None:
        events = [
            event(0, visitor="day1", bridge="b1"),
            event(1, visitor="day2", bridge="b1"),
            event(2, visitor="day2", bridge="b2"),
            event(3, visitor="day3", bridge="b2"),
        ]
        assert visit(*events).pageviews == 4


class TestIdentified:
    """A page may identify its visitor in the middle of a visit, or only at its end."""

    @pytest.mark.parametrize("position", range(3))
    def test_the_whole_visit_is_that_of_the_identified_visitor(self, position: int) -> None:
        found = visit(*(event(minute, lasting="kim" if minute == position else "") for minute in range(3)))
        assert (found.counted_visitor, found.visitor) == ("kim", "aa")

    def test_the_visit_keeps_its_name(self) -> None:
        assert visit(event(0), event(1)).id == visit(event(0, lasting="kim"), event(1, lasting="kim")).id

    def test_of_two_the_first_one_counts(self) -> None:
        assert visit(event(0), event(2, lasting="lee"), event(1, lasting="kim")).counted_visitor == "kim"

    def test_one_visitor_on_two_devices_makes_two_visits(self) -> None:
        found = sessionise([event(0, visitor="aa", lasting="kim"), event(1, visitor="bb", lasting="kim")])
        assert [each.counted_visitor for each in found] == ["kim", "kim"]

    def test_the_next_visit_is_anonymous_again(self) -> None:
        found = sessionise([event(0, lasting="kim"), event(31)])
        assert [each.counted_visitor for each in found] == ["kim", "aa"]

    def test_it_reaches_over_midnight(self) -> None:
        found = visit(
            event(-10, visitor="old", bridge="b", start=MIDNIGHT),
            event(10, visitor="new", bridge="b", lasting="kim", start=MIDNIGHT),
        )
        assert (found.counted_visitor, found.visitor) == ("kim", "old")


EVENTS = st.lists(
    st.builds(
        event,
        st.integers(0, 24 * 8).map(lambda eighth: eighth * 7.5),
        st.sampled_from(["pageview", "engagement", "event"]),
        id=st.uuids().map(str),
        visitor=st.sampled_from(["aa", "bb", "cc"]),
        path=st.sampled_from(["/", "/a", "/b"]),
        source=st.sampled_from(["", "Google", "news"]),
        interactive=st.booleans(),
        visible_ms=st.integers(0, 10_000),
        bridge=st.sampled_from(["", "", "", "x", "y"]),
        lasting=st.sampled_from(["", "", "", "kim", "lee"]),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda made: made.id,
)
ONE_VISITOR = EVENTS.map(lambda events: [found for found in events if found.visitor == events[0].visitor])


def as_reference(found: Session) -> reference.Visit:
    return reference.Visit(
        events=(found.first, found.last),
        visitor=found.visitor,
        counted=found.counted_visitor,
        entry=found.entry_page,
        exit=found.exit_page,
        source=found.origin.attribution.source,
        pageviews=found.pageviews,
        custom=found.custom_events,
        interactive=found.interactive_events,
        engaged_ms=found.engaged_ms,
        bounce=found.bounce,
        pages=tuple(page.path for page in found.pages),
    )


@given(EVENTS)
def test_sessionise_equals_the_plain_reference(events: list[Event]) -> None:
    found = [as_reference(session) for session in sessionise(events)]
    assert len(found) == len(set(found))
    assert set(found) == reference.visits(events)


@given(EVENTS.flatmap(lambda events: st.tuples(st.just(events), st.permutations(events))))
def test_any_order_of_events_gives_the_same_visits(both: tuple[list[Event], list[Event]]) -> None:
    events, shuffled = both
    assert {session.id: session for session in sessionise(events)} == {
        session.id: session for session in sessionise(shuffled)
    }


@given(ONE_VISITOR)
def test_merge_is_commutative(events: list[Event]) -> None:
    half = len(events) // 2
    if half:
        a, b = _folded(events[:half]), _folded(events[half:])
        assert merge(a, b) == merge(b, a)


@given(ONE_VISITOR.filter(lambda events: len(events) >= 3), st.data())
def test_merge_is_associative(events: list[Event], data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(events) - 2))
    second = data.draw(st.integers(first + 1, len(events) - 1))
    a, b, c = _folded(events[:first]), _folded(events[first:second]), _folded(events[second:])
    assert merge(merge(a, b), c) == merge(a, merge(b, c))


@given(st.lists(st.integers(0, 400), min_size=MAX_PAGES, max_size=3 * MAX_PAGES, unique=True), st.integers(1, 49))
def test_merge_is_associative_when_the_way_is_longer_than_is_kept(minutes: list[int], cut: int) -> None:
    parts = [of(event(minute, path=f"/{minute}")) for minute in minutes]
    left, right = _fold_all(parts[:cut]), _fold_all(parts[cut:])
    assert merge(left, right).pages == _fold_all(parts).pages
    assert [page.path for page in merge(left, right).pages] == [f"/{minute}" for minute in sorted(minutes)[:MAX_PAGES]]


@given(ONE_VISITOR, st.data())
def test_visits_can_be_joined_in_any_grouping(events: list[Event], data: st.DataObject) -> None:
    """Rollup may see a visit's parts in several runs: joining what was joined before changes nothing."""
    parts = [of(found) for found in events]
    cut = data.draw(st.integers(0, len(parts)))
    assert join_all(join_all(parts[:cut]) + join_all(parts[cut:])) == join_all(parts)


def test_joins_looks_both_ways() -> None:
    early, late = of(event(0)), of(event(30))
    assert joins(early, late)
    assert joins(late, early)
    assert not joins(of(event(31)), early)
    assert INACTIVITY_MS == 1_800_000


def _folded(events: list[Event]) -> Session:
    return _fold_all([of(found) for found in events])


def _fold_all(parts: list[Session]) -> Session:
    whole = parts[0]
    for part in parts[1:]:
        whole = merge(whole, part)
    return whole
