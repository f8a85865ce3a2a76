"""Funnels: a suggestion, the form, the picture, saving and bringing back."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from liveinsight import shares
from tests.integration.dashboard.conftest import Dashboard
from tests.integration.dashboard.pages.conftest import PHONE, Open

REPORT = "**/api/v2/reports/funnel"
BUYERS: dict[str, Any] = {"name": "Buyers", "steps": [{"page": "/beans"}, {"goal": "Checkout"}, {"event": "purchase"}]}


def draft(**values: Any) -> str:
    return f"/funnels?draft={quote(json.dumps(BUYERS | values))}"


def panel(page: Page) -> Any:
    return page.locator("[data-panel=funnel]")


def value(page: Page, step: int) -> Any:
    return page.get_by_role("group", name=f"Step {step}").get_by_label(f"Step {step}: which one")


@pytest.mark.usefixtures("own_shop")
def test_a_suggested_funnel_is_changed_saved_and_deleted(look: Open) -> None:
    page = look("/funnels")
    expect(panel(page).locator(".funnel-route li")).to_have_text(
        ["/", "CheckoutGoal", "PurchaseGoal"],
        timeout=20_000,  # the first questions about a site read its archive
    )
    page.get_by_role("link", name="Look at it").click()
    expect(panel(page)).to_contain_text("0 of 2 visitors took all steps.")

    value(page, 1).fill("/beans")
    expect(panel(page)).to_contain_text("1 of 2 visitors took all steps. All in one visit.")
    page.get_by_label("Name").fill("Buyers")
    page.reload()
    expect(page.get_by_label("Name")).to_have_value("Buyers")
    page.get_by_role("button", name="Save").click()
    saved = page.get_by_role("navigation", name="Saved funnels")
    expect(saved.get_by_role("link", name="Buyers")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("heading", name="Buyers")).to_be_visible()

    page.get_by_role("button", name="Edit").press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("link", name="Duplicate").click()
    page.get_by_role("button", name="Save").click()
    expect(saved.get_by_role("link")).to_have_text(["Buyers", "Buyers (copy)", "New funnel"])
    page.get_by_role("button", name="Delete").click()
    expect(saved.get_by_role("link", name="Buyers (copy)")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(saved.get_by_role("link", name="Buyers (copy)")).to_have_attribute("aria-current", "true")


def test_each_step_says_who_went_on_and_who_left(look: Open) -> None:
    page = look(draft() + "&by=visit:country")
    steps = panel(page).locator(".funnel-step")
    expect(steps).to_have_count(3)
    expect(steps.nth(1)).to_contain_text("1 visitor50% go on50% of the first1 left (50%)")
    expect(steps.nth(1)).to_contain_text("Median 1m")
    expect(panel(page)).to_contain_text("Most leave between /beans and Checkout: 1 visitor (50%).")
    rows = panel(page).locator("tbody tr")
    expect(rows).to_have_text(["Germany100%11100%1100%", "South Korea0%100%00%"])

    rows.get_by_role("link", name="South Korea").click()
    expect(panel(page)).to_contain_text("0 of 1 visitor took all steps.")
    where = steps.nth(1).get_by_role("link", name="What visits do after /beans")
    expect(where).to_have_attribute("href", re.compile(r"/journeys\?f=is%2Cvisit%3Acountry%2CKR&draft="))


def test_steps_are_moved_added_and_removed_by_keyboard(look: Open) -> None:
    page = look(draft())
    expect(value(page, 1)).to_have_value("/beans")
    value(page, 1).press("Alt+ArrowDown")
    expect(value(page, 2)).to_be_focused()
    expect(value(page, 2)).to_have_value("/beans")
    expect(value(page, 1)).to_have_value("Checkout")
    value(page, 2).press("Enter")
    expect(page.get_by_role("navigation", name="Saved funnels")).to_be_hidden()
    for _ in range(5):
        page.get_by_role("button", name="Add a step").press("Enter")
    expect(page.get_by_role("button", name="Add a step")).to_be_hidden()
    expect(value(page, 8)).to_be_focused()
    for _ in range(6):
        page.get_by_role("button", name="Remove: Step 3").press("Enter")
    expect(page.get_by_role("button", name="Remove: Step 1")).to_be_disabled()


def test_a_property_narrows_a_step(look: Open) -> None:
    page = look(draft(steps=[{"page": "/"}, {"event": "signup"}]))
    expect(panel(page)).to_contain_text("1 of 2 visitors")
    page.get_by_role("group", name="Step 2").get_by_role("button", name="+ property").click()
    page.get_by_label("Property").fill("plan")
    page.get_by_label("Value").fill("free")
    expect(panel(page)).to_contain_text("0 of 2 visitors")
    page.get_by_label("Value").fill("pro")
    expect(panel(page)).to_contain_text("1 of 2 visitors")
    expect(panel(page).locator(".funnel-step").nth(1)).to_contain_text("plan is pro")


def test_a_funnel_over_days_says_what_it_cannot_know(look: Open) -> None:
    page = look(draft(within="days", days=3))
    expect(panel(page)).to_contain_text("All within 3 days of the first step.")
    expect(panel(page)).to_contain_text("At least 100% of visitor ids last longer than a day.")


def test_an_error_can_be_tried_again(look: Open) -> None:
    page = look("/", failing=True)
    page.route(REPORT, lambda route: route.fulfill(status=503, json={"error": {"code": "x", "message": "Too slow."}}))
    page.goto(page.url.split("?")[0].rstrip("/") + draft())
    expect(panel(page).get_by_role("alert")).to_contain_text("Too slow.")
    page.unroute(REPORT)
    panel(page).get_by_role("button", name="Try again").click()
    expect(panel(page)).to_contain_text("1 of 2 visitors")


@pytest.mark.usefixtures("empty_shop")
def test_a_site_without_visits_can_begin_with_an_own_funnel(look: Open) -> None:
    page = look("/funnels")
    page.get_by_role("link", name="Make your own").click()
    expect(panel(page)).to_contain_text("Fill in at least two steps")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Steps of the funnel").get_by_role("alert")).to_be_visible()
    value(page, 1).fill("/")
    value(page, 2).fill("/x")
    expect(panel(page)).to_contain_text("Nobody took the first step in this time.")


@pytest.mark.usefixtures("own_shop")
def test_hostile_text_is_text(look: Open) -> None:
    bad = "<img src=x onerror=alert(1)>"
    page = look(draft(name=bad, steps=[{"page": "/*"}, {"page": bad}]))
    expect(panel(page).locator(".funnel-step").nth(1)).to_contain_text(bad)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=bad)).to_be_visible()
    assert page.locator("img[src=x]").count() == 0


def test_viewers_of_a_link_can_look_and_not_save(shop: Dashboard, browser: Browser) -> None:
    slug = shares.create(shop.site).slug
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{shop.url}/share/{slug}")
    page.goto(f"{shop.url}/sites/{shop.site}{draft()}")
    expect(panel(page)).to_contain_text("1 of 2 visitors")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    context.close()


def test_korean_on_a_phone(look: Open) -> None:
    page = look(draft(), locale="ko-KR", size=PHONE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("퍼널")
    expect(panel(page)).to_contain_text("방문자 2명 중 1명이 모든 단계를 마쳤습니다.")
    expect(page.get_by_role("group", name="1단계")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
