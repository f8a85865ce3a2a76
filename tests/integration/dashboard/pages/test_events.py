"""The page about custom events: list, one event's figures, properties, making it a goal."""

import json

from playwright.sync_api import expect

from tests.integration.dashboard.conftest import Dashboard
from tests.integration.dashboard.pages.conftest import PHONE, Open

HOSTILE = "<img src=x onerror=document.body.dataset.owned=1>"


def test_an_event_is_looked_at_closely(look: Open) -> None:
    page = look("/events")
    expect(page.locator(".event-bars .bar-row-item")).to_have_count(2)
    detail = page.get_by_role("region", name="purchase")
    expect(detail.locator("[data-kpis]")).to_contain_text("€238.80")
    expect(detail.locator("[data-kpis]")).to_contain_text("€19.90")
    expect(detail.locator("[data-kpis] button").nth(1)).to_contain_text("12")
    expect(detail.locator("canvas")).to_be_visible()
    expect(detail.get_by_role("link", name="Goal: Purchase")).to_be_visible()
    expect(page.get_by_text("These events carry no properties.")).to_be_visible()
    expect(page.get_by_role("tabpanel")).to_contain_text("/checkout")
    page.get_by_role("link", name="signup").click()
    expect(page.get_by_role("region", name="signup")).to_be_visible()
    expect(page.get_by_role("region", name="Properties").get_by_role("button", name="plan")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("region", name="purchase")).to_be_visible()


def test_values_of_a_property_filter_the_page(look: Open) -> None:
    page = look("/events?event=signup")
    properties = page.get_by_role("region", name="Properties")
    expect(properties.get_by_role("button", name="plan")).to_have_attribute("aria-pressed", "true")
    properties.get_by_role("link", name="pro").click()
    expect(page.locator("[data-chips]")).to_contain_text("plan is pro")
    expect(page.locator(".event-bars .bar-row-item")).to_have_count(1)
    # A third of all visitors sign up, whatever they sign up for.
    expect(page.locator("[data-panel=event] [data-kpis]")).to_contain_text("33.3%")


def test_an_event_becomes_a_goal_and_that_can_be_taken_back(look: Open, empty_shop: Dashboard) -> None:
    empty_shop.visit("/", visitor=41, type="event", name="share", props={"to": HOSTILE})
    page = look("/events?period=day")
    page.get_by_role("button", name="Make this a goal").click()
    page.get_by_label("Name of the goal").fill("Shared")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Goal: Shared")).to_be_visible()
    goals = json.loads(empty_shop.get(f"/api/v2/sites/{empty_shop.site}/goals").body)["results"]
    assert [(goal["name"], goal["event"]) for goal in goals] == [("Shared", "share")]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Make this a goal")).to_be_visible()
    expect(page.get_by_role("region", name="Properties")).to_contain_text("<img src=x")
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("body").get_attribute("data-owned") is None


def test_an_error_can_be_tried_again(look: Open) -> None:
    page = look("/live", failing=True)
    page.route("**/reports/properties", lambda route: route.fulfill(status=503, body="{}"), times=1)
    page.get_by_role("link", name="Events").click()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("region", name="purchase").locator("[data-kpis]")).to_contain_text("33.3%")


def test_without_events_it_says_how_to_send_one(look: Open, empty_shop: Dashboard) -> None:
    page = look("/events")
    page.get_by_role("link", name="Look at all time").click()
    expect(page.get_by_text('liveinsight("event", "signup"')).to_be_visible()
    expect(page.get_by_role("link", name="How to install the snippet")).to_have_attribute(
        "href", f"/sites/{empty_shop.site}/install"
    )


def test_korean_on_a_phone(look: Open) -> None:
    page = look("/events?event=signup", locale="ko-KR", size=PHONE, dark=True)
    expect(page.locator("[data-panel=event] [data-kpis]")).to_contain_text("방문자")
    expect(page.locator("[data-panel=properties]")).to_contain_text("pro")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
