"""Beacons that are refused as a whole: the right status, an error body, CORS headers, and nothing stored."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.integration.collector.gateway import Collector, items

Body = Callable[[Collector], bytes | dict[str, Any]]

BAD: dict[str, tuple[int, str, Body]] = {
    "test data": (400, "invalid_beacon", lambda _: {"test": "data"}),
    "empty body": (400, "invalid_json", lambda _: b""),
    "wrong JSON": (400, "invalid_json", lambda _: b'{"site": "demo", "events": ['),
    "no JSON": (400, "invalid_json", lambda _: b"site=demo&events=1"),
    "invalid UTF-8": (400, "invalid_json", lambda _: b'{"site": "de\xff\xfemo", "events": []}'),
    "a list": (400, "invalid_beacon", lambda _: b"[]"),
    "null": (400, "invalid_beacon", lambda _: b"null"),
    "no events": (400, "invalid_beacon", lambda c: c.beacon(events=[])),
    "events of a wrong type": (400, "invalid_beacon", lambda c: c.beacon(events="all")),
    "site of a wrong type": (400, "invalid_beacon", lambda c: c.beacon(site=["demo"])),
    "absurd site": (400, "invalid_beacon", lambda c: c.beacon(site="s" * 10_000)),
    "absurd id": (400, "invalid_beacon", lambda c: c.beacon(c.event(id="i" * 10_000))),
    "id with a control character": (400, "invalid_beacon", lambda c: c.beacon(c.event(id="a\u0000"))),
    "type that is none": (400, "invalid_beacon", lambda c: c.beacon(c.event(type="click"))),
    "negative time": (400, "invalid_beacon", lambda c: c.beacon(c.event(at=-1))),
    "negative sending time": (400, "invalid_beacon", lambda c: c.beacon(sent_at=-1)),
    "time as text": (400, "invalid_beacon", lambda c: c.beacon(c.event(at="yesterday"))),
    "absurd time": (400, "invalid_beacon", lambda c: c.beacon(c.event(at=10**30))),
    "url of a wrong type": (400, "invalid_beacon", lambda c: c.beacon(c.event(url={}))),
    "nested properties": (400, "invalid_beacon", lambda c: c.beacon(c.event(props={"a": {"b": 1}}))),
    "31 properties": (400, "invalid_beacon", lambda c: c.beacon(c.event(props={f"p{n}": 1 for n in range(31)}))),
    "name of control characters": (400, "invalid_beacon", lambda c: c.beacon(c.event(type="event", name="\u0001"))),
    "one bad event among good ones": (400, "invalid_beacon", lambda c: c.beacon(c.event(1), c.event(2, at=None))),
    "absurd depth": (400, "invalid_json", lambda _: b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}"),
    "unknown site": (403, "unknown_site", lambda c: c.beacon(site="nobodys")),
    "64 KB and a byte": (413, "beacon_too_large", lambda _: b"x" * 65_537),
    "51 events": (413, "too_many_events", lambda c: c.beacon(*(c.event(n) for n in range(51)))),
}


@pytest.mark.parametrize(("status", "code", "body"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_refused_and_nothing_stored(status: int, code: str, body: Body, collector: Collector) -> None:
    before = items()
    answer = collector.post(body(collector))
    assert (answer.status, answer.error) == (status, code)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/json"
    assert "Traceback" not in answer.text
    assert items() == before


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "https://shop.example.evil.example", "http://[", "garbage", "file://"],
)
def test_a_foreign_origin_is_refused_and_nothing_stored(origin: str, collector: Collector) -> None:
    before = items()
    answer = collector.post(collector.beacon(), origin=origin)
    assert (answer.status, answer.error) == (403, "origin_not_allowed")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert items() == before


def test_a_good_beacon_after_bad_ones_is_taken(collector: Collector) -> None:
    for _, _, body in BAD.values():
        collector.post(body(collector))
    assert collector.post(collector.beacon()).json == {"accepted": 1, "dropped": []}
    assert collector.counted() == (1, 1, 1)


FUZZ = examples(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=15,
)
FIELDS = (
    "id",
    "type",
    "at",
    "url",
    "name",
    "referrer",
    "title",
    "screen",
    "language",
    "props",
    "revenue",
    "visible_ms",
)
TEXT = st.text(max_size=60)
ODD_EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["pageview", "engagement", "event"]),
        "url": TEXT | TEXT.map("https://shop.example/{}".format) | TEXT.map("http://{}/".format),
        "name": TEXT,
        "referrer": TEXT | TEXT.map("https://{}".format),
        "title": TEXT,
        "language": TEXT,
        "screen": st.lists(st.integers(0, 5000), min_size=2, max_size=2),
        "props": st.dictionaries(TEXT, TEXT | st.integers() | st.floats(allow_nan=False) | st.booleans(), max_size=4),
        "revenue": st.fixed_dictionaries({"amount": TEXT | st.integers() | st.floats(), "currency": st.just("EUR")}),
        "at": st.integers(0, 10**14),
        "visible_ms": st.integers(0, 10**18),
    },
)


@FUZZ
@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_arbitrary_bodies_are_refused(collector: Collector, body: bytes) -> None:
    assert collector.post(body).status == 400


@FUZZ
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON)), st.integers(0, 10**14))
def test_arbitrary_fields_never_break_it(collector: Collector, fields: dict[str, Any], sent_at: int) -> None:
    answer = collector.post(collector.beacon(collector.event(**fields), sent_at=sent_at))
    assert answer.status in (202, 400, 403, 413)


@FUZZ
@given(ODD_EVENTS)
def test_odd_values_of_the_right_types_never_break_it(collector: Collector, fields: dict[str, Any]) -> None:
    answer = collector.post(collector.beacon(collector.event(**fields)))
    assert answer.status in (202, 400)
    if answer.status == 202:
        assert answer.json["accepted"] + len(answer.json["dropped"]) == 1


@FUZZ
@given(
    st.dictionaries(
        st.sampled_from(
            ["origin", "user_agent", "x_forwarded_for", "accept_language", "cloudfront_viewer_country", "referer"]
        ),
        st.text(st.characters(max_codepoint=255), max_size=80),
    )
)
def test_odd_headers_never_break_it(collector: Collector, headers: dict[str, str]) -> None:
    assert collector.post(collector.beacon(), **headers).status in (202, 403)
