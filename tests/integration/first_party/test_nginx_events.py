"""Beacons through nginx: stored, with the visitor's own address and nothing that a visitor claims about it."""

import pytest

from liveinsight.domain.event import Event
from tests.integration.first_party.conftest import Shop, Site
from tests.integration.first_party.nginx import STAGE, Aws
from tests.integration.first_party.visitor import pageview, request

ORIGIN = "https://shop.example"
MOST = 64 * 1024


def send(shop: Shop, site: Site, address: str, **headers: str) -> Event:
    """The event stored for a pageview that was sent through nginx from this address."""
    event_id, body = pageview(site.key)
    answer = shop.request("POST", "/li/events", body, address=address, Origin=ORIGIN, Content_Type="text/plain",
                          **headers)  # fmt: skip
    assert (answer.status, answer.json) == (202, {"accepted": 1, "dropped": []})
    stored = site.stored(event_id)
    assert stored is not None
    return stored


def test_two_visitors_are_two_and_each_is_who_it_is_without_the_proxy(shop: Shop, site: Site, collector: int) -> None:
    first, again, second = (send(shop, site, address) for address in ("127.0.0.21", "127.0.0.21", "127.0.0.22"))
    assert first.visitor == again.visitor != second.visitor

    event_id, body = pageview(site.key)
    direct = request(collector, "POST", "/events", body, X_Forwarded_For="127.0.0.21", Content_Type="text/plain")
    stored = site.stored(event_id)
    assert direct.status == 202
    assert stored is not None
    assert stored.visitor == first.visitor


@pytest.mark.parametrize(
    "claim",
    [
        {"X_Forwarded_For": "203.0.113.99"},
        {"X_Forwarded_For": "203.0.113.99, 198.51.100.1"},
        {"X_Real_Ip": "203.0.113.99", "Forwarded": "for=203.0.113.99"},
        {"CloudFront_Viewer_Address": "203.0.113.99:4711", "CloudFront_Viewer_Country": "KP"},
    ],
    ids=lambda claim: "+".join(claim),
)
def test_what_a_visitor_claims_to_be_has_no_effect(shop: Shop, site: Site, claim: dict[str, str]) -> None:
    honest, forged = send(shop, site, "127.0.0.23"), send(shop, site, "127.0.0.23", **claim)
    assert forged.visitor == honest.visitor
    assert forged.client.country == honest.client.country


def test_cookies_and_log_ins_stay_on_the_site(shop: Shop, site: Site, aws_front: Aws) -> None:
    send(shop, site, "127.0.0.24", Cookie="session=secret", Authorization="Bearer secret")
    (arrived,) = aws_front.seen('"127.0.0.24"', at_least=1)
    assert (arrived["uri"], arrived["cookie"], arrived["authorization"]) == (f"{STAGE}/events", "", "")
    assert arrived["server_name"] == "localhost"


def test_connections_to_the_collector_are_kept(shop: Shop, site: Site, aws_front: Aws) -> None:
    for _ in range(3):
        send(shop, site, "127.0.0.25")
    assert int(aws_front.seen('"127.0.0.25"', at_least=3)[-1]["nth"]) >= 3


def test_browsers_of_other_origins_are_answered_as_by_the_collector(shop: Shop, site: Site) -> None:
    asked = shop.request("OPTIONS", "/li/events", Origin=ORIGIN, Access_Control_Request_Method="POST",
                         Access_Control_Request_Headers="content-type")  # fmt: skip
    assert asked.status in (200, 204)
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "POST" in asked.headers["access-control-allow-methods"]
    _, body = pageview(site.key)
    foreign = shop.request("POST", "/li/events", body, Origin="https://elsewhere.example", Content_Type="text/plain")
    assert (foreign.status, foreign.json["error"]["code"]) == (403, "origin_not_allowed")
    assert foreign.headers["access-control-allow-origin"] == "*"


def test_a_body_at_the_limit_arrives_and_one_byte_more_is_refused_readably(shop: Shop, aws_front: Aws) -> None:
    given = {"address": "127.0.0.29", "Origin": ORIGIN, "Content_Type": "text/plain"}
    most = shop.request("POST", "/li/events", b" " * MOST, **given)
    assert (most.status, most.json["error"]["code"]) == (400, "invalid_json")
    more = shop.request("POST", "/li/events", b" " * (MOST + 1), **given)
    assert (more.status, more.json["error"]["code"]) == (413, "beacon_too_large")
    assert more.headers["access-control-allow-origin"] == "*"
    assert more.headers["content-type"] == "application/json"
    assert [entry["status"] for entry in aws_front.seen('"127.0.0.29"', at_least=1)] == ["400"]


def test_a_visitor_that_sends_far_too_much_is_asked_to_wait_and_the_others_are_not(shop: Shop, site: Site) -> None:
    answers = [shop.request("GET", "/li/health", address="127.0.0.26") for _ in range(200)]
    refused = [answer for answer in answers if answer.status == 429]
    assert 20 <= len(refused) <= 99, "100 at once and 20 a second are allowed"
    assert refused[0].json["error"]["code"] == "too_many_requests"
    assert refused[0].headers["retry-after"] == "10"
    assert refused[0].headers["access-control-allow-origin"] == "*"
    assert refused[0].headers["access-control-expose-headers"] == "Retry-After"
    assert send(shop, site, "127.0.0.27")


def test_visits_leave_no_line_in_the_log_of_the_site(shop: Shop, site: Site) -> None:
    send(shop, site, "127.0.0.28")
    shop.request("GET", "/li/health?secret=1", address="127.0.0.28")
    assert shop.request("GET", "/index.html", address="127.0.0.28").status == 404
    (line,) = shop.nginx.lines("access.log", "127.0.0.28", at_least=1)
    assert "/index.html" in line


def test_only_the_collectors_own_doors_are_open(shop: Shop, aws_front: Aws) -> None:
    assert shop.request("GET", "/li/health").json == {"status": "ok"}
    for path in ("/li/event", "/li/events/x", "/li/api", "/li/api/eventx", "/events", "/li//events/../secret"):
        assert shop.request("POST", path, b"{}").status in (404, 405), path
    assert aws_front.seen(f"{STAGE}/secret") == []


def test_plausible_trackers_are_answered_by_the_collector(shop: Shop, collector: int) -> None:
    body = b'{"n": "pageview", "u": "https://shop.example/plausible", "d": "shop.example"}'
    through = shop.request("POST", "/li/api/event", body, Content_Type="text/plain", Origin=ORIGIN)
    direct = request(collector, "POST", "/api/event", body, Content_Type="text/plain", Origin=ORIGIN)
    assert (through.status, through.body) == (direct.status, direct.body)


def test_pages_without_scripts_are_counted_by_the_picture(shop: Shop, site: Site) -> None:
    got = shop.request("GET", f"/li/events/pixel?site={site.key}", address="127.0.0.30", Accept="image/avif,*/*",
                       Referer="https://shop.example/without-scripts")  # fmt: skip
    assert (got.status, got.headers["content-type"]) == (200, "image/gif")
    assert got.body.startswith(b"GIF89a")
    assert [event.path for event in site.of("/without-scripts")] == ["/without-scripts"]
