"""Real requests: through the API that Chalice made, and through CloudFront to it, into the tables of Terraform."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.e2e import visitor
from tests.e2e.conftest import Made, Site
from tests.e2e.front import COUNTRY, Front


def items(made: Made, site: str) -> dict[str, dict[str, Any]]:
    """Path → item of each stored event of the site."""
    pages = made.stack.client("dynamodb").get_paginator("scan").paginate(
        TableName="LiveInsight-Events", ConsistentRead=True
    )  # fmt: skip
    found = [item for page in pages for item in page["Items"]]
    return {item["path"]["S"]: item for item in found if item["site_hour"]["S"].startswith(f"{site}#")}


def counts(made: Made) -> dict[str, int]:
    """How many items each table holds."""
    client = made.stack.client("dynamodb")
    names = client.list_tables()["TableNames"]
    return {name: client.scan(TableName=name, Select="COUNT")["Count"] for name in names}


def test_what_is_no_event_is_refused_and_nothing_is_stored(made: Made) -> None:
    before = counts(made)
    answer = visitor.ask("POST", f"{made.api}/events", b'{"test": "data"}')
    assert answer.status == 400
    assert set(answer.json["error"]) == {"code", "message"}
    assert answer.headers["access-control-allow-origin"] == "*"
    assert counts(made) == before


def test_a_beacon_is_accepted_once_and_stored_as_it_was_sent(made: Made, shop: Site) -> None:
    page = visitor.pageview("/first?utm_source=news", title="First", referrer="https://www.google.com/")
    click = visitor.pageview("/basket", type="event", name="signup", props={"plan": "pro"})
    sent = visitor.beacon(shop.key, page, click)
    for _ in range(2):  # what is sent again counts once
        answer = visitor.ask("POST", f"{made.api}/events", sent)
        assert (answer.status, answer.json["accepted"], answer.json["dropped"]) == (202, 2, [])
    found = items(made, shop.key)
    assert {"/first", "/basket"} <= found.keys()
    first = found["/first"]
    told = {name: first[name]["S"] for name in ("type", "hostname", "browser", "os", "device", "utm_source")}
    assert told == {"type": "pageview", "hostname": visitor.DOMAIN, "browser": "Chrome", "os": "Linux",
                    "device": "desktop", "utm_source": "news"}  # fmt: skip
    assert found["/basket"]["name"]["S"] == "signup"
    assert found["/basket"]["session"] == first["session"]


def test_another_trackers_event_and_a_pixel_count_too(made: Made, shop: Site) -> None:
    event = json.dumps({"name": "pageview", "url": f"{visitor.SHOP}/plausible", "domain": visitor.DOMAIN})
    assert visitor.ask("POST", f"{made.api}/api/event", event.encode()).status == 202
    asked = urlencode({"site": shop.key, "url": f"{visitor.SHOP}/mail"})
    shown = visitor.ask("GET", f"{made.api}/events/pixel?{asked}", headers={"Accept": "image/*"})
    assert (shown.status, shown.headers["content-type"]) == (200, "image/gif")
    assert shown.body.startswith(b"GIF8")
    assert {"/plausible", "/mail"} <= items(made, shop.key).keys()


@pytest.mark.usefixtures("late")
def test_events_that_come_late_are_stored(made: Made, shop: Site) -> None:
    assert {"/yesterday", "/yesterday/next"} <= items(made, shop.key).keys()


def test_through_cloudfront_the_collector_learns_the_visitors_country(made: Made, shop: Site, front: Front) -> None:
    answer = visitor.ask("POST", f"{front.url}/events", visitor.beacon(shop.key, visitor.pageview("/abroad")))
    assert (answer.status, answer.json["accepted"]) == (202, 1)
    assert items(made, shop.key)["/abroad"]["country"]["S"] == COUNTRY


def test_who_is_not_cloudfront_names_no_country(made: Made, shop: Site) -> None:
    claims = {"CloudFront-Viewer-Country": COUNTRY, "CloudFront-Viewer-Address": "198.51.100.1:1"}
    sent = visitor.beacon(shop.key, visitor.pageview("/claimed"))
    assert visitor.ask("POST", f"{made.api}/events", sent, claims).status == 202
    assert items(made, shop.key)["/claimed"].get("country", {}).get("S", "") == ""


def test_browsers_may_ask_first(front: Front) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = visitor.ask("OPTIONS", f"{front.url}/events", headers=asked)
    assert answer.status in (200, 204)
    assert "POST" in answer.headers["access-control-allow-methods"]
