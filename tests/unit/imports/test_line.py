"""What a line may say, and how it is refused."""

import json
from typing import Any

import pytest

from liveinsight.imports.line import MAX_LINE, Damaged, Reason, content, read

NOW = 1_795_000_000_000
FINE: dict[str, Any] = {"type": "pageview", "at": NOW - 1, "visitor": "ada", "url": "https://shop.example/"}


def written(**fields: Any) -> bytes:
    return json.dumps({**FINE, **fields}).encode()


def refusal(line: bytes) -> Damaged:
    with pytest.raises(Damaged) as caught:
        read(line, NOW)
    return caught.value


@pytest.mark.parametrize(
    ("at", "ms"),
    [
        (0 + NOW, NOW),
        ("2026-06-01T12:00:00.123Z", 1780315200123),
        ("2026-06-01T12:00:00.123456", 1780315200123),
        ("2026-06-01T14:00+02:00", 1780315200000),
        ("20260601T120000Z", 1780315200000),
        ("2026-06-01 12:00:00", 1780315200000),
        ("2026-06-01", 1780272000000),
        ("1990-01-01T00:00:00Z", 631152000000),
    ],
)
def test_times(at: int | str, ms: int) -> None:
    assert read(written(at=at), NOW).at == ms


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("yesterday", Reason.INVALID_TIME),
        ("2026-02-30T00:00:00Z", Reason.INVALID_TIME),
        ("2026-06-01T25:00:00Z", Reason.INVALID_TIME),
        ("", Reason.INVALID_TIME),
        (str(NOW), Reason.INVALID_TIME),
        ("0001-01-01T00:00:00+14:00", Reason.TOO_OLD),
        ("1989-12-31T23:59:59Z", Reason.TOO_OLD),
        (NOW // 1000, Reason.TOO_OLD),
        (-5, Reason.TOO_OLD),
        (NOW + 1, Reason.IN_FUTURE),
        ("9999-12-31T23:59:59Z", Reason.IN_FUTURE),
        (10**18, Reason.IN_FUTURE),
        (10**40, Reason.IN_FUTURE),
        (None, Reason.WRONG_SHAPE),
        (True, Reason.WRONG_SHAPE),
        ([1], Reason.WRONG_SHAPE),
    ],
)
def test_impossible_times(at: Any, reason: Reason) -> None:
    assert refusal(written(at=at)).reason is reason


@pytest.mark.parametrize("name", FINE)
def test_a_missing_field_is_named(name: str) -> None:
    found = refusal(json.dumps({key: value for key, value in FINE.items() if key != name}).encode())
    assert found.reason is Reason.WRONG_SHAPE
    assert f"`{name}`" in found.detail


@pytest.mark.parametrize(
    "fields",
    [
        {"visitor": ""},
        {"visitor": 7},
        {"visitor": "x" * 1001},
        {"type": "click"},
        {"type": "event"},
        {"type": "event", "name": " \x00 "},
        {"name": "x" * 121},
        {"id": ""},
        {"id": "with space"},
        {"id": "x" * 65},
        {"screen": [1]},
        {"screen": [1, 2, 3]},
        {"screen": [1, -2]},
        {"scroll_pct": 101},
        {"visible_ms": -1},
        {"visible_ms": "5"},
        {"interactive": "yes"},
        {"props": {"a": {"b": 1}}},
        {"props": {str(number): 1 for number in range(31)}},
        {"props": {"a": "x" * 2001}},
        {"revenue": 5},
        {"revenue": {"amount": 5}},
        {"revenue": {"amount": 5, "currency": "Euro"}},
        {"country": 49},
        {"browser": "x" * 201},
        {"url": 5},
    ],
)
def test_wrong_shapes(fields: dict[str, Any]) -> None:
    assert refusal(written(**fields)).reason is Reason.WRONG_SHAPE


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", Reason.NOT_JSON),
        (b"hello", Reason.NOT_JSON),
        (b"[]", Reason.WRONG_SHAPE),
        (b"5", Reason.WRONG_SHAPE),
        (b"null", Reason.WRONG_SHAPE),
        (b'{"a":"' + b"\x00" + b'"}', Reason.NOT_JSON),
        (b"\x00" * 10, Reason.NOT_JSON),
        (b'{"unknown":' + b"[" * 60_000, Reason.NOT_JSON),
        (written()[:-1] + b',"name":"\xff\xfe"}', Reason.NOT_UTF8),
        (b"\xff" * 10, Reason.NOT_UTF8),
        (written(title="x" * MAX_LINE), Reason.TOO_LONG),
        (written() + written(), Reason.NOT_JSON),
    ],
)
def test_lines_that_are_no_event(line: bytes, reason: Reason) -> None:
    assert refusal(line).reason is reason


def test_details_do_not_repeat_what_a_line_says_at_length() -> None:
    assert len(refusal(written(at="x" * 10_000)).detail) < 200


def test_content_is_the_same_however_the_line_was_written() -> None:
    one = written(props={"b": 1, "a": 2}, at="2026-06-01T12:00:00Z")
    other = json.dumps({"visitor": "ada", "at": 1780315200000, **json.loads(one), "unknown": 1}, indent=1).encode()
    assert content(read(one, NOW)) == content(read(other, NOW))
    assert content(read(one, NOW)) != content(read(written(props={"b": 1, "a": 3}, at="2026-06-01T12:00Z"), NOW))
