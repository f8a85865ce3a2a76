"""`GET /events/pixel`: an image in every case, and an event where there is one to count."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from liveinsight import tables
from liveinsight.settings import Settings
from tests.integration.collector.gateway import Answer, Collector, items

PAGE = "https://shop.example/p?utm_source=news&secret=1"
CHROME = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
ACCEPTS = [CHROME, "image/avif", "image/webp,image/png;q=0.8", "*/*", "text/html", ""]


def ask(collector: Collector, path: str, **headers: str) -> Answer:
    """A GET request, which has neither a body nor a content type, and as a rule no Origin."""
    bare = {name: value for name, value in collector.headers.items() if name not in ("content-type", "origin")}
    return replace(collector, headers=bare).request("GET", path, None, **headers)


def show(collector: Collector, headers: dict[str, str] | None = None, /, **params: str) -> Answer:
    """Ask for the pixel as a page's `<img>` does, and check that it is an image."""
    query = urlencode({"site": collector.site.key, **params})
    answer = ask(collector, f"/events/pixel?{query}", **{"accept": CHROME, "referer": PAGE, **(headers or {})})
    assert (answer.status, answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        200,
        "image/gif",
        "no-store",
    )
    assert (len(answer.body), answer.body[:6], answer.body[6:10]) == (43, b"GIF89a", b"\x01\x00\x01\x00")
    return answer


@pytest.mark.parametrize("accept", ACCEPTS)
def test_the_page_that_shows_it_is_counted(accept: str, collector: Collector) -> None:
    answer = show(collector, {"accept": accept})
    assert "X-LiveInsight-Dropped" not in answer.headers
    (view,) = collector.events()
    assert (view.type, view.path, view.visit.source, view.client.browser) == ("pageview", "/p", "news", "Firefox")
    assert collector.counted() == (1, 1, 1)


def test_without_accept_it_is_an_image_too(collector: Collector) -> None:
    answer = ask(collector, f"/events/pixel?site={collector.site.key}", referer=PAGE)
    assert (answer.status, len(answer.body), answer.headers["Content-Type"]) == (200, 43, "image/gif")
    assert collector.counted() == (1, 1, 1)


def test_everything_that_the_address_can_say(collector: Collector) -> None:
    show(
        collector,
        url="https://shop.example/mail/한글?utm_medium=email",
        referrer="https://a.example/x",
        title="November & more",
    )
    (view,) = collector.events()
    assert (view.path, view.title) == ("/mail/한글", "November & more")
    assert (view.visit.referrer, view.visit.utm_medium) == ("a.example/x", "email")


def test_a_named_event_is_not_interactive(collector: Collector) -> None:
    show(collector, url="https://shop.example/mail", name="Mail opened", **{"prop.issue": "11", "prop.list": "a & b"})
    (opened,) = collector.events()
    assert (opened.type, opened.name, opened.interactive) == ("event", "Mail opened", False)
    assert opened.props == '{"issue":"11","list":"a & b"}'


@pytest.mark.parametrize(
    ("params", "headers", "reason"),
    [
        ({"site": ""}, {}, "invalid_beacon"),
        ({"site": "nobodys"}, {}, "unknown_site"),
        ({"name": " "}, {}, "invalid_beacon"),
        ({"url": "/p"}, {}, "invalid_url"),
        ({}, {"referer": ""}, "invalid_url"),
        ({"title": "t" * 70_000}, {}, "beacon_too_large"),
        ({}, {"origin": "https://evil.example"}, "origin_not_allowed"),
        ({}, {"user_agent": "Mozilla/5.0 Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"}, "bot"),
        ({}, {"user_agent": "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html"}, "bot"),
        ({}, {"sec_gpc": "1"}, "do_not_track"),
        ({}, {"dnt": "1"}, "do_not_track"),
    ],
)
def test_what_is_not_counted_is_an_image_too(
    params: dict[str, str], headers: dict[str, str], reason: str, collector: Collector
) -> None:
    before = items()
    assert show(collector, headers, **params).headers["X-LiveInsight-Dropped"] == reason
    assert items() == before


def test_pages_may_count_those_who_ask_not_to_be(collector: Collector) -> None:
    show(collector, {"dnt": "1"}, **{"respect-dnt": "false"})
    assert len(collector.events()) == 1


def test_the_same_address_asked_for_again_counts_again_unless_a_proxy_asks_twice(collector: Collector) -> None:
    for _ in range(2):
        show(collector)
        show(collector, {"x_request_id": "7c1f2f0e8f1a4ac69f530a5cc0d5b0aa"})
        collector.clock.now_ms += 1000
    assert len(collector.events()) == 3


def test_an_outage_is_an_image_too(collector: Collector, settings: Settings, closed_port: str) -> None:
    tables.bind(replace(settings, endpoint_url=closed_port))
    answer = show(collector)
    tables.bind(settings)
    assert answer.headers["X-LiveInsight-Dropped"] == "store_unavailable"


FUZZ = examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@FUZZ
@given(
    st.dictionaries(
        st.sampled_from(["url", "name", "title", "referrer", "prop.", "prop.a", "respect-dnt"]) | TEXT, TEXT
    )
)
def test_arbitrary_parameters_never_break_it(collector: Collector, params: dict[str, Any]) -> None:
    show(collector, **params)
