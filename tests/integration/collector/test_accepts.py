"""What `POST /events` accepts, what it stores of it, and what the answer looks like."""

import pytest

from liveinsight.domain.event import Attribution
from tests.integration.collector.gateway import FIREFOX, VISITOR, Collector, items


def test_the_contracts_example_is_accepted_and_stored(collector: Collector) -> None:
    now = collector.clock.now_ms
    answer = collector.post(
        {
            "site": collector.site.key,
            "sent_at": now,
            "events": [
                {
                    "id": "one",
                    "type": "pageview",
                    "at": now - 10_000,
                    "url": "https://shop.example/p?utm_source=news",
                    "referrer": "https://www.google.com/",
                    "title": "…",
                    "screen": [390, 844],
                    "language": "ko-KR",
                },
                {
                    "id": "two",
                    "type": "engagement",
                    "at": now - 1000,
                    "url": "https://shop.example/p",
                    "visible_ms": 5300,
                    "scroll_pct": 80,
                },
                {
                    "id": "three",
                    "type": "event",
                    "name": "signup",
                    "at": now - 500,
                    "url": "https://shop.example/p",
                    "props": {"plan": "pro"},
                    "revenue": {"amount": "19.90", "currency": "USD"},
                },
            ],
        },
        cloudfront_viewer_country="KR",
    )
    assert (answer.status, answer.json) == (202, {"accepted": 3, "dropped": []})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/json"

    view, engagement, signup = collector.events()
    assert (view.id, view.type, view.at, view.path, view.title) == ("one", "pageview", now - 10_000, "/p", "…")
    assert (view.client.browser, view.client.os, view.client.device) == ("Firefox", "Linux", "desktop")
    assert (view.client.country, view.client.language, view.client.screen) == ("KR", "ko-KR", "390x844")
    assert view.visit == Attribution(source="news", channel="Referral", referrer="google.com", utm_source="news")
    assert (engagement.visible_ms, engagement.scroll_pct) == (5300, 80)
    assert (signup.name, signup.props) == ("signup", '{"plan":"pro"}')
    assert (signup.revenue_amount, signup.revenue_currency) == ("19.9", "USD")
    assert {view.session, engagement.session, signup.session} == {collector.sessions()[0].id}
    assert {found.visit.source for found in collector.events()} == {"news"}


def test_the_live_session_counts_the_beacon(collector: Collector) -> None:
    collector.post(collector.beacon(collector.event(1), collector.event(2, url="https://shop.example/q")))
    (session,) = collector.sessions()
    assert (session.pageviews, session.entry_page, session.exit_page) == (2, "/p", "/q")


@pytest.mark.parametrize("content_type", ["text/plain", "text/plain;charset=UTF-8", "application/json"])
def test_content_types(content_type: str, collector: Collector) -> None:
    assert collector.post(collector.beacon(), content_type=content_type).status == 202


def test_another_content_type_is_refused_and_nothing_stored(collector: Collector) -> None:
    before = items()
    answer = collector.post(collector.beacon(), content_type="image/png")
    assert answer.status == 415
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert items() == before


def test_preflight(collector: Collector) -> None:
    answer = collector.request("OPTIONS", "/events", access_control_request_method="POST")
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


def test_health(collector: Collector) -> None:
    answer = collector.request("GET", "/health", content_type="application/json")
    assert (answer.status, answer.json) == (200, {"status": "ok"})


def test_neither_address_nor_user_agent_is_stored_anywhere(collector: Collector) -> None:
    collector.post(collector.beacon())
    stored = str(items())
    assert "/p" in stored
    assert VISITOR not in stored
    assert FIREFOX not in stored
    assert "Gecko" not in stored


def test_another_address_or_agent_is_another_visitor(collector: Collector) -> None:
    chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
    collector.post(collector.beacon(collector.event(1)))
    collector.post(collector.beacon(collector.event(2)), x_forwarded_for="203.0.113.8")
    collector.post(collector.beacon(collector.event(3)), user_agent=chrome)
    assert len({found.visitor for found in collector.events()}) == 3
    assert len(collector.sessions()) == 3


def test_a_request_without_an_origin_comes_from_a_server_and_is_taken(collector: Collector) -> None:
    assert collector.post(collector.beacon(), origin="").status == 202


@pytest.mark.parametrize(
    "origin", ["https://www.shop.example", "https://blog.shop.example", "http://shop.example:8002"]
)
def test_origins_of_the_site(origin: str, collector: Collector) -> None:
    assert collector.post(collector.beacon(), origin=origin).status == 202


def test_html_and_control_characters_are_stored_as_clean_text(collector: Collector) -> None:
    event = collector.event(title="<script>alert(1)</script>\u0000\u202e!", type="event", name="a\u0001b")
    assert collector.post(collector.beacon(event)).json == {"accepted": 1, "dropped": []}
    (stored,) = collector.events()
    assert stored.title == "<script>alert(1)</script>  !"
    assert stored.name == "a b"


def test_absurdly_long_texts_are_cut(collector: Collector) -> None:
    event = collector.event(
        url="https://shop.example/" + "p" * 8000, title="t" * 5000, referrer="https://blog.example/" + "r" * 8000
    )
    assert collector.post(collector.beacon(event)).json["accepted"] == 1
    (stored,) = collector.events()
    assert (len(stored.path), len(stored.title), len(stored.visit.referrer)) == (2000, 150, 500)


def test_50_events_in_one_beacon(collector: Collector) -> None:
    events = [collector.event(number) for number in range(50)]
    assert collector.post(collector.beacon(*events)).json == {"accepted": 50, "dropped": []}
    assert collector.counted() == (50, 1, 50)


def test_a_visitor_who_comes_back_after_30_minutes_has_a_new_session(collector: Collector) -> None:
    collector.post(collector.beacon(collector.event(1)))
    collector.clock.now_ms += 31 * 60_000
    collector.post(collector.beacon(collector.event(2)))
    first, second = collector.events()
    assert first.session != second.session
    assert [session.pageviews for session in collector.sessions()] == [1]


def test_a_session_goes_on_across_midnight(collector: Collector) -> None:
    collector.clock.now_ms += 12 * 3_600_000 - 5 * 60_000
    collector.post(collector.beacon(collector.event(1)))
    collector.clock.now_ms += 10 * 60_000
    collector.post(collector.beacon(collector.event(2)))
    before, after = collector.events()
    assert before.visitor != after.visitor
    assert before.bridge == after.bridge != ""
    assert before.session == after.session
    assert [session.pageviews for session in collector.sessions()] == [2]
