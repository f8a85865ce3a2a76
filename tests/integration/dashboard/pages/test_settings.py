"""The settings: lists of what owners set, with add, edit, delete and undo; forms that say what is wrong where it is."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from liveinsight import annotations, goals, sites
from tests.integration.dashboard.conftest import Dashboard
from tests.integration.dashboard.pages.conftest import PHONE, Open

HOSTILE = "<img src=x onerror=document.body.dataset.owned=1>"
SECTIONS = ("settings/site", "install", *(f"settings/{name}" for name in ("goals", "annotations", "funnels", "shares")))
ANSWER_MS = 20_000
"""How long a first question about a site that has just been imported may take."""
SAVE_SEGMENT = """([site, body]) => fetch(`/api/v2/sites/${site}/segments`, {
  method: "POST",
  body: JSON.stringify(body),
  headers: {"Content-Type": "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content},
})"""


def row(page: Page, name: str) -> Locator:
    return page.locator("[data-panel=things] li").filter(has_text=name)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_goal_says_what_it_would_have_counted(look: Open, own_shop: Dashboard) -> None:
    page = look("/settings/goals", failing=True)
    press(page, "Add a goal")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="signup").click()
    expect(dialog.get_by_role("status")).to_have_text("In the last 30 days: 1 visitor, 12 times", timeout=ANSWER_MS)
    dialog.get_by_text("A page", exact=True).click()
    dialog.get_by_label("Path of the page").fill("/b*")
    expect(dialog.get_by_role("status")).to_contain_text("2 visitors, 24 pageviews", timeout=ANSWER_MS)
    expect(dialog.get_by_role("status").get_by_role("listitem")).to_have_text("/beans 2")
    dialog.get_by_label("Name", exact=True).fill("SIGN-UP")
    press(page, "Add the goal")
    name = dialog.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(re.compile("This name is taken"))
    name.fill("Beans")
    press(page, "Add the goal")
    expect(dialog).to_have_count(0)
    expect(row(page, "Beans")).to_contain_text("/b*")
    assert [goal.page for goal in goals.every(own_shop.site) if goal.name == "Beans"] == ["/b*"]


def test_a_goal_is_changed_deleted_and_brought_back(look: Open, own_shop: Dashboard) -> None:
    page = look("/settings/goals")
    press(page, "Edit: Purchase")
    expect(page.get_by_label("Revenue")).to_have_value("EUR")
    page.get_by_label("Name", exact=True).fill("Sale")
    press(page, "Save")
    press(page, "Delete: Sale")
    expect(row(page, "Sale")).to_have_count(0)
    press(page, "Undo")
    expect(row(page, "Sale")).to_contain_text("Revenue in EUR")
    press(page, "Delete: Sale")
    expect(row(page, "Sale")).to_have_count(0)
    page.get_by_text("Deleted in the last 30 days").click()
    press(page, "Restore: Sale")
    expect(row(page, "Sale")).to_have_count(1)
    assert "Sale" in {goal.name for goal in goals.every(own_shop.site)}


def test_suggestions_are_of_use_and_fit_however_long_they_are(look: Open, empty_shop: Dashboard) -> None:
    long = HOSTILE + "W" * (120 - len(HOSTILE))
    for name in (long, "web-vital", "signup"):
        empty_shop.visit("/", type="event", name=name)
    page = look("/settings/goals")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    press(page, "Add a goal")
    suggested = page.get_by_role("dialog").get_by_role("group", name="Events of your site").get_by_role("button")
    expect(suggested).to_have_count(2, timeout=ANSWER_MS)
    assert sorted(suggested.all_inner_texts()) == sorted([long, "signup"])
    body = page.locator(".dialog-body")
    assert body.evaluate("body => body.scrollWidth - body.clientWidth") == 0
    expect(page.locator("[data-suggestions]")).not_to_contain_text("web-vital")


def test_events_of_the_site_become_goals_with_a_click(look: Open, own_shop: Dashboard) -> None:
    goals.delete(own_shop.site, next(goal.id for goal in goals.every(own_shop.site) if goal.event == "signup"))
    page = look("/settings/goals")
    expect(page.locator("[data-suggestions]")).to_contain_text("1 visitor in the last 30 days", timeout=ANSWER_MS)
    press(page, "Make it a goal: signup")
    expect(row(page, "signup")).to_have_count(1)
    expect(page.locator("[data-suggestions]")).to_be_hidden()


def test_notes_stand_at_the_sites_own_time_and_stay_text(look: Open, empty_shop: Dashboard) -> None:
    empty_shop.site = sites.add("Seoul", "seoul.example", "Asia/Seoul").key
    page = look("/settings/annotations")
    expect(page.get_by_text("No notes yet")).to_be_visible()
    press(page, "Add a note")
    page.get_by_label("Note", exact=True).fill(HOSTILE)
    page.get_by_label("Day").fill("2026-03-02")
    page.get_by_label("Time").fill("08:30")
    press(page, "Add the note")
    expect(row(page, HOSTILE)).to_contain_text("8:30")
    assert [note.at for note in annotations.every(empty_shop.site)] == ["2026-03-01T23:30:00Z"]
    press(page, f"Edit: {HOSTILE}")
    expect(page.get_by_label("Time")).to_have_value("08:30")
    page.get_by_label("Time").fill("")
    press(page, "Save")
    expect(row(page, HOSTILE)).to_contain_text("Mon, Mar 2, 2026")
    assert [note.at for note in annotations.every(empty_shop.site)] == ["2026-03-02"]
    assert page.locator("body").get_attribute("data-owned") is None


def test_what_was_saved_on_reports_is_renamed_here(look: Open, own_shop: Dashboard) -> None:
    page = look("/settings/segments")
    expect(page.get_by_text("No segments yet")).to_be_visible()
    saved = {"name": "Koreans", "filters": [["is", "visit:country", ["KR"]]]}
    page.evaluate(SAVE_SEGMENT, [own_shop.site, saved])
    page.reload()
    expect(row(page, "Koreans")).to_contain_text("Country is South Korea")
    press(page, "Rename: Koreans")
    page.get_by_label("Name", exact=True).fill("From Korea")
    press(page, "Save")
    page.get_by_role("link", name="From Korea").click()
    expect(page.locator(".chip")).to_contain_text("South Korea")


def test_a_share_link_opens_the_site_until_it_is_revoked(look: Open, browser: Browser, empty_shop: Dashboard) -> None:
    page = look("/settings/shares")
    press(page, "Make a link")
    page.get_by_label("Whom it is for").fill("Agency")
    page.get_by_label("Good for").select_option("30 days")
    press(page, "Make the link")
    link = page.get_by_role("dialog").locator("code").inner_text()
    press(page, "Close")
    expect(row(page, "Agency")).to_contain_text("good until")
    context = browser.new_context(locale="en-GB")
    guest = context.new_page()
    guest.goto(link)
    expect(guest.get_by_role("heading", name="Overview")).to_be_visible()
    expect(guest.get_by_role("link", name="Settings")).to_have_count(0)
    guest.goto(f"{empty_shop.url}/sites/{empty_shop.site}/settings/goals")
    expect(guest).to_have_url(re.compile("/login"))
    press(page, "Revoke: Agency")
    press(page, "Revoke for good")
    expect(page.get_by_text("No links yet")).to_be_visible()
    answer = guest.goto(link)
    assert answer is not None
    assert answer.status == 404
    context.close()


def test_a_token_is_shown_once_and_opens_what_it_should(look: Open, empty_shop: Dashboard) -> None:
    page = look("/settings/site")
    page.get_by_role("link", name="API tokens").click()
    press(page, "Make a token")
    page.get_by_label("What it is for").fill("Report")
    page.get_by_role("combobox", name="Which sites it opens").select_option("some sites…")
    page.get_by_role("checkbox", name=sites.get(empty_shop.site).name).check()
    press(page, "Make the token")
    token = page.get_by_role("dialog").locator("code").first.inner_text()
    press(page, "Close")
    assert [site["key"] for site in empty_shop.get("/api/v2/sites", token).json["results"]] == [empty_shop.site]
    assert token not in page.content()
    press(page, "Revoke: Report")
    press(page, "Cancel")
    assert empty_shop.get("/api/v2/sites", token).status == 200
    press(page, "Revoke: Report")
    press(page, "Revoke for good")
    expect(row(page, "Report")).to_have_count(0)
    assert empty_shop.get("/api/v2/sites", token).status == 401


def test_the_site_is_changed_and_mistakes_are_said_at_their_field(look: Open, empty_shop: Dashboard) -> None:
    page = look("/settings/site", failing=True)
    addresses = page.get_by_label("Addresses that are not counted")
    page.get_by_label("Name").fill("New name")
    addresses.fill("203.0.113.7\nnonsense")
    press(page, "Save")
    expect(addresses).to_be_focused()
    expect(addresses).to_have_accessible_description(re.compile("no address or network"))
    addresses.fill(" 203.0.113.7 \n\n")
    press(page, "Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    kept = sites.get(empty_shop.site)
    assert (kept.name, kept.excluded_addresses) == ("New name", ("203.0.113.7/32",))
    expect(addresses).to_have_value("203.0.113.7/32")


def test_pages_may_identify_visitors_once_the_owner_says_so(look: Open, empty_shop: Dashboard) -> None:
    page = look("/settings/site")
    switch = page.get_by_label("Recognise visitors whom the pages identify")
    expect(switch).not_to_be_checked()
    expect(switch).to_have_accessible_description(re.compile("Only after visitors have agreed"))
    for wanted in (True, False):
        switch.set_checked(wanted)
        press(page, "Save")
        expect(page.get_by_text("Saved.")).to_be_visible()
        assert sites.get(empty_shop.site).identify is wanted
        page.reload()
        expect(switch).to_be_checked(checked=wanted)


def test_adding_a_site_leads_to_what_is_to_be_put_right(look: Open, empty_shop: Dashboard) -> None:
    page = look("/settings/site", failing=True)
    page.goto(f"{empty_shop.url}/sites/new")
    page.get_by_label("Name").fill("Second")
    page.get_by_label("Domain", exact=True).fill("no domain")
    press(page, "Add the site")
    expect(page.get_by_label("Domain", exact=True)).to_be_focused()
    expect(page.get_by_label("Domain", exact=True)).to_have_accessible_description(
        re.compile("Give a domain like shop.example")
    )
    page.get_by_label("Domain", exact=True).fill("https://www.shop.example/")
    press(page, "Add the site")
    expect(page.get_by_label("Domain", exact=True)).to_be_focused()
    expect(page.get_by_role("link", name=sites.get(empty_shop.site).name)).to_be_visible()
    page.get_by_label("Add another site with this domain").check()
    press(page, "Add the site")
    expect(page.get_by_role("heading", name="Install on Second")).to_be_visible()


@pytest.mark.usefixtures("empty_shop")
def test_a_list_that_cannot_be_read_is_tried_again(look: Open) -> None:
    page = look("/settings/shares", failing=True)
    page.route("**/shares?*", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.unroute("**/shares?*")
    press(page, "Try again")
    expect(page.get_by_text("No links yet")).to_be_visible()


@pytest.mark.usefixtures("own_shop")
def test_koreans_set_goals_in_korean(look: Open) -> None:
    page = look("/settings/goals", locale="ko-KR")
    press(page, "목표 추가")
    page.get_by_text("페이지로", exact=True).click()
    page.get_by_label("페이지 경로").fill("/beans")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text(
        "최근 30일: 방문자 2명, 페이지뷰 24회", timeout=ANSWER_MS
    )
    press(page, "목표 추가하기")
    expect(row(page, "/beans 방문")).to_have_count(1)


@pytest.mark.parametrize("path", SECTIONS)
def test_settings_fit_a_phone(look: Open, path: str) -> None:
    page = look(f"/{path}", size=PHONE)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(page.locator(".sections [aria-current]")).to_be_in_viewport(ratio=1)
