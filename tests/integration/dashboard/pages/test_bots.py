"""Bots: figures, tables, pages, what the page says of filters and floods, and nobody's markup."""

import csv
import json
import secrets
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from liveinsight.bot_visits import budget
from liveinsight.ingest.pipeline import Ingest
from liveinsight.ingest.sender import Sender
from tests.integration.dashboard.conftest import Dashboard
from tests.integration.dashboard.pages.conftest import PHONE, Open

REPORT = "**/api/bots/**"
GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
NAMELESS = "none"
HOSTILE = "/<img src=x onerror=document.body.dataset.owned=1>"


def crawl(shop: Dashboard, agent: str, *paths: str, ingest: Ingest | None = None) -> None:
    """A beacon of a bot, as the collector takes it."""
    now = int(time.time() * 1000)
    events = [
        {"id": secrets.token_hex(8), "type": "pageview", "at": now, "url": f"https://shop.example{path}"}
        for path in paths
    ]
    body = json.dumps({"site": shop.site, "sent_at": now, "events": events}).encode()
    assert (ingest or shop.ingest).beacon(body, Sender("203.0.113.77", user_agent=agent)).accepted == 0


@pytest.fixture
def crawled(empty_shop: Dashboard) -> Dashboard:
    """A site with three hits of GPTBot, two of Googlebot and one of a bot without a name."""
    crawl(empty_shop, GPTBOT, "/a", "/a", HOSTILE)
    crawl(empty_shop, GOOGLEBOT, "/", "/")
    crawl(empty_shop, NAMELESS, "/")
    return empty_shop


def figures(page: Page) -> list[str]:
    return page.locator(".bot-figures .kpi-value").all_text_contents()


def rows(page: Page, panel: str) -> Locator:
    return page.locator(f"[data-panel={panel}] tbody tr")


def pages(page: Page) -> Locator:
    return page.locator("[data-panel=paths] .bar-row-item")


@pytest.mark.usefixtures("crawled")
def test_ai_crawlers_are_set_apart_and_all_are_counted(look: Open) -> None:
    page = look("/bots?period=7d")
    expect(rows(page, "ai")).to_have_count(1)
    assert figures(page) == ["6", "3", "0", "2", "1"]
    expect(rows(page, "ai").locator("td")).to_contain_text(["AI crawler", "3", "50%"])
    expect(rows(page, "others")).to_have_count(2)
    expect(rows(page, "others").first).to_contain_text("Googlebot")
    expect(rows(page, "others").last).to_contain_text("(without a known name)")
    expect(page.get_by_role("table", name="Hits of bots over time")).to_contain_text("3")
    page.locator("[data-panel=others]").get_by_role("button", name="Bot", exact=True).click()
    expect(rows(page, "others").first).to_contain_text("(without a known name)")


@pytest.mark.usefixtures("crawled")
def test_pages_by_kind(look: Open) -> None:
    page = look("/bots?period=7d")
    expect(pages(page)).to_have_count(3)
    expect(pages(page).first).to_contain_text("/3", use_inner_text=False)
    page.get_by_role("tab", name="AI crawlers and assistants").click()
    expect(pages(page)).to_have_count(2)
    expect(pages(page).first).to_contain_text("/a")
    page.get_by_role("tab", name="All others").click()
    expect(pages(page)).to_have_count(1)


@pytest.mark.usefixtures("crawled")
def test_text_of_bots_is_never_markup(look: Open) -> None:
    page = look("/bots?period=7d")
    expect(page.locator("[data-panel=paths]")).to_contain_text("img src=x")
    page.wait_for_timeout(300)
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("body").get_attribute("data-owned") is None


@pytest.mark.usefixtures("crawled")
def test_a_file_of_all_bots(look: Open) -> None:
    page = look("/bots?period=7d")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download CSV").click()
    lines = list(csv.reader(Path(saving.value.path()).read_text("utf-8-sig").splitlines()))
    assert lines[0] == ["Bot", "Kind", "Hits", "Share", "Last seen"]
    assert [line[:4] for line in lines[1:]] == [
        ["GPTBot", "AI crawler", "3", "50"],
        ["Googlebot", "Search engine", "2", "33.3"],
        ["(without a known name)", "Other", "1", "16.7"],
    ]


@pytest.mark.usefixtures("crawled")
def test_filters_of_other_pages_do_not_apply_and_are_not_lost(look: Open) -> None:
    page = look("/bots?period=7d&f=is,visit:country,KR")
    expect(page.get_by_text("Bots are counted without them.")).to_be_visible()
    expect(rows(page, "ai")).to_have_count(1)
    expect(page.get_by_role("button", name="Filter", exact=True)).to_have_count(0)
    expect(page.locator("[data-chips]")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="Retention").click()
    page.wait_for_url(lambda url: "/retention" in url and "visit%3Acountry" in url)


def test_more_hits_than_are_kept_are_said_to_be(
    empty_shop: Dashboard, look: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MOST_AN_HOUR", budget.CLAIM)
    own = Ingest(empty_shop.settings)
    crawl(empty_shop, GPTBOT, *["/"] * budget.CLAIM, ingest=own)
    crawl(empty_shop, GPTBOT, "/", ingest=own)
    page = look("/bots?period=7d")
    expect(page.get_by_text("In 1 hour there were more hits than are kept")).to_be_visible()
    assert figures(page)[0] == str(budget.CLAIM)


@pytest.mark.usefixtures("empty_shop")
def test_without_bots_the_page_says_what_it_would_show(look: Open) -> None:
    page = look("/bots")
    expect(page.get_by_text("No bots in this time.")).to_be_visible()
    expect(page.get_by_text("run no scripts")).to_be_visible()
    for panel in ("ai", "others", "paths"):
        expect(page.locator(f"[data-panel={panel}]")).to_be_hidden()
    expect(page.get_by_role("button", name="Download CSV")).to_be_hidden()


@pytest.mark.usefixtures("crawled")
def test_a_failure_is_told_and_tried_again(look: Open) -> None:
    page = look("/bots?period=7d", failing=True)
    expect(rows(page, "ai")).to_have_count(1)
    page.route(REPORT, lambda route: route.abort())
    page.keyboard.press("d")
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(page.locator("[data-panel=ai]")).to_be_hidden()
    page.unroute(REPORT)
    page.get_by_role("button", name="Try again").click()
    expect(rows(page, "ai").first).to_be_visible()


@pytest.mark.usefixtures("crawled")
def test_a_phone_and_korean(look: Open) -> None:
    page = look("/bots?period=7d", locale="ko-KR", size=PHONE, dark=True)
    expect(rows(page, "ai")).to_contain_text("AI 크롤러")
    expect(rows(page, "others")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
