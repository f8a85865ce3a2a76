"""Nothing is lost and nothing counts twice: without network, without a collector, in a storm of events."""

import json
from collections.abc import Callable
from itertools import pairwise

import pytest

from liveinsight.domain.event import Event
from tests.browser.tracker.road import Road, Trouble
from tests.browser.tracker.stored import Log
from tests.browser.tracker.visitor import Visitor
from tests.browser.tracker.website import Website

STORM = 1000
LEAST_PAUSE_S = 0.8
LONGEST_TASK_MS = 50
ATTEMPTS = 3
"""Other programs on the machine make tasks longer, never shorter."""


def names(events: list[Event]) -> list[str]:
    return sorted(event.name or event.path for event in events if event.type != "engagement")


def ids_once(log: Log) -> bool:
    """Whether every event has been given one id, however often it was sent."""
    told = {json.dumps({**event, "id": ""}, sort_keys=True): set[str]() for event in log.road.sent()}
    for event in log.road.sent():
        told[json.dumps({**event, "id": ""}, sort_keys=True)].add(event["id"])
    return all(len(ids) == 1 for ids in told.values())


def test_offline_and_online_again(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/"))
    assert len(log.pageviews(1)) == 1
    visitor.context.set_offline(True)
    visitor.do("liveinsight('event', 'in the tunnel')", pause_ms=1300)
    visitor.do("history.pushState({}, '', '/tunnel')", "liveinsight('event', 'still there')")
    assert len(log.road.beacons) == 1
    visitor.context.set_offline(False)
    expected = ["/", "/tunnel", "in the tunnel", "still there"]
    visitor.wait(lambda: len(log.road.sent()) >= len(expected), "sending what was kept")
    assert names(log.all(4)) == expected


def answers(status: int, cors: bool = True) -> Callable[[Road], None]:
    def set_trouble(road: Road) -> None:
        road.trouble = status
        if not cors:
            road.headers.clear()

    return set_trouble


def meets(trouble: Trouble) -> Callable[[Road], None]:
    return lambda road: setattr(road, "trouble", trouble)


TROUBLES: dict[str, Callable[[Road], None]] = {
    "overloaded": answers(503),
    "too many requests": answers(429),
    "a proxy without CORS headers": answers(502, cors=False),
    "connections end": meets(Trouble.LOST_REQUEST),
    "stored, and the answer lost": meets(Trouble.LOST_ANSWER),
    "connections refused": lambda road: road.close(),
}


@pytest.mark.parametrize("begin", TROUBLES.values(), ids=TROUBLES)
def test_a_collector_that_is_down_for_a_while(
    pages: Website, visitor: Visitor, log: Log, begin: Callable[[Road], None]
) -> None:
    begin(log.road)
    visitor.go(pages.page("/"))
    visitor.do("liveinsight('event', 'meanwhile')", pause_ms=1200)
    tried = len(log.road.beacons)
    log.road.trouble = None
    log.road.close()
    log.road.open()
    visitor.wait(lambda: len(log.road.beacons) > tried, "trying again")
    log.custom(1)
    visitor.leave()
    assert names(log.all(2)) == ["/", "meanwhile"]
    assert ids_once(log)
    moments = [beacon.at for beacon in log.road.beacons[: tried + 1]]
    assert all(later - earlier > LEAST_PAUSE_S for earlier, later in pairwise(moments)), "it does not hammer"


def test_a_refusal_is_taken_for_an_answer(pages: Website, visitor: Visitor, log: Log) -> None:
    log.road.trouble = 403
    visitor.go(pages.page("/"))
    log.road.wait_for(1)
    visitor.page.wait_for_timeout(2200)
    assert len({event["id"] for event in log.road.sent()}) == len(log.road.sent())


@pytest.mark.parametrize("store", ["", None])
def test_what_a_page_could_not_send_is_sent_from_the_next(
    pages: Website, visitor: Visitor, log: Log, store: str | None
) -> None:
    """Only where the site's owner allows to keep it in the browser."""
    log.road.close()
    visitor.go(pages.page("/lost", store=store))
    visitor.do("liveinsight('event', 'unsent')")
    visitor.go(pages.page("/bare", tagged=False))
    visitor.page.wait_for_timeout(300)
    kept = visitor.page.evaluate("Object.values(localStorage).join()")
    assert ("unsent" in kept, "/lost" in kept) == (store is not None, store is not None)

    log.road.open()
    visitor.go(pages.page("/found", store=store))
    expected = ["/found", "/lost", "unsent"] if store is not None else ["/found"]
    assert names(log.all(len(expected))) == expected
    visitor.go(pages.page("/again", store=store))
    expected = sorted([*expected, "/again"])
    assert names(log.pageviews(len(expected) - expected.count("unsent"))) == [each for each in expected if "/" in each]


def test_two_tabs_keep_their_events_apart(pages: Website, visitor: Visitor, log: Log) -> None:
    pages.page("/bare", tagged=False)
    log.road.close()
    other = visitor.new_page()
    for tab, path in ((visitor.page, "/one"), (other, "/two")):
        tab.goto(pages.page(path, store=""))
        tab.wait_for_timeout(300)
    for tab in (visitor.page, other):
        tab.goto(pages.url("/bare"))
        tab.wait_for_timeout(300)
    log.road.open()
    for tab, path in ((visitor.page, "/three"), (other, "/four")):
        tab.goto(pages.page(path, store=""))
    visitor.wait(lambda: len({event["url"] for event in log.road.sent()}) == 4, "all four")
    assert names(log.all(4)) == sorted(["/one", "/two", "/three", "/four"])


STORM_SCRIPT = """count => new Promise(done => {
  const tasks = [];
  new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration)))
    .observe({type: "longtask"});
  setTimeout(() => {
    for (let i = 0; i < count; i++) liveinsight("event", "storm " + i, {props: {i}});
    setTimeout(() => done(tasks), 2500);
  });
})"""


def test_a_thousand_events_at_once(pages: Website, visitor: Visitor, log: Log) -> None:
    """All stored once, in beacons as the collector takes them, and without holding up the page."""
    longest: list[float] = []
    for attempt in range(ATTEMPTS):
        visitor.go(pages.page("/"))
        log.pageviews(attempt + 1)
        longest.append(max(visitor.page.evaluate(STORM_SCRIPT, STORM), default=0))
        stored = log.custom((attempt + 1) * STORM)
        assert len(stored) == (attempt + 1) * STORM
        assert {event.name for event in stored} == {f"storm {i}" for i in range(STORM)}
        if longest[-1] < LONGEST_TASK_MS:
            break
    assert min(longest) < LONGEST_TASK_MS, longest
    assert max(len(beacon.events) for beacon in log.road.beacons) <= 50
    assert max(len(beacon.text.encode()) for beacon in log.road.beacons) <= 64_000


def test_much_to_say_when_the_page_is_left(pages: Website, visitor: Visitor, log: Log) -> None:
    """Browsers let a page that is left send 64 KB; 120 events with their addresses and properties fit."""
    visitor.go(pages.page("/"))
    log.pageviews(1)
    visitor.page.evaluate("() => { for (let i = 0; i < 120; i++) liveinsight('event', 'late ' + i, {props: {i}}) }")
    visitor.leave()
    assert {event.name for event in log.custom(120)} == {f"late {i}" for i in range(120)}
    assert len(log.custom(120)) == 120
