"""The list of visits and one visit's timeline: what a row says, filters, order, the sheet and its ways in and out."""

import io
import json
import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from liveinsight import sites
from liveinsight.imports.run import run
from tests.integration.dashboard.conftest import Dashboard
from tests.integration.dashboard.pages.conftest import PHONE, Open

HOSTILE = "<img src=x onerror=document.body.dataset.owned=1>"
SHOP_ROWS = 36
LONG = 1050


def rows(page: Page) -> int:
    return page.locator(".visit-row").count()


def test_a_row_opens_a_timeline_that_back_closes(look: Open) -> None:
    page = look("/sessions")
    expect(page.get_by_text(f"{SHOP_ROWS} visits")).to_be_visible()
    first = page.locator(".visit-row").first
    for words in ("Germany", "Desktop · Chrome · Windows", "newsletter", "E-mail", "/beans", "/checkout", "1 event"):
        expect(first).to_contain_text(words)
    first.locator(".read").click()
    sheet = page.get_by_role("dialog", name="Visit", exact=True)
    expect(sheet.locator(".visit-steps > li")).to_have_count(3)
    expect(sheet.locator(".visit-steps > li").last).to_contain_text("purchase")
    expect(sheet).to_contain_text("€19.90")
    assert re.search(r"session=[0-9a-f]{16}&at=\d+", page.url)
    page.keyboard.press("ArrowRight")
    expect(sheet).to_contain_text("Bounce")
    page.keyboard.press("ArrowRight")
    expect(sheet).to_contain_text("24s engaged")
    expect(sheet).to_contain_text("80% scrolled")
    expect(sheet.locator(".prop")).to_have_text("plan pro")
    page.go_back()
    expect(sheet).to_have_count(0)
    expect(page).not_to_have_url(re.compile("session="))


def test_a_link_opens_the_visit_and_closing_it_leaves_the_list(look: Open) -> None:
    listed = look("/sessions?order=pageviews.asc")
    listed.locator(".visit-row .visit-link").first.click()
    page = look(listed.url.partition(listed.url.split("/sessions")[0])[2])
    sheet = page.get_by_role("dialog", name="Visit", exact=True)
    expect(sheet.locator(".visit-steps > li")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/sessions\?order=pageviews\.asc$"))


def test_values_filter_and_heads_sort(look: Open) -> None:
    page = look("/sessions")
    page.locator(".visit-row").nth(2).get_by_role("link", name="Google").click()
    expect(page.get_by_text("12 visits", exact=True)).to_be_visible()
    expect(page.locator("[data-chips]")).to_contain_text("Google")
    assert rows(page) == SHOP_ROWS // 3
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Remove: Source is Google").click()
    expect(page.get_by_text(f"{SHOP_ROWS} visits")).to_be_visible()
    page.get_by_role("button", name="Engaged").click()
    expect(page.locator(".visit-row").first).to_contain_text("24s")
    expect(page.get_by_role("columnheader", name="Engaged")).to_have_attribute("aria-sort", "descending")


def test_the_list_is_saved_as_csv(look: Open) -> None:
    page = look("/sessions")
    expect(page.get_by_text(f"{SHOP_ROWS} visits")).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download CSV").click()
    lines = saving.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == SHOP_ROWS + 1
    assert lines[0].startswith("id,started_at,duration_s")


def test_an_error_can_be_tried_again(look: Open) -> None:
    page = look("/live", failing=True)
    page.route("**/reports/sessions", lambda route: route.fulfill(status=503, body="{}"), times=1)
    page.get_by_role("link", name="Sessions").click()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text(f"{SHOP_ROWS} visits")).to_be_visible()


def test_without_visits_it_says_what_to_do(look: Open, empty_shop: Dashboard) -> None:
    page = look("/sessions")
    page.get_by_role("link", name="Look at all time").click()
    expect(page.get_by_role("link", name="Install the snippet")).to_have_attribute(
        "href", f"/sites/{empty_shop.site}/install"
    )


def test_who_is_there_now_is_marked_and_texts_stay_texts(look: Open, empty_shop: Dashboard) -> None:
    path = "/" + HOSTILE.replace(" ", "%20")
    empty_shop.visit(f"{path}?utm_source={HOSTILE.replace(' ', '%20')}", visitor=31)
    empty_shop.visit("/", visitor=31, type="event", name=HOSTILE, props={HOSTILE: HOSTILE})
    page = look("/sessions?period=day")
    row = page.locator(".visit-row").first
    expect(row).to_contain_text("Live")
    expect(row).to_contain_text("img src=x")
    row.locator(".visit-link").click()
    expect(page.get_by_role("dialog").locator(".prop")).to_contain_text("<img src=x")
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("body").get_attribute("data-owned") is None


def test_a_long_visit_is_read_on_page_by_page(look: Open, empty_shop: Dashboard) -> None:
    now = datetime.now(UTC)
    noon = int((now - timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0).timestamp() * 1000)
    steps = [
        {"type": "pageview", "at": noon + n * 1000, "url": f"https://shop.example/{n}", "visitor": "ann"}
        for n in range(LONG)
    ]
    content = "".join(json.dumps(step) + "\n" for step in steps).encode()
    run(io.BytesIO(content), sites.get(empty_shop.site), empty_shop.settings, int(now.timestamp() * 1000))
    page = look("/sessions")
    page.locator(".visit-row .visit-link").click()
    shown = page.get_by_role("dialog").locator(".visit-steps > li")
    expect(shown).to_have_count(1000)
    page.get_by_role("button", name=f"Show more steps (1,000 of {LONG:,})").click()
    expect(shown).to_have_count(LONG)
    expect(shown.last).to_contain_text(f"/{LONG - 1}")
    expect(shown.nth(1000)).to_contain_text("+1s")
    expect(page.get_by_role("button", name="Show more steps")).to_have_count(0)


def test_korean_on_a_phone(look: Open) -> None:
    page = look("/sessions", locale="ko-KR", size=PHONE, dark=True)
    expect(page.locator(".visit-row").nth(1)).to_contain_text("대한민국")
    expect(page.locator(".visit-row").last).to_contain_text("일 전")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".visit-row .visit-link").nth(2).click()
    expect(page.get_by_role("dialog")).to_contain_text("24초")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
