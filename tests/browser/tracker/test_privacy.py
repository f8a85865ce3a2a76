"""Who and what is not counted: visitors who ask for it, pages that the owner names. And what stays in the browser."""

import pytest
from playwright.sync_api import Browser

from tests.browser.tracker.stored import Log
from tests.browser.tracker.visitor import Visitor, visiting
from tests.browser.tracker.website import STUB, Website

ASKED_NOT_TO = {
    "Global Privacy Control": "Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true})",
    "Do Not Track": "Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'})",
}


@pytest.mark.parametrize("wish", ASKED_NOT_TO.values(), ids=ASKED_NOT_TO)
@pytest.mark.parametrize("respected", [None, "false"])
def test_a_browser_that_asks_not_to_be_tracked(
    pages: Website, visitor: Visitor, log: Log, wish: str, respected: str | None
) -> None:
    visitor.page.add_init_script(wish)
    visitor.go(pages.page("/", "<a href=http://other.example:9/ data-li-event=click>go</a>", respect_dnt=respected))
    visitor.do("liveinsight('event', 'call')")
    visitor.leave()
    expected = 0 if respected is None else 1
    assert len(log.pageviews(expected)) == expected
    assert bool(log.road.beacons) == bool(expected)


def test_a_visitor_who_opts_out_and_in_again(pages: Website, visitor: Visitor, log: Log) -> None:
    for path in ("/one", "/two", "/three"):
        pages.page(path)
    visitor.go(pages.url("/one"))
    assert len(log.pageviews(1)) == 1
    visitor.do("liveinsight('optOut')", "liveinsight('event', 'unheard')")
    visitor.go(pages.url("/two"))
    assert visitor.page.evaluate("localStorage.getItem('liveinsightOut')")
    visitor.do("liveinsight('event', 'unheard')", "history.pushState({}, '', '/unseen')", pause_ms=1300)
    visitor.do("liveinsight('optIn')")
    visitor.go(pages.url("/three"))
    visitor.leave()
    assert [event.path for event in log.pageviews(2)] == ["/one", "/three"]
    assert log.custom(0) == []


def test_opting_out_holds_in_the_other_tab_as_well(pages: Website, visitor: Visitor, log: Log) -> None:
    pages.page("/")
    visitor.go(pages.url())
    assert len(log.pageviews(1)) == 1
    other = visitor.new_page()
    other.goto(pages.url())
    assert len(log.pageviews(2)) == 2
    other.evaluate("liveinsight('optOut')")
    visitor.do("liveinsight('event', 'unheard')")
    visitor.leave()
    assert log.custom(0) == []


def test_opting_out_before_the_script_has_loaded(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/", head=f"<script>{STUB};liveinsight('optOut')</script>"))
    visitor.go(pages.page("/two"))
    visitor.leave()
    assert [path.path for path in log.pageviews(0) if path.path == "/two"] == []


EXCLUDED = ("/admin/users/7", "/preview")
COUNTED = ("/previews", "/a/admin/")


def test_excluded_paths(pages: Website, visitor: Visitor, log: Log) -> None:
    for path in (*EXCLUDED, *COUNTED):
        visitor.go(pages.page(path, exclude="/admin/*, /preview"))
        visitor.do("liveinsight('event', 'call')")
    visitor.leave()
    assert [event.path for event in log.pageviews(2)] == list(COUNTED)
    assert [event.path for event in log.custom(2)] == list(COUNTED)
    assert {event["url"] for event in log.road.sent()} == {pages.url(path) for path in COUNTED}


def test_an_application_that_goes_through_an_excluded_path(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/", exclude="/admin/*"))
    visitor.do("history.pushState({}, '', '/admin/x')", pause_ms=1300)
    visitor.do("history.pushState({}, '', '/two')")
    visitor.leave()
    assert [event.path for event in log.pageviews(2)] == ["/", "/two"]
    assert [event for event in log.road.sent() if "admin" in event["url"]] == []


MASKED = {"/users/7": "/users/*", "/orders/12/pay": "/orders/*/pay", "/orders/12": "/orders/12"}


def test_masked_paths(pages: Website, visitor: Visitor, log: Log) -> None:
    for path in MASKED:
        pages.page(path, mask="/users/*,/orders/*/pay")
        visitor.go(pages.url(path) + "?utm_source=news")
        visitor.do("liveinsight('event', 'call')")
    visitor.leave()
    seen = log.pageviews(3)
    assert [(event.path, event.own.utm_source) for event in seen] == [(path, "news") for path in MASKED.values()]
    assert [event.path for event in log.custom(3)] == list(MASKED.values())
    assert {event["url"].partition("?")[0] for event in log.road.sent()} == {
        pages.url(path) for path in MASKED.values()
    }


def test_nothing_stays_in_the_browser(pages: Website, visitor: Visitor, log: Log) -> None:
    pages.page("/", "<button data-li-event=click>x</button>")
    visitor.go(pages.url())
    visitor.page.click("button")
    visitor.do("liveinsight('identify', 'customer-7'); liveinsight('event', 'call')")
    visitor.go(pages.url())
    log.custom(2)
    kept = "async () => [document.cookie, localStorage.length, sessionStorage.length, await indexedDB.databases()]"
    assert visitor.page.evaluate(kept) == ["", 0, 0, []]
    assert visitor.context.cookies() == []


def test_a_browser_without_storage(browser: Browser, pages: Website, log: Log) -> None:
    """As with blocked cookies: reading `localStorage` throws."""
    with visiting(browser) as visitor:
        visitor.page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
        )
        visitor.go(pages.page("/", store=""))
        visitor.do("liveinsight('optIn')", "liveinsight('event', 'call')")
        visitor.leave()
        assert (len(log.pageviews(1)), len(log.custom(1))) == (1, 1)
        assert visitor.own_messages() == []
