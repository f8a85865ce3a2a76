"""What visitors click, submit and fail to find: automatic events and those of the markup."""

import json
from typing import Any

import pytest

from liveinsight.domain.event import Event
from tests.browser.tracker.stored import Log
from tests.browser.tracker.visitor import Visitor
from tests.browser.tracker.website import Website

OUTBOUND = "Outbound Link: Click"
DOWNLOAD = "File Download"
FORM = "Form: Submission"
OTHER = "http://other.example/there"
"""In markup: a page on another host, whose port a test fills in."""


@pytest.fixture
def other(pages: Website) -> str:
    """Address of a page on another host."""
    pages.page("/there", tagged=False)
    return pages.url("/there", host="other.example")


def told(event: Event) -> tuple[str, dict[str, Any], bool]:
    return event.name, json.loads(event.props or "{}"), event.interactive


LINKS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "another host": (f"<a href='{OTHER}'>go</a>", [(OUTBOUND, OTHER)]),
    "in a new tab": (f"<a href='{OTHER}' target=_blank>go</a>", [(OUTBOUND, OTHER)]),
    "an element inside of the link": (f"<a href='{OTHER}'><b><i>go</i></b></a>", [(OUTBOUND, OTHER)]),
    "prevented by the page": (f"<a href='{OTHER}' onclick='event.preventDefault()'>go</a>", [(OUTBOUND, OTHER)]),
    "the site itself": ("<a href='/two'>go</a>", []),
    "mail": ("<a href='mailto:shop@shop.example'>go</a>", []),
    "telephone": ("<a href='tel:+49301234'>go</a>", []),
    "script": ("<a href='javascript:void(0)'>go</a>", []),
    "an anchor without address": ("<a>go</a>", []),
    "an address that is none": ("<a href='http://['>go</a>", []),
    "a file": ("<a href='/prices.pdf?from=mail'>go</a>", [(DOWNLOAD, "/prices.pdf")]),
    "a file by its attribute": ("<a href='/export' download>go</a>", [(DOWNLOAD, "/export")]),
    "a file on another host": (f"<a href='{OTHER}.zip'>go</a>", [(OUTBOUND, f"{OTHER}.zip")]),
}
STAY = "<script>addEventListener('{}', event => event.preventDefault())</script>"
"""Keeps the browser on the page, where all cases can be tried one after the other."""


def test_links(pages: Website, visitor: Visitor, log: Log, other: str) -> None:
    markup = [f"<p id=case{number}>{html}</p>" for number, (html, _) in enumerate(LINKS.values())]
    visitor.go(pages.page("/", "".join(markup).replace(OTHER, other), head=STAY.format("click")))
    for number in range(len(LINKS)):
        visitor.page.locator(f"#case{number} >> text=go").click(no_wait_after=True)
    visitor.leave()
    expected = [each for _, events in LINKS.values() for each in events]
    seen = [told(event) for event in log.custom(len(expected))]
    wanted = [url.replace(OTHER, other) if "://" in url else pages.url(url) for _, url in expected]
    assert seen == [(name, {"url": url}, True) for (name, _), url in zip(expected, wanted, strict=True)]


def test_a_click_that_the_page_hides(pages: Website, visitor: Visitor, log: Log, other: str) -> None:
    markup = f"<p onclick='event.stopPropagation()'><a href='{other}' target=_blank>go</a></p>"
    visitor.go(pages.page("/", markup))
    visitor.page.click("a")
    visitor.leave()
    assert [told(event) for event in log.custom(1)] == [(OUTBOUND, {"url": other}, True)]


@pytest.mark.parametrize(("button", "keys"), [("middle", []), ("left", ["Control"]), ("left", ["Shift"])])
def test_a_link_opened_beside_the_page(
    pages: Website, visitor: Visitor, log: Log, other: str, button: Any, keys: Any
) -> None:
    visitor.go(pages.page("/", f"<a href='{other}'>go</a>"))
    visitor.page.click("a", button=button, modifiers=keys)
    visitor.leave()
    assert [told(event) for event in log.custom(1)] == [(OUTBOUND, {"url": other}, True)]


def test_a_right_click_opens_nothing(pages: Website, visitor: Visitor, log: Log, other: str) -> None:
    visitor.go(pages.page("/", f"<a href='{other}'>go</a>"))
    visitor.page.click("a", button="right")
    visitor.leave()
    log.pageviews(1)
    assert log.custom(0) == []


def test_a_link_with_the_keyboard(pages: Website, visitor: Visitor, log: Log, other: str) -> None:
    visitor.go(pages.page("/", f"<a href='{other}' onclick='event.preventDefault()'>go</a>"))
    visitor.page.focus("a")
    visitor.page.keyboard.press("Enter")
    visitor.leave()
    assert [told(event) for event in log.custom(1)] == [(OUTBOUND, {"url": other}, True)]


FORMS = {
    "a form": ("<form action=/thanks><input name=q><button>go</button></form>", 1),
    "handled by the page": ("<form onsubmit='event.preventDefault()'><button>go</button></form>", 1),
    "sent in another tab": ("<form action=/thanks target=_blank><button>go</button></form>", 1),
    "hidden by the page": (
        "<div onsubmit='event.stopPropagation(); event.preventDefault()'><form><button>go</button></form></div>",
        1,
    ),
    "invalid": ("<form action=/thanks><input name=q required><button>go</button></form>", 0),
}


def test_forms(pages: Website, visitor: Visitor, log: Log) -> None:
    markup = [f"<div id=case{number}>{html}</div>" for number, (html, _) in enumerate(FORMS.values())]
    visitor.go(pages.page("/contact", "".join(markup), head=STAY.format("submit")))
    for number in range(len(FORMS)):
        visitor.page.click(f"#case{number} button")
    visitor.leave()
    count = sum(count for _, count in FORMS.values())
    assert [told(event) for event in log.custom(count)] == [(FORM, {"path": "/contact"}, True)] * count


def test_a_form_that_leaves_the_page_is_stored(pages: Website, visitor: Visitor, log: Log) -> None:
    pages.page("/thanks", tagged=False)
    visitor.go(pages.page("/contact", "<form action=/thanks><button>go</button></form>"))
    visitor.click_through("button", "/thanks")
    assert [told(event) for event in log.custom(1)] == [(FORM, {"path": "/contact"}, True)]


def test_a_page_that_is_not_there(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/nowhere", status=404))
    visitor.leave()
    assert [event.path for event in log.pageviews(1)] == ["/nowhere"]
    assert [told(event) for event in log.custom(1)] == [("404", {"path": "/nowhere"}, False)]


def test_a_page_that_fails_is_not_one_that_is_missing(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/broken", status=500))
    visitor.leave()
    log.pageviews(1)
    assert log.custom(0) == []


def test_the_owner_chooses_what_is_counted(pages: Website, visitor: Visitor, log: Log, other: str) -> None:
    links = f"<a id=out href='{other}' onclick='event.preventDefault()'>o</a> <a id=file href=/a.pdf download>f</a>"
    pages.file("/a.pdf", b"%PDF")
    visitor.go(pages.page("/", links, status=404, auto="pageviews downloads"))
    for name in ("out", "file"):
        visitor.page.click(f"#{name}")
    visitor.leave()
    assert [event.name for event in log.custom(1)] == [DOWNLOAD]
    assert len(log.pageviews(1)) == 1


def test_events_of_the_markup(pages: Website, visitor: Visitor, log: Log) -> None:
    button = (
        "<button data-li-event=purchase data-li-prop-plan=pro data-li-prop-seat-count=3 data-li-revenue='19.95 USD'>"
        "<b>Buy</b></button>"
    )
    visitor.go(pages.page("/", button))
    visitor.page.click("b")
    visitor.leave()
    (event,) = log.custom(1)
    assert told(event) == ("purchase", {"plan": "pro", "seat-count": "3"}, True)
    assert (event.revenue_amount, event.revenue_currency) == ("19.95", "USD")


def test_markup_that_came_after_the_script(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/"))
    visitor.do("document.body.innerHTML = '<button data-li-event=late>x</button>'")
    visitor.page.click("button")
    visitor.leave()
    assert [event.name for event in log.custom(1)] == ["late"]


def test_an_outbound_link_with_an_event_of_its_own_counts_as_both(
    pages: Website, visitor: Visitor, log: Log, other: str
) -> None:
    visitor.go(pages.page("/", f"<a href='{other}' data-li-event=partner onclick='event.preventDefault()'>go</a>"))
    visitor.page.click("a")
    visitor.leave()
    assert sorted(event.name for event in log.custom(2)) == [OUTBOUND, "partner"]


def test_a_click_that_leaves_the_page_is_stored(pages: Website, visitor: Visitor, log: Log, other: str) -> None:
    """The event is under way when the page ends; nothing delays the click for it."""
    visitor.go(pages.page("/", f"<a href='{other}'>go</a>"))
    visitor.click_through("a", "/there")
    assert [told(event) for event in log.custom(1)] == [(OUTBOUND, {"url": other}, True)]
