"""What every JSON body is refused for: the code and the words that callers see."""

import msgspec
import pytest

from liveinsight.errors import InvalidRequest, TooLarge
from liveinsight.json_body import MAX_BYTES, decoded


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    limit: int = 1


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    site_id: str
    share: float = 0.0
    part: Part = Part()
    rest: list[object] = []


def test_a_body_becomes_its_type() -> None:
    assert decoded(b'{"site_id": "s", "part": {"limit": 7}}', Asked) == Asked("s", part=Part(7))


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"{}", "site_id"),
        (b'{"site_id": 7}', "$.site_id"),
        (b'{"site_id": "s", "part": {"limit": "7"}}', "$.part.limit"),
        (b'{"site_id": "s", "part": {"surprise": 1}}', "surprise"),
        (b'{"site_id": "s", "share": NaN}', "invalid character"),
        (b'{"site_id": "s", "share": Infinity}', "invalid character"),
        (b'{"site_id": "s", "share": 1e999}', "out of range"),
        (b'{"site_id": "\xff"}', "the body cannot be used"),
        (b'{"site_id": "\\ud800"}', "the body cannot be used"),
        (b'{"site_id": "s"} {}', "trailing characters"),
        (b'\xef\xbb\xbf{"site_id": "s"}', "the body cannot be used"),
        (b"", "the body cannot be used"),
        (b'{"site_id": "s", "rest": ' + b"[" * 100_000, "nested too deeply"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cannot_be_used_is_refused_with_the_field_named(body: bytes, named: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        decoded(body, Asked)
    assert refusal.value.code == "invalid_request"
    assert named in refusal.value.message


def test_of_a_key_that_is_there_twice_the_last_one_counts() -> None:
    assert decoded(b'{"site_id": "first", "site_id": "last"}', Asked).site_id == "last"


def test_a_body_has_a_size_limit() -> None:
    fits = b'{"site_id": "s"}'.ljust(MAX_BYTES)
    assert decoded(fits, Asked) == Asked("s")
    with pytest.raises(TooLarge) as refusal:
        decoded(fits + b" ", Asked)
    assert (refusal.value.status, refusal.value.code) == (413, "body_too_large")
