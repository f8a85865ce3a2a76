"""Events that are not counted: 202 all the same, each with its reason, and nothing of them stored."""

from typing import Any

import pytest

from liveinsight.tables import SiteItem
from tests.integration.collector.gateway import VISITOR, Collector, items

GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
HEADLESS = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0 Safari/537.36"


@pytest.mark.parametrize("agent", [GOOGLEBOT, HEADLESS, "curl/8.5.0", ""])
def test_bots_are_dropped(agent: str, collector: Collector) -> None:
    before = items()
    answer = collector.post(collector.beacon(collector.event(1), collector.event(2)), user_agent=agent)
    assert answer.status == 202
    assert answer.json == {
        "accepted": 0,
        "dropped": [{"id": "event-1", "reason": "bot"}, {"id": "event-2", "reason": "bot"}],
    }
    assert items() == before


def test_an_automated_browser_is_dropped(collector: Collector) -> None:
    before = items()
    answer = collector.post(collector.beacon(webdriver=True))
    assert answer.json == {"accepted": 0, "dropped": [{"id": "event-1", "reason": "bot"}]}
    assert items() == before


def test_an_excluded_address_is_dropped(collector: Collector) -> None:
    _set(collector.site.key, excluded_addresses=[f"{VISITOR}/32"])
    before = items()
    answer = collector.post(collector.beacon())
    assert (answer.status, answer.json["dropped"][0]["reason"]) == (202, "excluded_address")
    assert items() == before
    assert collector.post(collector.beacon(), x_forwarded_for="203.0.113.8").json["accepted"] == 1


def test_an_excluded_path_is_dropped_and_the_rest_of_the_beacon_counts(collector: Collector) -> None:
    _set(collector.site.key, excluded_paths=["/admin*"])
    answer = collector.post(
        collector.beacon(collector.event(1, url="https://shop.example/admin/users"), collector.event(2))
    )
    assert answer.json == {"accepted": 1, "dropped": [{"id": "event-1", "reason": "excluded_path"}]}
    assert [found.id for found in collector.events()] == ["event-2"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"url": ""}, "invalid_url"),
        ({"url": "/p"}, "invalid_url"),
        ({"url": "https://"}, "invalid_url"),
        ({"url": "javascript:alert(1)"}, "invalid_url"),
        ({"url": "http://["}, "invalid_url"),
        ({"url": "https://shop.example/\u0000"}, "invalid_url"),
        ({"url": "https://shop.example/" + "a" * 9000}, "invalid_url"),
        ({"referrer": "https://semalt.com/crawler.php?u=https://shop.example"}, "spam_referrer"),
        ({"revenue": {"amount": "free", "currency": "USD"}}, "invalid_revenue"),
        ({"revenue": {"amount": "NaN", "currency": "USD"}}, "invalid_revenue"),
        ({"revenue": {"amount": "Infinity", "currency": "USD"}}, "invalid_revenue"),
        ({"revenue": {"amount": "1e99", "currency": "USD"}}, "invalid_revenue"),
        ({"revenue": {"amount": "", "currency": "USD"}}, "invalid_revenue"),
        ({"at": 0}, "too_old"),
        ({"at": 10**14}, "in_future"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_event_that_makes_no_sense_is_dropped_alone(
    fields: dict[str, Any], reason: str, collector: Collector
) -> None:
    answer = collector.post(collector.beacon(collector.event(1, **fields), collector.event(2)))
    assert answer.status == 202
    assert answer.json == {"accepted": 1, "dropped": [{"id": "event-1", "reason": reason}]}
    assert collector.counted() == (1, 1, 1)


def test_a_beacon_of_nothing_but_drops_stores_nothing(collector: Collector) -> None:
    before = items()
    answer = collector.post(collector.beacon(collector.event(1, url="/p"), collector.event(2, at=0)))
    assert (answer.status, answer.json["accepted"], len(answer.json["dropped"])) == (202, 0, 2)
    assert items() == before


def test_of_two_events_with_one_id_the_first_counts(collector: Collector) -> None:
    answer = collector.post(collector.beacon(collector.event(1), collector.event(1, url="https://shop.example/q")))
    assert answer.json == {"accepted": 1, "dropped": [{"id": "event-1", "reason": "duplicate_id"}]}
    assert [found.path for found in collector.events()] == ["/p"]


def _set(site: str, **values: list[str]) -> None:
    """Settings that the site's owner chose."""
    item = SiteItem.get(SiteItem.KIND, site)
    item.update(actions=[getattr(SiteItem, name).set(value) for name, value in values.items()])


def test_a_wrong_event_of_a_beacon_that_may_be_taken_in_part_is_dropped(collector: Collector) -> None:
    wrong = collector.event(2, type="event", name="n" * 121)
    answer = collector.post(collector.beacon(collector.event(1), wrong, partial=True))
    (dropped,) = answer.json["dropped"]
    assert (answer.status, answer.json["accepted"]) == (202, 1)
    assert (dropped["id"], dropped["reason"]) == ("event-2", "invalid_event")
    assert "$.name" in dropped["message"]
    assert [found.id for found in collector.events()] == ["event-1"]


def test_without_partial_the_same_is_refused_and_nothing_stored(collector: Collector) -> None:
    before = items()
    wrong = collector.event(2, type="event", name="n" * 121)
    assert collector.post(collector.beacon(collector.event(1), wrong)).status == 400
    assert items() == before
