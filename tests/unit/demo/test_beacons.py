"""Events in beacons: every event once, within the limits, as soon as the tracker would send it."""

from demo.visitors.beacons import MAX_BYTES, MAX_EVENTS, as_sent, chunks, in_bulk
from demo.visitors.visit import plan_visit
from tests.unit.demo.conftest import SITE_URL

START = 1_795_370_990_000
VISITS = [plan_visit("s", str(number), START, SITE_URL) for number in range(300)]


def test_each_event_is_sent_once_and_in_order() -> None:
    for visit in VISITS:
        every = [moment.fields["id"] for moment in visit.moments]
        assert [event["id"] for beacon in as_sent(visit) for event in beacon.events] == every
        assert [event["id"] for beacon in in_bulk(visit, visit.ended_ms) for event in beacon.events] == every


def test_a_pageview_is_sent_at_once_and_nothing_waits_longer_than_a_second() -> None:
    gathered = 0
    for beacon in (beacon for visit in VISITS for beacon in as_sent(visit)):
        assert all(0 <= beacon.due_ms - event["at"] <= 1000 for event in beacon.events)
        assert [event["type"] for event in beacon.events[:-1]].count("pageview") == 0
        gathered += len(beacon.events) > 1
    assert gathered > 20


def test_a_beacon_never_spans_two_documents() -> None:
    documents = {m.fields["id"]: m.document for visit in VISITS for m in visit.moments}
    for beacon in (beacon for visit in VISITS for beacon in as_sent(visit)):
        assert len({documents[event["id"]] for event in beacon.events}) == 1


def test_in_bulk_nothing_is_sent_that_has_not_happened_yet() -> None:
    visit = max(VISITS, key=lambda visit: len(visit.moments))
    middle = visit.moments[len(visit.moments) // 2].at_ms
    sent = [event["at"] for beacon in in_bulk(visit, middle) for event in beacon.events]
    assert sent == [m.at_ms for m in visit.moments if m.at_ms <= middle]
    assert 0 < len(sent) < len(visit.moments)


def test_limits_of_count_and_size_split() -> None:
    counts = [len(chunk) for chunk in chunks({"id": str(n)} for n in range(120))]
    assert counts == [MAX_EVENTS, MAX_EVENTS, 20]
    large = [{"id": str(n), "title": "한" * 5000} for n in range(10)]
    split = list(chunks(large))
    assert [event for chunk in split for event in chunk] == large
    assert all(sum(len(event["title"].encode()) for event in chunk) < MAX_BYTES for chunk in split)
    assert len(split) == 4
