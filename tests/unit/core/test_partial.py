"""Beacons that may be taken in part: what is right of them is taken, what is wrong is named."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveinsight.errors import InvalidRequest, LiveInsightError, TooLarge
from liveinsight.ingest.partial import read
from tests.unit.core.test_payload import JSON, beacon, body, event


def part(*events: Any, **fields: Any) -> bytes:
    return body(beacon(*events, partial=True, **fields))


WRONG = [
    ({"name": ""}, "$.name"),
    ({"name": "n" * 121}, "$.name"),
    ({"type": "click"}, "$.type"),
    ({"at": "today"}, "$.at"),
    ({"scroll_pct": 101}, "$.scroll_pct"),
    ({"props": {"p": "v" * 2001}}, "$.props"),
    ({"props": {str(number): 1 for number in range(31)}}, "$.props"),
]


@pytest.mark.parametrize(("fields", "where"), WRONG)
def test_a_wrong_event_is_named_and_the_others_are_taken(fields: dict[str, Any], where: str) -> None:
    events = [event(id="1"), event(**{"id": "2", "type": "event", "name": "n", **fields}), event(id="3")]
    taken, wrong = read(part(*events))
    assert [each.id for each in taken.events] == ["1", "3"]
    ((found, why),) = wrong
    assert found == "2"
    assert where in why


@pytest.mark.parametrize("sent", [None, 3, "text", [], {}, {"id": 5}])
def test_what_is_no_event_has_no_id(sent: Any) -> None:
    taken, wrong = read(part(event(), sent))
    assert len(taken.events) == 1
    assert [found for found, _ in wrong] == [""]


def test_all_may_be_wrong() -> None:
    taken, wrong = read(part(event(type="click"), event(type="click")))
    assert (taken.events, len(wrong), taken.site) == ([], 2, beacon()["site"])


@pytest.mark.parametrize(
    "revenue", [{"amount": "19.90"}, {"amount": 5, "currency": "Euro"}, {"amount": {}, "currency": "USD"}, 19.9, "x"]
)
def test_an_event_is_spared_a_revenue_that_cannot_be_read(revenue: Any) -> None:
    taken, wrong = read(part(event(type="event", name="buy", revenue=revenue, props={"plan": "pro"})))
    assert (taken.events[0].revenue, taken.events[0].props, wrong) == (None, {"plan": "pro"}, [])


def test_an_event_is_spared_properties_that_are_no_values() -> None:
    taken, wrong = read(part(event(type="event", name="buy", props={"plan": "pro", "cart": [1], "user": {"a": 1}})))
    assert (taken.events[0].props, wrong) == ({"plan": "pro"}, [])


def test_half_a_character_is_replaced() -> None:
    sent = json.dumps(beacon(event(title="cut TITLE"), partial=True)).replace("TITLE", "\\ud83d")
    taken, wrong = read(sent.encode())
    assert (taken.events[0].title, wrong) == ("cut ?", [])


@pytest.mark.parametrize("changes", [{"partial": False}, {"site": "?"}, {"sent_at": "now"}, {"events": []}])
def test_other_mistakes_refuse_the_whole(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        read(body({**beacon(event(), event(type="click"), partial=True), **changes}))


def test_a_beacon_that_may_be_taken_in_part_has_the_same_limits() -> None:
    with pytest.raises(TooLarge):
        read(part(*(event(id=str(number), type="click") for number in range(51))))


def test_a_right_beacon_has_nothing_wrong() -> None:
    taken, wrong = read(part(event(), user="kim"))
    assert (len(taken.events), taken.user, wrong) == (1, "kim", [])


@given(st.lists(JSON, min_size=1, max_size=4))
def test_no_event_raises_anything_but_a_refusal(events: list[Any]) -> None:
    with suppress(LiveInsightError):
        taken, wrong = read(part(*events))
        assert len(taken.events) + len(wrong) == len(events)
