"""What a page says to the tracker: events, who the visitor is, and changes to what is sent."""

import json

import pytest

from tests.browser.tracker.stored import Log
from tests.browser.tracker.visitor import Visitor
from tests.browser.tracker.website import STUB, Website


def test_an_event_with_properties_and_revenue(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/cart"))
    options = {"props": {"plan": "pro", "seats": 3, "trial": True}, "revenue": {"amount": "19.95", "currency": "USD"}}
    visitor.do(f"liveinsight('event', 'signup', {json.dumps(options)})")
    visitor.leave()
    (event,) = log.custom(1)
    assert (event.name, event.path, event.interactive) == ("signup", "/cart", True)
    assert json.loads(event.props) == {"plan": "pro", "seats": "3", "trial": "true"}
    assert (event.revenue_amount, event.revenue_currency) == ("19.95", "USD")


def test_an_event_that_ends_no_bounce(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/"))
    visitor.do("liveinsight('event', 'saw-banner', {interactive: false})")
    visitor.leave()
    assert [event.interactive for event in log.custom(1)] == [False]


def test_calls_before_the_script_are_made_up_for(pages: Website, visitor: Visitor, log: Log) -> None:
    calls = "liveinsight('event', 'early', {props: {a: 1}}); liveinsight('event', 'second')"
    visitor.go(pages.page("/", head=f"<script>{STUB};{calls}</script>"))
    visitor.leave()
    assert sorted(event.name for event in log.custom(2)) == ["early", "second"]
    assert len(log.pageviews(1)) == 1


WRONG: list[str] = [
    "liveinsight()",
    "liveinsight('event')",
    "liveinsight('event', '')",
    "liveinsight('nonsense', 1)",
    "liveinsight('event', 'cycle', {props: window})",
    "liveinsight('event', 'symbol', {props: {a: Symbol()}, revenue: 5n})",
    "liveinsight('event', {toString() { throw 1 }})",
    "liveinsight('pageview', {url: 'http://['})",
    "liveinsight('identify', {})",
]


def test_wrong_calls_neither_throw_nor_stop_the_next_one(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/"))
    visitor.page.evaluate(f"() => {{ {';'.join(WRONG)}; liveinsight('identify'); liveinsight('event', 'right') }}")
    assert "right" in [event.name for event in log.custom(1)]
    assert [event.path for event in log.pageviews(1)] == ["/"]


def test_an_event_of_the_wrong_shape_takes_no_other_with_it(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/"))
    log.pageviews(1)
    calls = ("'a'", "'wrong', {props: ['no', 'object']}", "'b'")
    visitor.page.evaluate("() => {" + ";".join(f"liveinsight('event', {call})" for call in calls) + "}")
    assert sorted(event.name for event in log.custom(2)) == ["a", "b"]
    assert {beacon.status for beacon in log.road.beacons} == {202}


def test_identify_names_the_visitor_until_it_is_ended(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/"))
    log.pageviews(1)
    visitor.do("liveinsight('identify', 'customer-7'); liveinsight('event', 'named')")
    log.custom(1)
    visitor.do("liveinsight('identify'); liveinsight('event', 'nameless')")
    log.custom(2)
    visitor.go(pages.page("/next"))
    visitor.leave()
    log.pageviews(2)

    users = {
        event.get("name", event["type"] + " " + event["url"].partition(str(pages.port))[2]): beacon.envelope.get("user")
        for beacon in log.road.beacons
        for event in beacon.events
        if event["type"] != "engagement"
    }
    assert users == {"pageview /": None, "named": "customer-7", "nameless": None, "pageview /next": None}
    assert visitor.page.context.cookies() == []


HOOKS: dict[str, tuple[str, dict[str, str]]] = {
    "as it is": ("event => event", {"": "pageview", "signup": "event"}),
    "changed": ("event => ({...event, url: event.url + '/changed'})", {"/changed": "pageview", "signup": "event"}),
    "some dropped": ("event => event.type == 'event' && event", {"signup": "event"}),
    "throws on some": ("event => { if (event.name) throw 1; return event }", {"": "pageview"}),
    "no function": ("'oops'", {}),
}


def test_before_send(pages: Website, visitor: Visitor, log: Log, subtests: pytest.Subtests) -> None:
    for number, (hook, _) in enumerate(HOOKS.values()):
        script = f"<script>window.liveinsightOptions = {{beforeSend: {hook}}}</script>"
        visitor.go(pages.page(f"/case{number}", head=script))
        visitor.do("liveinsight('event', 'signup')")
    visitor.leave()
    seen = log.all(sum(len(expected) for _, expected in HOOKS.values()))
    for number, (name, (_, expected)) in enumerate(HOOKS.items()):
        with subtests.test(name):
            of_case = [
                event for event in seen if event.path.startswith(f"/case{number}") and event.type != "engagement"
            ]
            found = {event.name or event.path.removeprefix(f"/case{number}"): event.type for event in of_case}
            assert found == expected
            assert len(of_case) == len(expected)


def test_options_in_the_page_win_over_those_of_the_tag(pages: Website, visitor: Visitor, log: Log) -> None:
    given = {"auto": "pageviews", "mask": "/users/*"}
    script = f"<script>window.liveinsightOptions = {json.dumps(given)}</script>"
    visitor.go(pages.page("/users/7", head=script, auto="", exclude="/secret"))
    visitor.leave()
    assert [event.path for event in log.pageviews(1)] == ["/users/*"]


@pytest.mark.parametrize(("webdriver", "flag"), [(None, True), ("allow", False)])
def test_browsers_that_software_drives_say_so(
    pages: Website, visitor: Visitor, log: Log, webdriver: str | None, flag: bool
) -> None:
    visitor.go(pages.page("/", webdriver=webdriver))
    log.road.wait_for(1)
    assert [bool(beacon.envelope.get("webdriver")) for beacon in log.road.beacons] == [flag]
    assert len(log.pageviews(0 if flag else 1)) == (0 if flag else 1)
