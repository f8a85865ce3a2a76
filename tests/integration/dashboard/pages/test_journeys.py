"""Journeys: the diagram, going on from a node, backwards, the same as a table, saved ones."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.integration.dashboard.pages.conftest import PHONE, Open

REPORT = "**/api/v2/reports/journeys"


def draft(**values: Any) -> str:
    return f"/journeys?draft={quote(json.dumps(values))}"


def panel(page: Page) -> Any:
    return page.locator("[data-panel=journey]")


def nodes(page: Page) -> Any:
    return panel(page).locator(".flow-nodes li")


def test_the_most_frequent_entry_page_is_shown_at_once(look: Open) -> None:
    page = look("/journeys")
    expect(panel(page)).to_contain_text("24 visits reached /. Most often /beans came next (50%). 50% left right away.")
    expect(nodes(page)).to_have_text(["/24 · 100%", "/beans12 · 50%", "Left the site12 · 50%", "Left the site12 · 50%"])
    expect(panel(page).locator(".flow-way")).to_have_count(3)

    nodes(page).nth(1).hover()
    tip = page.locator(".flow-tip")
    expect(tip).to_contain_text("12 visits, 50% of all in this journey")
    expect(tip).to_contain_text("Went on toLeft the site100%")
    expect(panel(page).locator(".flow-way.on")).to_have_count(2)


def test_a_node_leads_on_and_the_browser_back(look: Open) -> None:
    page = look("/journeys")
    panel(page).get_by_role("link", name="/beans").press("Enter")
    expect(panel(page)).to_contain_text("24 visits reached /beans. Most often /checkout came next (50%).")
    expect(page.get_by_label("Start or end: which one")).to_have_value("/beans")
    expect(panel(page).get_by_role("region", name="Diagram of the journey")).to_be_focused()
    page.go_back()
    expect(panel(page)).to_contain_text("24 visits reached /.")


def test_backwards_with_events_time_still_goes_to_the_right(look: Open) -> None:
    page = look("/journeys")
    page.get_by_label("Direction").select_option("What leads to")
    page.get_by_label("Start or end: page, event or goal").select_option("Goal")
    page.get_by_label("Start or end: which one").select_option("Purchase")
    page.get_by_label("Steps are").select_option("pages and events")
    expect(panel(page)).to_contain_text("12 visits reached Purchase. Most often /checkout came before (100%).")
    expect(nodes(page).filter(has_text="/checkout")).to_be_visible()
    left = [nodes(page).filter(has_text=name).bounding_box()["x"] for name in ("/beans", "/checkout", "Purchase")]
    assert left == sorted(left)
    page.reload()
    expect(panel(page)).to_contain_text("12 visits reached Purchase.")

    panel(page).locator("summary").click()
    rows = panel(page).locator("tbody tr")
    expect(rows).to_have_text(["1/checkoutPurchase12100%", "2/beans/checkout12100%", "3Came to the site/beans12100%"])


@pytest.mark.usefixtures("own_shop")
def test_a_journey_is_saved_changed_and_deleted(look: Open) -> None:
    page = look("/journeys")
    page.get_by_role("button", name="Save as…").click()
    expect(page.get_by_role("dialog").get_by_label("Name")).to_have_value("After /")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    saved = page.get_by_role("navigation", name="Saved journeys")
    expect(saved.get_by_role("link", name="After /")).to_have_attribute("aria-current", "true")

    page.get_by_label("Number of steps").select_option("1")
    expect(nodes(page)).to_have_count(3)
    page.get_by_role("button", name="Save changes").click()
    expect(page).not_to_have_url(re.compile("draft="))
    expect(nodes(page)).to_have_count(3)
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("dialog").get_by_label("Name").fill("From home")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="From home")).to_be_visible()

    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("status").filter(has_text="Deleted: From home")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(saved.get_by_role("link", name="From home")).to_have_attribute("aria-current", "true")


def test_an_error_can_be_tried_again(look: Open) -> None:
    page = look("/", failing=True)
    page.route(REPORT, lambda route: route.fulfill(status=503, json={"error": {"code": "x", "message": "Too slow."}}))
    page.goto(page.url.split("?")[0].rstrip("/") + "/journeys")
    expect(panel(page).get_by_role("alert")).to_contain_text("Too slow.")
    page.unroute(REPORT)
    panel(page).get_by_role("button", name="Try again").click()
    expect(panel(page)).to_contain_text("24 visits reached /.")


@pytest.mark.usefixtures("empty_shop")
def test_nothing_to_show_says_what_to_do(look: Open) -> None:
    expect(panel(look("/journeys"))).to_contain_text("No visits in this time. Look at a longer one")


def test_hostile_text_is_text(look: Open) -> None:
    bad = "/<img src=x onerror=alert(1)>"
    page = look(draft(start={"page": bad}))
    expect(panel(page)).to_contain_text(f"No visit did {bad} in this time.")
    assert page.locator("img[src=x]").count() == 0


def test_korean_on_a_phone(look: Open) -> None:
    page = look("/journeys", locale="ko-KR", size=PHONE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("방문 경로")
    expect(panel(page)).to_contain_text("/: 방문 24회에서 도달했습니다.")
    expect(nodes(page).nth(2)).to_contain_text("사이트 이탈")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("(box => box.scrollWidth > box.clientWidth)(document.querySelector('.flow-scroll'))")
