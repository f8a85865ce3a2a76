"""Which requests are the same event, when they cannot say so themselves."""

import pytest

from liveinsight.ingest.named_request import Stamp, stamp

NOW = 1_795_370_990_000
NAME = "7c1f2f0e-8f1a-4ac6-9f53-0a5cc0d5b0aa"


@pytest.mark.parametrize("header", ["idempotency-key", "x-request-id"])
def test_a_name_and_a_content_are_an_event(header: str) -> None:
    first = stamp({header: NAME}, b"content", NOW)
    assert first == stamp({header: NAME}, b"content", NOW + 5000)
    assert first == Stamp(first.id, 0, 0)
    assert (
        len({first.id, stamp({header: NAME}, b"other", NOW).id, stamp({header: NAME[::-1]}, b"content", NOW).id}) == 3
    )


@pytest.mark.parametrize("headers", [{}, {"x-request-id": ""}, {"x-request-id": "17"}, {"traceparent": NAME}])
def test_without_a_name_every_request_is_an_event_of_its_own(headers: dict[str, str]) -> None:
    first, second = (stamp(headers, b"content", NOW) for _ in range(2))
    assert first.id != second.id
    assert (first.at, first.sent_at) == (NOW, None)


def test_the_callers_own_name_goes_before_a_proxys() -> None:
    both = stamp({"x-request-id": "of a proxy, number 2", "idempotency-key": NAME}, b"", NOW)
    assert both == stamp({"x-request-id": "of a proxy, number 1", "idempotency-key": NAME}, b"", NOW)


def test_ids_fit_a_beacon_whatever_the_name() -> None:
    for name in (NAME, "x" * 10_000, "\ud800" * 20, "한글로 된 아주 긴 이름입니다"):
        assert len(stamp({"x-request-id": name}, b"", NOW).id) == 32
