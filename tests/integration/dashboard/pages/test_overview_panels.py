"""The panels of the overview: numbers, filters by click, full tables with search, pages and CSV, both languages."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.integration.dashboard.conftest import Dashboard
from tests.integration.dashboard.pages.conftest import PHONE, Open

HOSTILE = "<img src=x onerror=document.body.dataset.owned=1>"
FRESH_MS = 12_000
"""New events are in answers within some seconds."""
FOLLOW = """name => {
  const url = new URL(location.href);
  url.searchParams.set("details", name);
  history.pushState(null, "", url);
  dispatchEvent(new PopStateEvent("popstate"));
}"""
"""Goes to the full table of this name, as a link inside of the page does."""
TABS = {
    "sources": ("Channels", "Sources", "Referrers", "Campaigns"),
    "pages": ("Top pages", "Entry", "Exit"),
    "places": ("Map", "Countries", "Regions", "Cities"),
    "devices": ("Type", "Browsers", "Systems", "Screens", "Languages"),
    "goals": ("Goals", "Custom events", "Properties"),
}
TABLES = (
    *("channels", "sources", "referrers", "utm_medium", "utm_source", "utm_campaign", "utm_content", "utm_term"),
    *("pages", "entry_pages", "exit_pages", "hostnames", "countries", "regions", "cities"),
    *("devices", "browsers", "browser_version", "systems", "os_version", "screens", "languages"),
    *("goals", "events", "property:plan"),
)


def panel(page: Page, name: str, tab: str = "") -> Locator:
    """A panel, with this tab open and its answer there."""
    found = page.locator(f"[data-panel={name}]")
    found.scroll_into_view_if_needed()
    if tab:
        found.get_by_role("tab", name=tab, exact=True).click()
    expect(found).not_to_have_attribute("aria-busy", "true")
    return found


def figures(row: Locator) -> list[str]:
    """What stands in a row behind its label."""
    return [text.strip() for text in row.locator(".figure").all_inner_texts()]


def bar(found: Locator, label: str) -> Locator:
    return found.locator(".bar-row-item").filter(has=found.page.get_by_text(label, exact=True))


def test_every_tab_has_its_numbers(look: Open) -> None:
    page = look("/?period=30d")
    assert figures(bar(panel(page, "sources", "Channels"), "Organic search")) == ["33.3%", "1"]
    assert figures(bar(panel(page, "sources", "Campaigns"), "autumn")) == ["33.3%", "1"]
    assert figures(bar(panel(page, "pages", "Top pages"), "/beans")) == ["12s", "80%", "2"]
    assert figures(bar(panel(page, "pages", "Entry"), "/")) == ["50%", "24"]
    assert figures(bar(panel(page, "pages", "Exit"), "/checkout")) == ["100%", "12"]
    assert figures(bar(panel(page, "places", "Countries"), "South Korea")) == ["66.7%", "2"]
    expect(panel(page, "places", "Cities")).to_contain_text("Nothing finer than countries is known")
    assert figures(bar(panel(page, "devices", "Browsers"), "Safari")) == ["33.3%", "1"]
    assert figures(bar(panel(page, "goals", "Goals"), "Purchase")) == ["12", "33.3%", "€238.80", "1"]
    assert figures(bar(panel(page, "goals", "Custom events"), "signup")) == ["12", "33.3%", "1"]
    assert figures(bar(panel(page, "goals", "Properties"), "pro")) == ["12", "1"]


def test_a_click_filters_the_page_and_another_one_takes_it_back(look: Open) -> None:
    page = look("/")
    panel(page, "sources", "Sources").get_by_role("link", name="Google").click()
    expect(page).to_have_url(re.compile(r"f=is%2Cvisit%3Asource%2CGoogle"))
    countries = panel(page, "places", "Countries")
    expect(countries.locator(".bar-row-item")).to_have_count(1)
    expect(bar(panel(page, "sources"), "Google")).to_have_class(re.compile("chosen"))
    browsers = panel(page, "devices", "Browsers")
    browsers.get_by_role("link", name="Safari").click()
    expect(browsers.locator(".bar-head")).to_contain_text("Versions of Safari")
    page.go_back()
    page.go_back()
    expect(countries.locator(".bar-row-item")).to_have_count(2)


def test_the_map_says_and_filters(look: Open) -> None:
    page = look("/")
    places = panel(page, "places", "Map")
    korea = places.locator("path[data-code=KR]")
    korea.hover()
    expect(places.locator(".map-tip")).to_have_text("South Korea · 2 Visitors · 66.7% Share")
    korea.click()
    expect(page.locator("[data-chips]")).to_contain_text("South Korea")
    expect(korea).to_have_class(re.compile("chosen"))


def test_with_a_goal_the_panels_show_conversions(look: Open) -> None:
    page = look("/")
    panel(page, "goals", "Goals").get_by_role("link", name="Purchase").click()
    sources = panel(page, "sources", "Sources")
    expect(sources.locator(".bar-head")).to_contain_text("Conversions")
    assert figures(bar(sources, "newsletter")) == ["100%", "1"]
    expect(panel(page, "goals").locator(".bar-row-item")).to_have_count(3)


@pytest.mark.parametrize("filters", ["", "is,event:goal,Purchase", "is,event:page,/beans", "is,event:name,signup"])
def test_nothing_is_asked_that_is_refused(look: Open, filters: str) -> None:
    page = look(f"/?f={filters}" if filters else "/")
    refused: list[str] = []
    page.on(
        "response", lambda got: refused.append(got.url + (got.request.post_data or "")) if got.status >= 400 else None
    )
    for name, tabs in TABS.items():
        for tab in tabs:
            panel(page, name, tab)
    for table in TABLES:
        page.evaluate(FOLLOW, table)
        expect(page.locator(f"dialog[data-table='{table}'] .details")).to_have_attribute(
            "data-panel-state", re.compile("shown|empty")
        )
    assert refused == []


def test_the_full_table_sorts_searches_and_filters(look: Open) -> None:
    page = look("/")
    panel(page, "places", "Countries").get_by_role("link", name="Details").click()
    expect(page).to_have_url(re.compile("details=countries"))
    table = page.get_by_role("dialog", name="Countries")
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("South Korea")
    table.get_by_role("button", name="Country").click()
    expect(rows.first).to_contain_text("Germany")
    table.get_by_label("Search").fill("kor")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(re.compile(r"South Korea.*2.*66.7%.*24.*36"))
    page.go_back()
    expect(table).to_be_hidden()
    page.go_forward()
    table.get_by_role("link", name="Germany").click()
    expect(table).to_be_hidden()
    expect(page.locator("[data-chips]")).to_contain_text("Germany")
    expect(page).not_to_have_url(re.compile("details"))


def test_long_tables_have_pages_and_are_saved_whole(look: Open, empty_shop: Dashboard, tmp_path: Path) -> None:
    for number in range(105):
        empty_shop.visit(f"/p/{number:03}", visitor=number % 3 + 1)
    empty_shop.visit("/other")
    page = look("/?period=day&details=pages")
    table = page.get_by_role("dialog", name="Pages")
    expect(table.locator("tbody tr")).to_have_count(100, timeout=FRESH_MS)
    table.get_by_label("Search").fill("/P/")
    expect(table).to_contain_text("1–100 of 105")
    table.get_by_role("button", name="Next").click()
    expect(table.locator("tbody tr")).to_have_count(5)
    with page.expect_download() as saved:
        table.get_by_role("button", name="Download CSV").click()
    saved.value.save_as(tmp_path / "pages.csv")
    content = (tmp_path / "pages.csv").read_text(encoding="utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content)))
    assert sorted(line["Page"] for line in lines) == [f"/p/{number:03}" for number in range(105)]
    assert {line["Visitors"] for line in lines} == {"1"}
    page.keyboard.press("Escape")
    expect(table).to_be_hidden()
    expect(page).not_to_have_url(re.compile("details"))


def test_a_failing_panel_can_be_tried_again(look: Open) -> None:
    page = look("/sessions", failing=True)
    page.route(
        "**/api/v2/reports/pages",
        lambda route: route.fulfill(status=503, json={"error": {"code": "busy", "message": "Too slow."}}),
    )
    page.goto(page.url.replace("/sessions", "/"))
    # What stands below the first tab's rows is not true of the second.
    expect(panel(page, "pages").get_by_role("link", name="Details")).to_be_visible()
    pages = panel(page, "pages", "Exit")
    expect(pages.get_by_role("link", name="Details")).to_be_hidden()
    expect(pages.get_by_role("alert")).to_contain_text("Too slow.")
    page.unroute("**/api/v2/reports/pages")
    pages.get_by_role("button", name="Try again").click()
    expect(pages.get_by_role("link", name="/checkout")).to_be_visible()


def test_a_site_with_little_is_told_what_to_do(look: Open, empty_shop: Dashboard) -> None:
    empty_shop.visit("/")
    page = look("/?period=day&date=2020-01-01")
    expect(panel(page, "sources")).to_contain_text("No visits in this time.")
    expect(panel(page, "sources", "Campaigns")).to_contain_text("Add utm_source")
    link = panel(page, "goals").get_by_role("link", name="Set goals")
    expect(link).to_have_attribute("href", f"/sites/{empty_shop.site}/settings/goals")


def test_text_of_visitors_is_text(look: Open, empty_shop: Dashboard) -> None:
    empty_shop.visit(f"/?utm_source={HOSTILE.replace(' ', '%20')}", referrer="https://www.google.com/")
    empty_shop.visit("/", type="event", name=HOSTILE, props={HOSTILE: HOSTILE})
    page = look("/?period=day")
    events = panel(page, "goals", "Custom events")
    expect(events).to_contain_text("<img src=x", timeout=FRESH_MS)
    expect(panel(page, "goals", "Properties").get_by_role("link")).to_have_count(2)
    panel(page, "goals").get_by_role("link", name="Details").click()
    expect(page.get_by_role("dialog")).to_contain_text("<img src=x")
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("body").get_attribute("data-owned") is None


def test_in_korean_on_a_phone(look: Open) -> None:
    page = look("/", locale="ko-KR", size=PHONE)
    countries = panel(page, "places", "국가")
    expect(countries.locator(".bar-row-item").first).to_contain_text("대한민국")
    countries.get_by_role("link", name="자세히").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("tbody tr").first).to_contain_text("대한민국")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
