"""What a beacon costs, in DynamoDB's own words (ReturnConsumedCapacity)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from liveinsight import tables
from liveinsight.ingest.sender import Sender
from liveinsight.settings import Settings
from tests.integration.store.world import MIDNIGHT, World

pytestmark = pytest.mark.store

NOON = MIDNIGHT + 12 * 3_600_000
WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")
SENDER = Sender(
    "203.0.113.7",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1",
    "https://www.shop.example",
    "ko-KR,ko;q=0.9",
    "KR",
)


class Meter:
    """Write units used, by operation."""

    def __init__(self) -> None:
        self.units = 0.0
        self.requests = 0

    def read(self, answer: dict[str, Any]) -> None:
        used = answer.get("ConsumedCapacity") or []
        for entry in used if isinstance(used, list) else [used]:
            self.units += entry.get("WriteCapacityUnits", entry["CapacityUnits"])
        self.requests += 1


@contextmanager
def metered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Meter]:
    meter, client = Meter(), tables.client()
    original = client._make_api_call

    def call(operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if operation not in WRITES:
            return dict(original(operation, arguments))
        answer = dict(original(operation, {**arguments, "ReturnConsumedCapacity": "TOTAL"}))
        meter.read(answer)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(client, "_make_api_call", call)
        yield meter


def pageview(number: int, at: int) -> dict[str, Any]:
    """A pageview as a tracker sends it, with an address, a title and a referrer of ordinary length."""
    return {
        "id": f"mf3k2j9x-{number:08x}",
        "type": "pageview",
        "at": at,
        "url": f"https://www.shop.example/collections/autumn/ethiopia-guji-natural-{number}"
        "?utm_source=newsletter&utm_medium=email&utm_campaign=autumn-2026&variant=4711",
        "referrer": "https://www.shop.example/collections/autumn",
        "title": "에티오피아 구지 내추럴 250g – 가을 컬렉션 – Hanok Coffee Roasters",
        "screen": [390, 844],
        "language": "ko-KR",
    }


def custom(number: int, at: int) -> dict[str, Any]:
    return {
        "id": f"mf3k2j9x-{number:08x}",
        "type": "event",
        "name": "add_to_cart",
        "at": at,
        "url": "https://www.shop.example/collections/autumn",
        "props": {"product": "guji", "grams": 250},
    }


def send(world: World, events: list[dict[str, Any]], now: int, **said: str) -> None:
    body = json.dumps({"site": world.site.key, "sent_at": now, "events": events, **said}).encode()
    assert world.ingest.beacon(body, SENDER, now).accepted == len(events)


def test_a_pageview_of_a_known_session_costs_two_write_units(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(settings)
    send(world, [pageview(0, NOON)], NOON)
    for number in range(1, 30):
        at = NOON + number * 1000
        with metered(monkeypatch) as meter:
            send(world, [pageview(number, at)], at)
        assert meter.units <= 2, f"beacon {number}"
        assert meter.requests == 2


def test_an_identified_visitor_s_pageview_costs_the_same(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(settings)
    send(world, [pageview(0, NOON)], NOON, user="user-123")
    with metered(monkeypatch) as meter:
        send(world, [pageview(1, NOON + 1000)], NOON + 1000, user="user-123")
    assert (meter.units, meter.requests) == (2, 2)


def test_ten_small_events_of_a_known_session_cost_eleven_write_units(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(settings)
    send(world, [pageview(0, NOON)], NOON)
    for beacon in range(1, 8):
        at = NOON + beacon * 20_000
        with metered(monkeypatch) as meter:
            send(world, [custom(100 * beacon + number, at + number) for number in range(10)], at + 10)
        assert meter.units <= 11, f"beacon {beacon}"
        assert meter.requests == 2


def test_a_repeated_beacon_leaves_the_live_session_alone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(settings)
    send(world, [pageview(0, NOON)], NOON)
    with metered(monkeypatch) as meter:
        send(world, [pageview(0, NOON)], NOON + 50)
    assert meter.units == 1


def test_a_late_event_costs_one_unit_more_for_its_mark(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(settings)
    now = NOON + 20 * 60_000
    send(world, [pageview(0, NOON)], NOON)
    with metered(monkeypatch) as meter:
        send(world, [pageview(1, NOON + 1000)], now)
    assert meter.units <= 3
