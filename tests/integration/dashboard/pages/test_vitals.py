"""Web vitals: cards, percentiles, course, groups that filter, the snippet of the empty page, hostile text."""

import csv
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from liveinsight.ingest.sender import Sender
from tests.integration.dashboard.conftest import AGENT, Dashboard
from tests.integration.dashboard.pages.conftest import PHONE, Open
from tests.integration.dashboard.pages.past import load, noon, pageview, vital

REPORT = "**/api/v2/reports/vitals"
HOSTILE = "/<img src=x onerror=document.body.dataset.owned=1>"
PHONES, DESKS = {"device": "mobile", "country": "KR"}, {"device": "desktop", "country": "DE"}
SHOWN_S = 30.0


@pytest.fixture
def measured(empty_shop: Dashboard) -> Dashboard:
    """A site with LCP of 1,000 to 4,000 ms on `/fast`, one of 5,000 on a page with a hostile address, and one INP."""
    at = noon(2)
    lines = [pageview("ada", at, "/fast", **DESKS), pageview("bob", at, HOSTILE, **PHONES)]
    lines += [vital("ada", at + place, "LCP", 1000 * place, "/fast", **DESKS) for place in range(1, 5)]
    lines += [vital("bob", at + 1, "LCP", 5000, HOSTILE, **PHONES), vital("bob", at + 2, "INP", 180, HOSTILE, **PHONES)]
    load(empty_shop.settings, empty_shop.site, lines)
    return empty_shop


def card(page: Page, metric: str) -> Locator:
    return page.locator(".vital").filter(has=page.get_by_role("button", name=metric))


def groups(page: Page) -> Locator:
    return page.locator("[data-panel=groups] tbody tr")


@pytest.mark.usefixtures("measured")
def test_values_ratings_and_their_spread(look: Open) -> None:
    page = look("/vitals?period=7d")
    lcp = card(page, "LCP")
    expect(lcp.locator(".vital-value")).to_have_text("4s")
    expect(lcp.locator(".vital-figure")).to_contain_text("Needs improvement")
    expect(lcp.locator(".spread-figures li")).to_have_text(["Good 40%", "Needs improvement 40%", "Poor 20%"])
    expect(lcp).to_contain_text("5 measurements")
    expect(card(page, "INP").locator(".vital-figure")).to_contain_text("Good")
    expect(card(page, "CLS")).to_contain_text("No measurements")
    expect(page.get_by_role("table", name="Course of LCP")).to_contain_text("4s")

    page.get_by_role("button", name="p50").click()
    expect(lcp.locator(".vital-value")).to_have_text("3s")
    assert "percentile=p50" in page.url
    card(page, "INP").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Course of INP · p50")).to_be_visible()


@pytest.mark.usefixtures("measured")
def test_groups_are_sorted_filter_the_page_and_become_a_file(look: Open) -> None:
    page = look("/vitals?period=7d")
    expect(groups(page)).to_have_count(2)
    expect(groups(page).first).to_contain_text("/fast")
    page.get_by_role("button", name="LCP", exact=True).last.click()
    expect(groups(page).first).to_contain_text("5s")
    page.get_by_role("tab", name="Device").click()
    expect(groups(page)).to_have_count(2)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download CSV").click()
    lines = list(csv.reader(Path(saving.value.path()).read_text("utf-8-sig").splitlines()))
    assert ["Desktop", "LCP", "4", "2000", "3000", "4000", "4000", "50", "50", "0"] in lines
    page.get_by_role("link", name="Mobile").click()
    expect(page.locator("[data-chips]")).to_contain_text("Device is Mobile")
    expect(card(page, "LCP").locator(".vital-value")).to_have_text("5s")
    expect(card(page, "LCP").locator(".vital-figure")).to_contain_text("Poor")


@pytest.mark.usefixtures("measured")
def test_text_of_visitors_is_never_markup(look: Open) -> None:
    page = look("/vitals?period=7d")
    expect(groups(page).last).to_contain_text("img src=x")
    page.wait_for_timeout(300)
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("body").get_attribute("data-owned") is None


@pytest.mark.usefixtures("measured")
def test_a_failure_is_told_and_tried_again(look: Open) -> None:
    page = look("/vitals?period=7d", failing=True)
    expect(groups(page)).to_have_count(2)
    page.route(REPORT, lambda route: route.abort())
    page.get_by_role("tab", name="Country").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.unroute(REPORT)
    page.get_by_role("button", name="Try again").click()
    expect(groups(page).first).to_be_visible()


def test_the_line_of_the_empty_page_sends_what_the_page_then_shows(empty_shop: Dashboard, look: Open) -> None:
    page = look("/vitals?period=day")
    line = page.locator("#vitals-tag")
    expect(line).to_be_visible()
    for body in sent_by(page, empty_shop, line.text_content() or ""):
        sender = Sender("203.0.113.9", user_agent=AGENT, country="KR")
        assert empty_shop.ingest.beacon(body, sender).accepted > 0
    deadline = time.monotonic() + SHOWN_S
    while page.locator(".vital-value").count() < 3 and time.monotonic() < deadline:
        page.wait_for_timeout(1000)
        page.reload()
        expect(page.locator(".vital-value, #vitals-tag").first).to_be_visible()
    for metric in ("LCP", "FCP", "TTFB"):
        expect(card(page, metric).locator(".vital-value")).to_be_visible()


def sent_by(page: Page, dashboard: Dashboard, line: str) -> list[bytes]:
    """The beacons of a page of the site with the snippet and this line, whose visitor clicks once."""
    snippet = f'<script defer src="{dashboard.url}/li.js" data-site="{dashboard.site}" data-webdriver="allow"></script>'
    sent: list[bytes] = []

    def take(route: Route) -> None:
        sent.append(route.request.post_data_buffer or b"")
        route.fulfill(status=202, body="{}", headers={"Access-Control-Allow-Origin": "*"})

    visited = page.context.new_page()
    visited.route("https://in.example/events", take)
    # Chromium lets no page of the web load scripts from this machine; the test does it for the page.
    visited.route(f"{dashboard.url}/*.js", lambda route: route.fulfill(response=route.fetch()))
    html = f"<!doctype html><title>Shop</title>{snippet}{line}<h1>Hello</h1>"
    visited.route("https://shop.example/", lambda route: route.fulfill(content_type="text/html", body=html))
    visited.goto("https://shop.example/")
    visited.locator("h1").click()
    deadline = time.monotonic() + SHOWN_S
    while b"".join(sent).count(b"web-vital") < 3 and time.monotonic() < deadline:
        visited.wait_for_timeout(100)
    visited.close()
    return sent


@pytest.mark.usefixtures("measured")
def test_a_phone_and_korean(look: Open) -> None:
    page = look("/vitals?period=7d", locale="ko-KR", size=PHONE, dark=True)
    expect(card(page, "LCP").locator(".vital-figure")).to_contain_text("개선 필요")
    expect(groups(page)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
