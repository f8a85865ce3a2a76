"""The beacon on the wire: every limit at its edge, every wrong shape with a message that names the field."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveinsight.errors import InvalidRequest, LiveInsightError, TooLarge
from liveinsight.ingest.payload import MAX_BYTES, MAX_EVENTS, MAX_PROP_NAME, MAX_PROP_VALUE, MAX_PROPS, parse

ABSENT = object()


def event(**fields: Any) -> dict[str, Any]:
    made = {"id": "a1", "type": "pageview", "at": 1_795_370_990_000, "url": "https://shop.example/p", **fields}
    return {name: value for name, value in made.items() if value is not ABSENT}


def beacon(*events: dict[str, Any], **fields: Any) -> dict[str, Any]:
    made = {"site": "demo", "sent_at": 1_795_370_991_000, "events": list(events or [event()]), **fields}
    return {name: value for name, value in made.items() if value is not ABSENT}


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def test_the_contracts_example_is_understood() -> None:
    parsed = parse(
        body(
            beacon(
                event(referrer="https://www.google.com/", title="…", screen=[390, 844], language="ko-KR"),
                event(id="a2", type="engagement", visible_ms=5300, scroll_pct=80),
                event(
                    id="a3",
                    type="event",
                    name="signup",
                    props={"plan": "pro"},
                    revenue={"amount": "19.90", "currency": "USD"},
                ),
            )
        )
    )
    assert [found.type for found in parsed.events] == ["pageview", "engagement", "event"]
    assert parsed.events[0].screen == [390, 844]
    assert (parsed.events[1].visible_ms, parsed.events[1].scroll_pct) == (5300, 80)
    assert parsed.events[2].props == {"plan": "pro"}
    assert parsed.events[2].revenue is not None
    assert parsed.events[2].revenue.amount == "19.90"


@pytest.mark.parametrize(
    "fields",
    [
        {"referrer": None, "title": None, "language": None, "screen": None, "props": None, "revenue": None},
        {"unknown": {"field": [1, 2]}},
        {"screen": []},
        {"props": {"a": 1, "b": 1.5, "c": True, "d": None, "e": ""}},
        {"scroll_pct": 0},
        {"scroll_pct": 100},
        {"id": "x"},
        {"id": "x" * 64},
        {"at": 0},
        {"name": "n" * 120},
        {"title": "<b>한국어</b>\u0000"},
        {"revenue": {"amount": 19.9, "currency": "usd"}},
        {"props": {"n" * MAX_PROP_NAME: "v" * MAX_PROP_VALUE}},
        {"props": {f"p{number}": "v" for number in range(MAX_PROPS)}},
    ],
    ids=lambda fields: str(fields)[:40],
)
def test_what_is_allowed(fields: dict[str, Any]) -> None:
    assert len(parse(body(beacon(event(**fields)))).events) == 1


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"test": "data"}, "site"),
        ({}, "site"),
        ([], "array"),
        (None, "null"),
        ("text", "str"),
        (1, "int"),
        (beacon(site=ABSENT), "site"),
        (beacon(site=5), "$.site"),
        (beacon(site=""), "$.site"),
        (beacon(site="a b"), "$.site"),
        (beacon(site="demo\n"), "$.site"),
        (beacon(site="s" * 65), "$.site"),
        (beacon(events=ABSENT), "events"),
        (beacon(events={}), "$.events"),
        (beacon(events=[]), "$.events"),
        (beacon(events=None), "$.events"),
        (beacon(events=[1]), "$.events[0]"),
        (beacon(sent_at="now"), "$.sent_at"),
        (beacon(sent_at=-1), "$.sent_at"),
        (beacon(sent_at=10**15), "$.sent_at"),
        (beacon(webdriver="yes"), "$.webdriver"),
        (beacon(user=123), "$.user"),
        (beacon(user={"id": "kim"}), "$.user"),
        (beacon(event(), event(id=ABSENT)), "id"),
        (beacon(event(), event(id="")), "$.events[1].id"),
        (beacon(event(id=7)), "$.events[0].id"),
        (beacon(event(id="x" * 65)), "$.events[0].id"),
        (beacon(event(id="with space")), "$.events[0].id"),
        (beacon(event(id="line\n")), "$.events[0].id"),
        (beacon(event(id="한국어")), "$.events[0].id"),
        (beacon(event(type=ABSENT)), "type"),
        (beacon(event(type="view")), "$.events[0].type"),
        (beacon(event(at=ABSENT)), "at"),
        (beacon(event(at="2026-11-22")), "$.events[0].at"),
        (beacon(event(at=-5)), "$.events[0].at"),
        (beacon(event(at=1.5)), "$.events[0].at"),
        (beacon(event(at=True)), "$.events[0].at"),
        (beacon(event(at=10**14 + 1)), "$.events[0].at"),
        (beacon(event(at=10**400)), "$.events[0].at"),
        (beacon(event(url=ABSENT)), "url"),
        (beacon(event(url=None)), "$.events[0].url"),
        (beacon(event(url=["https://shop.example"])), "$.events[0].url"),
        (beacon(event(referrer=1)), "$.events[0].referrer"),
        (beacon(event(title={"a": 1})), "$.events[0].title"),
        (beacon(event(language="l" * 201)), "$.events[0].language"),
        (beacon(event(screen="390x844")), "$.events[0].screen"),
        (beacon(event(screen=[390])), "$.events[0].screen"),
        (beacon(event(screen=[1, 2, 3])), "$.events[0].screen"),
        (beacon(event(screen=[-1, 2])), "$.events[0].screen"),
        (beacon(event(visible_ms=-1)), "$.events[0].visible_ms"),
        (beacon(event(scroll_pct=101)), "$.events[0].scroll_pct"),
        (beacon(event(scroll_pct=-1)), "$.events[0].scroll_pct"),
        (beacon(event(type="event")), "name"),
        (beacon(event(type="event", name="  ")), "$.events[0]"),
        (beacon(event(type="event", name="\u0001\u0002")), "name"),
        (beacon(event(name="n" * 121)), "$.events[0].name"),
        (beacon(event(props=[])), "$.events[0].props"),
        (beacon(event(props={"a": {"b": 1}})), "$.events[0].props"),
        (beacon(event(props={"a": [1]})), "$.events[0].props"),
        (beacon(event(props={"": "x"})), "$.events[0].props"),
        (beacon(event(props={"n" * (MAX_PROP_NAME + 1): "x"})), "$.events[0].props"),
        (beacon(event(props={"a": "v" * (MAX_PROP_VALUE + 1)})), "$.events[0].props"),
        (beacon(event(props={f"p{number}": 1 for number in range(MAX_PROPS + 1)})), "$.events[0].props"),
        (beacon(event(revenue=19.9)), "$.events[0].revenue"),
        (beacon(event(revenue={"amount": "1"})), "currency"),
        (beacon(event(revenue={"amount": [], "currency": "USD"})), "$.events[0].revenue.amount"),
        (beacon(event(revenue={"amount": "1", "currency": "dollar"})), "$.events[0].revenue.currency"),
        (beacon(event(revenue={"amount": "1", "currency": "USD\n"})), "$.events[0].revenue.currency"),
        (beacon(event(interactive="no")), "$.events[0].interactive"),
    ],
    ids=lambda value: str(value)[-50:] if isinstance(value, dict) else str(value),
)
def test_a_wrong_shape_is_refused_with_the_field_named(value: object, field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse(body(value))
    assert refused.value.code == "invalid_beacon"
    assert field in refused.value.message


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"{",
        b"not json",
        b'{"site": "demo", "events": [}',
        body(beacon()) + b"x",
        b"\xef\xbb\xbf" + body(beacon()),
        b'{"site": "\xff"}',
        b"\xff\xfe\x00\x01",
        json.dumps(beacon()).encode("utf-16"),
        b'{"site": "demo", "events": [{"id": "a", "title": "\\ud800"}]}',
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
        b'{"events": [NaN]}',
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_what_is_not_json_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse(raw)
    assert refused.value.code == "invalid_json"


def padded(size: int) -> bytes:
    """A good beacon of exactly this many bytes."""
    bare = body(beacon(filler=""))
    return body(beacon(filler="x" * (size - len(bare))))


def test_64_kb_are_allowed() -> None:
    assert len(padded(MAX_BYTES)) == 65_536
    assert parse(padded(MAX_BYTES)).site == "demo"


@pytest.mark.parametrize("raw", [padded(MAX_BYTES + 1), b"x" * (MAX_BYTES + 1), padded(5 * MAX_BYTES)])
def test_one_byte_more_is_too_large_whatever_it_is(raw: bytes) -> None:
    with pytest.raises(TooLarge) as refused:
        parse(raw)
    assert (refused.value.status, refused.value.code) == (413, "beacon_too_large")
    assert str(len(raw)) in refused.value.message


def test_50_events_are_allowed_and_51_are_too_many() -> None:
    events = [event(id=f"a{number}") for number in range(MAX_EVENTS + 1)]
    assert len(parse(body(beacon(*events[:50]))).events) == MAX_EVENTS == 50
    with pytest.raises(TooLarge) as refused:
        parse(body(beacon(*events)))
    assert (refused.value.status, refused.value.code) == (413, "too_many_events")
    assert "51" in refused.value.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@given(st.binary(max_size=300) | JSON.map(body))
def test_no_body_raises_anything_but_a_refusal(raw: bytes) -> None:
    with pytest.raises(LiveInsightError):
        parse(raw)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys((*event(), "props", "revenue", "screen", "title"), JSON)))
def test_no_field_raises_anything_but_a_refusal(fields: dict[str, Any]) -> None:
    with suppress(InvalidRequest):
        assert len(parse(body(beacon(event(**fields)))).events) == 1


@pytest.mark.parametrize("user", [None, "", "u", "u" * 2000, "김\u0000 ", "a@shop.example"])
def test_a_beacon_may_say_whose_it_is(user: str | None) -> None:
    assert parse(body(beacon(user=user))).user == user
    assert parse(body(beacon())).user is None
