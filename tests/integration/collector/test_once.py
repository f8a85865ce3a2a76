"""Every event counts once: repeated, retried, half-failed, with any clock, up to a day late."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from liveinsight import events as event_log
from liveinsight.ingest.sender import Sender
from liveinsight.settings import Settings
from liveinsight.tables import ActiveSessionItem
from tests.integration.collector.gateway import FIREFOX, VISITOR, Collector

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
YEAR = 365 * DAY


def test_the_same_beacon_five_times_counts_once(collector: Collector) -> None:
    beacon = collector.beacon(collector.event(1), collector.event(2))
    answers = [collector.post(beacon) for _ in range(5)]
    assert {answer.status for answer in answers} == {202}
    assert collector.counted() == (2, 1, 2)


def test_the_same_beacon_from_many_threads_counts_once(collector: Collector, process: ModuleType) -> None:
    body = json.dumps(collector.beacon(collector.event(1), collector.event(2))).encode()
    sender = Sender(VISITOR, FIREFOX, "https://shop.example")
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(lambda _: process.ingest().beacon(body, sender), range(6)))
    assert {outcome.accepted for outcome in outcomes} == {2}
    assert collector.counted() == (2, 1, 2)


def test_many_beacons_of_one_visitor_at_once_are_all_taken(collector: Collector, process: ModuleType) -> None:
    """A school behind one address, with the same browser on every desk, is one visitor."""
    sender = Sender(VISITOR, FIREFOX, "https://shop.example")
    bodies = [json.dumps(collector.beacon(collector.event(number))).encode() for number in range(30)]
    with ThreadPoolExecutor(15) as threads:
        outcomes = list(threads.map(lambda body: process.ingest().beacon(body, sender), bodies))
    assert [outcome.accepted for outcome in outcomes] == [1] * 30
    assert collector.counted() == (30, 1, 30)


def test_first_requests_at_once_share_one_set_up(
    collector: Collector, process: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.forget()
    bound = []
    original = process.tables.bind

    def slowly(settings: Settings) -> None:
        bound.append(1)
        time.sleep(0.05)
        original(settings)

    monkeypatch.setattr(process.tables, "bind", slowly)
    with ThreadPoolExecutor(8) as threads:
        assert len({id(each) for each in threads.map(lambda _: process.ingest(), range(8))}) == 1
    assert bound == [1]
    assert collector.post(collector.beacon()).status == 202


def test_events_that_overlap_with_a_beacon_before_count_once(collector: Collector) -> None:
    first, second, third = (collector.event(number) for number in (1, 2, 3))
    collector.post(collector.beacon(first, second))
    collector.post(collector.beacon(second, third))
    assert collector.counted() == (3, 1, 3)


def test_a_process_that_knows_nothing_of_the_first_time_counts_once(collector: Collector, process: ModuleType) -> None:
    beacon = collector.beacon()
    collector.post(beacon)
    process.forget()
    collector.post(beacon)
    assert collector.counted() == (1, 1, 1)


@pytest.mark.parametrize("later", [SECOND, 2 * MINUTE, 25 * MINUTE], ids=str)
@pytest.mark.parametrize("refreshed", [True, False], ids=["sent_at refreshed", "sent_at as before"])
def test_a_beacon_repeated_later_counts_once(later: int, refreshed: bool, collector: Collector) -> None:
    beacon = collector.beacon()
    collector.post(beacon)
    at = collector.events()[0].at
    collector.clock.now_ms += later
    collector.post({**beacon, "sent_at": collector.clock.now_ms} if refreshed else beacon)
    assert collector.counted() == (1, 1, 1)
    assert collector.events()[0].at == at


SKEWS = [-3 * YEAR, -DAY, -2 * HOUR, -5 * MINUTE, 5 * MINUTE, 2 * HOUR, DAY, 10 * YEAR]


@pytest.mark.parametrize("skew", SKEWS, ids=str)
def test_a_wrong_client_clock_is_corrected(skew: int, collector: Collector) -> None:
    now = collector.clock.now_ms
    event = collector.event(at=now + skew - 3 * SECOND)
    assert collector.post(collector.beacon(event, sent_at=now + skew)).json["accepted"] == 1
    assert [found.at for found in collector.events()] == [now - 3 * SECOND]


@pytest.mark.parametrize("skew", SKEWS, ids=str)
@pytest.mark.parametrize("refreshed", [True, False], ids=["sent_at refreshed", "sent_at as before"])
def test_a_beacon_of_a_wrong_clock_counts_once(skew: int, refreshed: bool, collector: Collector) -> None:
    now = collector.clock.now_ms
    beacon = collector.beacon(collector.event(at=now + skew - 3 * SECOND), sent_at=now + skew)
    collector.post(beacon)
    for _ in range(2):
        collector.clock.now_ms += 70 * SECOND
        sent_at = collector.clock.now_ms + skew if refreshed else beacon["sent_at"]
        assert collector.post({**beacon, "sent_at": sent_at}).status == 202
    assert collector.counted() == (1, 1, 1)
    assert collector.events()[0].at == now - 3 * SECOND


@pytest.mark.parametrize("first", [59 * SECOND, 61 * SECOND], ids=str)
@pytest.mark.parametrize("second", [59 * SECOND, 61 * SECOND], ids=str)
@pytest.mark.parametrize("direction", [-1, 1], ids=["behind", "ahead"])
def test_a_clock_about_a_minute_off_counts_once(first: int, second: int, direction: int, collector: Collector) -> None:
    event = collector.event(at=collector.clock.now_ms + direction * 60 * SECOND - SECOND)
    for off in (first, second):
        collector.post({**collector.beacon(event), "sent_at": collector.clock.now_ms + direction * off})
        collector.clock.now_ms += 2 * SECOND
    assert collector.counted() == (1, 1, 1)


def test_a_clock_a_little_off_is_believed_to_the_millisecond(collector: Collector) -> None:
    event = collector.event()
    collector.post(collector.beacon(event, sent_at=collector.clock.now_ms - 59 * SECOND))
    assert collector.events()[0].at == event["at"]


def test_without_a_sending_time_the_events_own_time_counts(collector: Collector) -> None:
    event = collector.event()
    beacon = collector.beacon(event)
    del beacon["sent_at"]
    assert collector.post(beacon).json["accepted"] == 1
    assert collector.events()[0].at == event["at"]


@pytest.mark.parametrize("late", [MINUTE, 29 * MINUTE, HOUR, 13 * HOUR, DAY - SECOND, DAY], ids=str)
def test_an_event_up_to_a_day_late_is_stored_at_its_own_time(late: int, collector: Collector) -> None:
    at = collector.clock.now_ms - late
    assert collector.post(collector.beacon(collector.event(at=at))).json["accepted"] == 1
    assert [found.at for found in collector.events()] == [at]


def test_an_event_over_a_day_late_is_dropped(collector: Collector) -> None:
    answer = collector.post(collector.beacon(collector.event(at=collector.clock.now_ms - DAY - SECOND)))
    assert answer.json == {"accepted": 0, "dropped": [{"id": "event-1", "reason": "too_old"}]}
    assert collector.counted() == (0, 0, 0)


@pytest.mark.parametrize(("ahead", "accepted"), [(30 * SECOND, 1), (61 * SECOND, 0), (DAY, 0)], ids=str)
def test_an_event_of_the_future_is_dropped(ahead: int, accepted: int, collector: Collector) -> None:
    answer = collector.post(collector.beacon(collector.event(at=collector.clock.now_ms + ahead)))
    assert answer.json["accepted"] == accepted
    assert len(collector.events()) == accepted


def test_late_events_of_an_earlier_visit_leave_the_live_session_as_it_is(collector: Collector) -> None:
    collector.post(collector.beacon(collector.event(1)))
    collector.post(collector.beacon(collector.event(2, at=collector.clock.now_ms - 3 * HOUR)))
    assert collector.counted() == (2, 1, 1)
    assert len({found.session for found in collector.events()}) == 2


def test_beacons_out_of_order_make_one_session_with_the_right_entry(collector: Collector) -> None:
    now = collector.clock.now_ms
    early = collector.event(1, at=now - 5 * SECOND, url="https://shop.example/first?utm_source=news")
    collector.post(collector.beacon(collector.event(2, url="https://shop.example/second")))
    collector.post(collector.beacon(early))
    (session,) = collector.sessions()
    assert (session.entry_page, session.exit_page, session.pageviews) == ("/first", "/second", 2)
    assert session.origin.attribution.source == "news"


def unreachable(*_: Any, **__: Any) -> None:
    raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1")


def break_live_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ActiveSessionItem, "save", unreachable)


def break_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "write", unreachable)


@pytest.mark.parametrize(
    ("broken", "left"),
    [(break_live_sessions, (1, 0, 0)), (break_events, (0, 1, 1))],
    ids=["only the events were written", "only the live session was written"],
)
@pytest.mark.parametrize("cold", [False, True], ids=["same process", "another process"])
def test_a_half_failed_write_is_repaired_by_the_retry(
    broken: Callable[[pytest.MonkeyPatch], None],
    left: tuple[int, int, int],
    cold: bool,
    collector: Collector,
    process: ModuleType,
) -> None:
    beacon = collector.beacon()
    with pytest.MonkeyPatch.context() as breaking:
        broken(breaking)
        answer = collector.post(beacon)
    assert (answer.status, answer.error) == (503, "store_unavailable")
    assert collector.counted() == left
    if cold:
        process.forget()
    collector.clock.now_ms += 5 * SECOND
    assert collector.post({**beacon, "sent_at": collector.clock.now_ms}).json == {"accepted": 1, "dropped": []}
    assert collector.counted() == (1, 1, 1)
