"""The examples for pages without a build, filled in as their readers do, in a browser."""

import json

from playwright.sync_api import Browser

from local.layout import ROOT
from tests.browser.tracker.stored import Log
from tests.browser.tracker.visitor import UNSEEN, Visitor, visiting
from tests.browser.tracker.website import Website

EXAMPLES = ROOT / "tracker-js/examples"


def filled_in(path: str, pages: Website) -> str:
    """An example with this site's addresses and key."""
    text = (EXAMPLES / path).read_text()
    dashboard = pages.url("").rstrip("/")
    for placeholder, value in (
        ("https://DASHBOARD", dashboard),
        ("https://COLLECTOR", pages.api),
        ("SITE_KEY", pages.key),
    ):
        assert placeholder in text or placeholder == "https://COLLECTOR"
        text = text.replace(placeholder, value)
    return text


def test_the_page_in_plain_html(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.context.add_init_script(UNSEEN)
    visitor.context.route("https://en.wikipedia.org/**", lambda route: route.abort())
    pages.file("/prices.pdf", b"%PDF")
    visitor.go(pages.file("/", filled_in("html/index.html", pages).encode()))
    for button in ("buy", "tour"):
        visitor.page.click(f"#{button}")
    log.wait_for("purchase", "tour")  # opting out drops what is not sent yet
    for button in ("opt-out", "opt-in"):
        visitor.page.click(f"#{button}")
    visitor.page.click("#outbound", modifiers=["Control"])
    visitor.leave()

    assert [(event.path, event.title) for event in log.pageviews(1)] == [("/", "Hanok Coffee")]
    seen = {event.name: event for event in log.custom(4) if event.name != "web-vital"}
    assert sorted(seen) == ["Outbound Link: Click", "purchase", "tour"]
    assert (seen["purchase"].revenue_amount, json.loads(seen["purchase"].props)) == ("19.9", {"product": "giwa"})
    assert {json.loads(event.props)["name"] for event in log.custom(4) if event.name == "web-vital"} >= {"TTFB", "FCP"}


def test_the_page_in_plain_html_without_javascript(browser: Browser, pages: Website, log: Log) -> None:
    with visiting(browser, java_script_enabled=False) as visitor:
        visitor.go(pages.file("/", filled_in("html/index.html", pages).encode()))
        (pageview,) = log.pageviews(1)
    assert (pageview.path, pageview.hostname) == ("/", "shop.example")


def test_tag_manager(pages: Website, visitor: Visitor, log: Log) -> None:
    """Tag Manager puts the filled-in tags into the page, and their scripts run."""
    visitor.context.add_init_script(UNSEEN)
    tracker = filled_in("google-tag-manager/tracker.html", pages)
    event = (EXAMPLES / "google-tag-manager/event.html").read_text()
    for variable, value in (
        ("Event", "purchase"),
        ("DLV - value", 19.95),
        ("DLV - currency", "EUR"),
        ("DLV - plan", "pro"),
    ):
        event = event.replace("{{" + variable + "}}", json.dumps(value))
    visitor.go(pages.page("/", event + tracker, tagged=False))
    visitor.leave()
    assert [each.path for each in log.pageviews(1)] == ["/"]
    (purchase,) = log.custom(1)
    assert (purchase.name, purchase.revenue_amount, purchase.revenue_currency) == ("purchase", "19.95", "EUR")
