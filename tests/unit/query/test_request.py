"""What a request may say, and that a refusal names the field."""

import json
import sys
from typing import Any

import pytest

from liveinsight.errors import InvalidRequest, TooLarge
from liveinsight.json_body import MAX_BYTES
from liveinsight.query.filters import Behaviour, Junction, Simple
from liveinsight.query.request import Query, parse


def asked(**changes: Any) -> Query:
    body = {"site_id": "site", "metrics": ["visitors"], "date_range": "7d", **changes}
    return parse(json.dumps(body).encode())


def test_a_short_request_gets_the_documented_defaults() -> None:
    query = asked()
    assert (query.dimensions, query.filters, query.limit, query.offset) == ((), (), 10_000, 0)
    assert query.order_by == (("visitors", "desc"),)


def test_the_default_order_is_by_time_and_then_by_the_first_metric() -> None:
    query = asked(metrics=["visits", "visitors"], dimensions=["visit:source", "time:day"])
    assert query.order_by == (("time:day", "asc"), ("visits", "desc"))


def test_a_full_request_is_read() -> None:
    query = asked(
        metrics=["visitors", "pageviews"],
        date_range=["2026-01-01", "2026-01-31"],
        dimensions=["event:page", "time"],
        filters=[
            ["is", "visit:country", ["DE"]],
            ["contains", "event:page", ["x"], {"case_sensitive": False}],
            ["or", [["is", "visit:city", [4347778]], ["not", ["is_not", "visit:os", ["Mac"]]]]],
            ["has_done", ["is", "event:goal", ["Signup"]]],
        ],
        order_by=[["event:page", "asc"]],
        include={"time_labels": True, "total_rows": True, "imports": True},
        pagination={"limit": 10, "offset": 20},
    )
    assert query.filters == (
        Simple("is", "visit:country", ("DE",)),
        Simple("contains", "event:page", ("x",), False),
        Junction(
            "or",
            (
                Simple("is", "visit:city", ("4347778",)),
                Junction("not", (Simple("is_not", "visit:os", ("Mac",)),)),
            ),
        ),
        Behaviour("has_done", Simple("is", "event:goal", ("Signup",))),
    )
    assert (query.limit, query.offset, query.time_labels, query.total_rows) == (10, 20, True, True)


DEEP: list[Any] = ["is", "visit:os", ["Mac"]]
for _ in range(20):
    DEEP = ["not", DEEP]

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"metrics": []}, "metrics"),
    ({"metrics": "visitors"}, "metrics"),
    ({"metrics": ["visitors", "visitors"]}, "metrics"),
    ({"metrics": ["users"]}, "users"),
    ({"site_id": 7}, "site_id"),
    ({"site_id": None}, "site_id"),
    ({"date_range": "yesterday"}, "date_range"),
    ({"date_range": "0d"}, "date_range"),
    ({"date_range": "5001d"}, "date_range"),
    ({"date_range": "101mo"}, "date_range"),
    ({"date_range": "٣d"}, "date_range"),
    ({"date_range": ["2026-02-30", "2026-03-01"]}, "date_range"),
    ({"date_range": ["2026-03-02", "2026-03-01"]}, "date_range"),
    ({"date_range": ["2026-03-02"]}, "date_range"),
    ({"date_range": ["0001-01-01", "9999-12-31"]}, "date_range"),
    ({"date_range": ["2026-01-01T00:00:00", "2026-01-02T00:00:00"]}, "date_range"),
    ({"date_range": ["2026-01-01", "2026-01-02T00:00:00+00:00"]}, "date_range"),
    ({"date_range": ["2026-01-02T00:00:00+00:00", "2026-01-01T00:00:00+00:00"]}, "date_range"),
    ({"date_range": 7}, "date_range"),
    ({"dimensions": ["visit:planet"]}, "dimensions"),
    ({"dimensions": ["event:props:"]}, "dimensions"),
    ({"dimensions": ["event:props:a\0b"]}, "dimensions"),
    ({"dimensions": ["time:minute"]}, "dimensions"),
    ({"dimensions": ["time:day", "time:hour"]}, "dimensions"),
    ({"dimensions": ["visit:os", "visit:os"]}, "dimensions"),
    ({"filters": {}}, "filters"),
    ({"filters": [["is", "time:day", ["2026-01-01"]]]}, "time:day"),
    ({"filters": [["equals", "visit:os", ["Mac"]]]}, "equals"),
    ({"filters": [["is", "visit:os"]]}, "filter"),
    ({"filters": [["is", "visit:os", "Mac"]]}, "clauses"),
    ({"filters": [["is", "visit:os", []]]}, "clauses"),
    ({"filters": [["is", "visit:os", [1]]]}, "clause"),
    ({"filters": [["is", "visit:os", [True]]]}, "clause"),
    ({"filters": [["is", "visit:city", [True]]]}, "clause"),
    ({"filters": [["is", "visit:os", ["a\0b"]]]}, "null character"),
    ({"filters": [["is", "visit:os", ["x" * 2001]]]}, "2000 characters"),
    ({"filters": [["matches", "visit:os", ["x" * 501]]]}, "500 characters"),
    ({"filters": [["is", "visit:os", ["Mac"], {"case": True}]]}, "case_sensitive"),
    ({"filters": [["is", "visit:os", ["Mac"], {"case_sensitive": 0}]]}, "case_sensitive"),
    ({"filters": [["matches", "visit:os", ["Mac"], {"case_sensitive": False}]]}, "case_sensitive"),
    ({"filters": [["is", "visit:country", ["Germany"]]]}, "visit:country"),
    ({"filters": [["is", "segment", [1]]]}, "segments"),
    ({"filters": [["is_not", "event:goal", ["Signup"]]]}, "event:goal"),
    ({"filters": [["or", [["is", "event:goal", ["Signup"]]]]]}, "top level"),
    ({"filters": [["not", ["is", "event:hostname", ["a.example"]]]]}, "top level"),
    ({"filters": [["or", []]]}, "filters"),
    ({"filters": [["not", [["is", "visit:os", ["Mac"]]]]]}, "filter"),
    ({"filters": [["has_done", ["is", "visit:os", ["Mac"]]]]}, "event dimensions"),
    ({"filters": [["has_done", ["has_done", ["is", "event:page", ["/"]]]]]}, "nested"),
    ({"filters": [DEEP]}, "levels"),
    ({"filters": [["is", "visit:os", ["x"] * 2001]]}, "2000 clauses"),
    ({"order_by": [["pageviews", "desc"]]}, "order_by"),
    ({"order_by": [["visitors", "down"]]}, "order_by"),
    ({"order_by": [["visitors"]]}, "order_by"),
    ({"include": {"comparisons": True}}, "comparisons"),
    ({"include": {"time_labels": True}}, "time_labels"),
    ({"include": {"total_rows": "yes"}}, "total_rows"),
    ({"pagination": {"limit": 0}}, "limit"),
    ({"pagination": {"limit": 10_001}}, "limit"),
    ({"pagination": {"offset": -1}}, "offset"),
    ({"pagination": {"offset": 10**30}}, "offset"),
    ({"surprise": 1}, "surprise"),
    ({"metrics": ["conversion_rate"]}, "conversion_rate"),
    ({"metrics": ["group_conversion_rate"], "dimensions": ["visit:os"]}, "event:goal"),
    ({"metrics": ["scroll_depth"]}, "event:page"),
    ({"metrics": ["time_on_page"], "dimensions": ["event:name"]}, "event:page"),
    ({"metrics": ["percentage"]}, "dimensions"),
    ({"metrics": ["views_per_visit"], "filters": [["is", "event:page", ["/"]]]}, "views_per_visit"),
    ({"metrics": ["bounce_rate"], "dimensions": ["event:name"]}, "event:name"),
    ({"metrics": ["visit_duration"], "dimensions": ["event:hostname"]}, "event:hostname"),
    ({"metrics": ["views_per_visit"], "dimensions": ["event:page", "event:props:x"]}, "event:props:x"),
]


@pytest.mark.parametrize(("changes", "named"), REFUSED, ids=lambda value: str(value)[:60])
def test_what_cannot_be_answered_is_refused_with_the_field_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        asked(**changes)
    assert named in refusal.value.message
    assert len(refusal.value.message) < 700


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"metrics":' * 9_000]
)
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidRequest):
        parse(body)


@pytest.mark.parametrize("field", ["site_id", "metrics", "date_range"])
def test_required_fields_are_named(field: str) -> None:
    body = {"site_id": "site", "metrics": ["visitors"], "date_range": "7d"}
    del body[field]
    with pytest.raises(InvalidRequest, match=field):
        parse(json.dumps(body).encode())


def test_a_huge_request_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        parse(b" " * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    "nested", ["[%s]", '["not", %s]', '["is", "visit:os", [%s]]', '["is", "visit:os", ["x"], {"x": %s}]']
)
def test_filters_nested_as_deeply_as_can_just_be_read_are_refused(nested: str) -> None:
    for depth in range(1, sys.getrecursionlimit()):
        body = b'{"site_id": "site", "metrics": ["visitors"], "date_range": "7d", "filters": [%s]}'
        with pytest.raises(InvalidRequest, match=r"filter|nested"):
            parse(body % (nested % ("[" * depth + "]" * depth)).encode())


@pytest.mark.parametrize("dimensions", [["event:page"], ["event:page", "event:hostname"], ["visit:exit_page", "time"]])
def test_session_metrics_go_with_pages(dimensions: list[str]) -> None:
    assert asked(metrics=["bounce_rate", "views_per_visit"], dimensions=dimensions).dimensions == tuple(dimensions)
