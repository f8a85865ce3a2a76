"""`POST /api/event`: what Plausible's clients send is counted by the same ingest, and answered as they expect."""

import json
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from liveinsight import settings as settings_module
from liveinsight import sites, tables
from liveinsight.settings import Settings
from liveinsight.sites import Changes, Site
from tests.integration.collector.gateway import VISITOR, Collector, items

VIEW = {"name": "pageview", "url": "https://shop.example/p"}
NAMED = {"x_request_id": "7c1f2f0e8f1a4ac69f530a5cc0d5b0aa"}


def dropped(collector: Collector, **fields: Any) -> str:
    """The reason for which an event is dropped; checks the whole answer."""
    before = items()
    answer = collector.plausible(**fields)
    assert (answer.status, answer.text, answer.headers["X-Plausible-Dropped"]) == (202, "ok", "1")
    assert items() == before
    return answer.headers["X-LiveInsight-Dropped"]


@pytest.fixture
def own(collector: Collector) -> Site:
    """A site with a domain that no other test has, and another domain that its owner allows."""
    host = f"{collector.site.key}.example"
    site = sites.add("Own", f"www.{host}")
    return sites.change(site.key, Changes(allowed_origins=[f"app-{host}"]))


@pytest.mark.parametrize("content_type", ["text/plain", "text/plain;charset=UTF-8", "application/json"])
def test_a_pageview_is_counted(content_type: str, collector: Collector) -> None:
    body = {
        "n": "pageview",
        "u": "https://shop.example/p?utm_source=news",
        "d": collector.site.key,
        "r": "https://www.google.com/",
        "p": {"author": "Kim"},
        "v": 36,
    }
    answer = collector.plausible_raw(body, content_type=content_type, accept_language="ko-KR,ko;q=0.9")
    assert (answer.status, answer.text) == (202, "ok")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "X-Plausible-Dropped" not in answer.headers
    (view,) = collector.events()
    assert (view.type, view.path, view.at, view.props) == ("pageview", "/p", collector.clock.now_ms, '{"author":"Kim"}')
    assert (view.client.browser, view.client.language, view.visit.source) == ("Firefox", "ko-KR", "news")
    assert collector.counted() == (1, 1, 1)


def test_an_event_with_everything_is_stored(collector: Collector) -> None:
    collector.plausible()
    revenue = {"currency": "USD", "amount": 15.99}
    collector.plausible(n="Purchase", p={"plan": "pro", "seats": 3}, **{"$": revenue}, i=False)
    (sold,) = [found for found in collector.events() if found.type == "event"]
    assert (sold.name, sold.props, sold.interactive) == ("Purchase", '{"plan":"pro","seats":"3"}', False)
    assert (sold.revenue_amount, sold.revenue_currency) == ("15.99", "USD")
    (session,) = collector.sessions()
    assert session.bounce


def test_engagement_is_stored(collector: Collector) -> None:
    collector.plausible()
    collector.clock.now_ms += 9000
    collector.plausible(n="engagement", e=5300, sd=80, p={}, v=36)
    view, engagement = collector.events()
    assert (engagement.type, engagement.visible_ms, engagement.scroll_pct) == ("engagement", 5300, 80)
    assert engagement.session == view.session


def test_a_trackers_visit_and_our_own_are_one(collector: Collector) -> None:
    collector.plausible()
    collector.post(collector.beacon(collector.event(1, at=collector.clock.now_ms)))
    assert collector.counted() == (2, 1, 2)


def test_sites_are_found_by_domain_key_and_further_domains(collector: Collector, own: Site) -> None:
    collector.headers.pop("origin")
    for name in (own.domain, f"www.{own.domain}", own.domain.upper(), own.key, f"app-{own.domain}"):
        assert "X-Plausible-Dropped" not in collector.plausible(d=name).headers
    assert len(replace(collector, site=own).events()) == 5
    assert dropped(collector, d=f"blog.{own.domain}") == "unknown_site"


def test_the_host_of_the_page_is_the_domain_when_none_is_named(collector: Collector, own: Site) -> None:
    collector.headers.pop("origin")
    collector.plausible_raw({"n": "pageview", "u": f"https://www.{own.domain}/p"})
    assert len(replace(collector, site=own).events()) == 1


def test_several_sites_are_told_once_each(collector: Collector, own: Site) -> None:
    collector.headers.pop("origin")
    answer = collector.plausible(d=f"{collector.site.key},{own.domain},{own.key},nobodys.example")
    assert (answer.status, answer.headers["X-Plausible-Dropped"]) == (202, "1")
    assert answer.headers["X-LiveInsight-Dropped"] == "unknown_site"
    assert (len(collector.events()), len(replace(collector, site=own).events())) == (1, 1)


def test_a_new_site_is_known_within_seconds(collector: Collector, process: ModuleType) -> None:
    name = f"new-{collector.site.key}.example"
    assert dropped(collector, d=name) == "unknown_site"
    site = sites.add("New", name)
    memory = process.ingest()._sites
    memory._domains = (memory._domains[0] - 6, memory._domains[1])  # six seconds pass
    collector.plausible(d=name, u=f"https://{name}/")
    collector.headers.pop("origin")
    collector.plausible(d=name, u=f"https://{name}/")
    assert len(replace(collector, site=site).events()) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "request"),
        (b"[]", "request"),
        (b'{"n": "pageview", "u": "https://shop', "request"),
        ({}, "event_name"),
        ({**VIEW, "name": "n" * 121}, "event_name"),
        ({"name": "pageview"}, "url"),
        ({"name": "pageview", "url": "data:text/plain,x"}, "url"),
        ({"name": "pageview", "url": "mailto:kim@shop.example"}, "url"),
        ({"name": "pageview", "url": "about:blank"}, "url"),
        ({**VIEW, "domain": ""}, "domain"),
        ({**VIEW, "props": {"k": "v" * 2001}}, "props"),
        ({**VIEW, "name": "engagement"}, "event_name"),
    ],
)
def test_bad_input_is_refused_and_nothing_stored(
    body: bytes | dict[str, Any], field: str, collector: Collector
) -> None:
    before = items()
    answer = collector.plausible_raw(body)
    assert answer.status == 400
    (messages,) = answer.json["errors"].values()
    assert (list(answer.json), list(answer.json["errors"])) == (["errors"], [field])
    assert all(isinstance(message, str) and message for message in messages)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert items() == before


def test_over_64_kilobytes_are_refused(collector: Collector) -> None:
    answer = collector.plausible_raw(b" " * 65_537)
    assert (answer.status, list(answer.json)) == (413, ["errors"])


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"d": "nobodys.example"}, "unknown_site"), ({"u": "https://shop.example/\u0000"}, "invalid_url")],
)
def test_what_is_dropped_is_told(fields: dict[str, Any], reason: str, collector: Collector) -> None:
    assert dropped(collector, **fields) == reason


def test_bots_are_dropped(collector: Collector) -> None:
    collector.headers["user-agent"] = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    assert dropped(collector) == "bot"
    collector.headers["x-request-id"] = NAMED["x_request_id"]
    assert collector.plausible().headers["X-LiveInsight-Dropped"] == "bot"
    assert collector.events() == []


def test_pages_of_other_sites_are_dropped(collector: Collector) -> None:
    collector.headers["origin"] = "https://evil.example"
    assert dropped(collector) == "origin_not_allowed"


def test_the_address_is_believed_of_trusted_callers_only(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("203.0.113.7", "203.0.113.8", "unknown, 203.0.113.8:4711, 10.0.0.1"):
        collector.plausible_raw({**VIEW, "domain": collector.site.key}, x_forwarded_for=address)
    assert len({found.visitor for found in collector.events()}) == 2

    monkeypatch.setenv("LIVEINSIGHT_TRUSTED_PROXIES", "198.51.100.1")
    settings_module.settings.cache_clear()
    for address in ("203.0.113.9", "203.0.113.10"):
        collector.plausible_raw({**VIEW, "domain": collector.site.key}, x_forwarded_for=address)
    assert len({found.visitor for found in collector.events()}) == 3


def test_a_debug_request_tells_the_address_and_counts_nothing(collector: Collector) -> None:
    before = items()
    answer = collector.plausible_raw(VIEW, x_debug_request="true")
    assert (answer.status, answer.text) == (200, VISITOR)
    assert items() == before


def test_a_request_with_a_name_counts_once_however_often_it_comes(collector: Collector, process: ModuleType) -> None:
    body = {**VIEW, "domain": collector.site.key}
    first = collector.clock.now_ms
    for _ in range(3):
        assert collector.plausible_raw(body, **NAMED).text == "ok"
        process.forget()
        collector.clock.now_ms += 70_000
    collector.plausible_raw({**body, "name": "signup"}, **NAMED)
    assert [(found.type, found.at) for found in collector.events()] == [
        ("pageview", first),
        ("event", collector.clock.now_ms),
    ]
    assert collector.counted() == (2, 1, 1)


def test_requests_without_a_name_are_events_of_their_own(collector: Collector) -> None:
    for _ in range(2):
        collector.plausible()
    assert collector.counted() == (2, 1, 2)


def test_preflight(collector: Collector) -> None:
    answer = collector.request("OPTIONS", "/api/event", access_control_request_method="POST")
    assert answer.status == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "X-Plausible-Dropped" in answer.headers["Access-Control-Expose-Headers"]


def test_another_content_type_is_refused(collector: Collector) -> None:
    assert collector.plausible_raw(VIEW, content_type="image/png").status == 415


@pytest.mark.parametrize("known", [False, True], ids=["cold process", "process that knows the site"])
def test_an_outage_is_told(known: bool, collector: Collector, settings: Settings, closed_port: str) -> None:
    if known:
        collector.plausible()
    tables.bind(replace(settings, endpoint_url=closed_port))
    answer = collector.plausible()
    tables.bind(settings)
    assert (answer.status, answer.error) == (503, "store_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert len(collector.events()) == int(known)


FUZZ = examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.lists(st.text(max_size=3))


@FUZZ
@given(st.dictionaries(st.sampled_from(["n", "u", "r", "p", "$", "i", "h", "e", "sd", "v", "m"]), ANY, max_size=5))
def test_arbitrary_fields_never_break_it(collector: Collector, fields: dict[str, Any]) -> None:
    body = json.dumps({**VIEW, "domain": collector.site.key, **fields}).encode()
    assert collector.plausible_raw(body).status in (202, 400)
