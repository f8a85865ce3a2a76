"""Retention: the table and its average, what is not complete, sites that cannot recognise anybody, and refusals."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from liveinsight import sites
from tests.integration.dashboard.conftest import Dashboard
from tests.integration.dashboard.pages.conftest import PHONE, Open
from tests.integration.dashboard.pages.past import load, noon, pageview

REPORT = "**/api/v2/reports/retention"
SEEN = {"ada": (5, 4, 3, 2, 1), "bob": (5, 4), "cas": (5,), "dot": (4, 2), "eve": (4,)}
"""Visitor → the days (so many ago) of their visits."""


@pytest.fixture
def regulars(empty_shop: Dashboard) -> Dashboard:
    """A site with the visits of `SEEN`: 3 new visitors five days ago, 2 the day after."""
    load(empty_shop.settings, empty_shop.site, (pageview(who, noon(day)) for who, days in SEEN.items() for day in days))
    return empty_shop


def rows(page: Page) -> Locator:
    return page.locator("[data-panel=cohorts] tbody tr")


def left(cell: Locator) -> float:
    box = cell.bounding_box()
    assert box
    return box["x"]


def figures(row: Locator) -> list[str]:
    return [text.removesuffix(" (not complete)") for text in row.locator("td:not(.none)").all_text_contents()]


@pytest.mark.usefixtures("regulars")
def test_who_came_back_and_their_average(look: Open) -> None:
    page = look("/retention?period=7d&by=day")
    expect(rows(page)).to_have_count(7)  # the average, and six days since the first visitor
    # Two of three came back a day later, nobody of the two others: 2 of 5.
    assert figures(rows(page).nth(0)) == ["", "40%", "40%", "20%", "33.3%", "–"]
    assert figures(rows(page).nth(1)) == ["3", "66.7%", "33.3%", "33.3%", "33.3%", "0%"]
    assert figures(rows(page).nth(2)) == ["2", "0%", "50%", "0%", "0%"]
    expect(rows(page).nth(1).locator("td.incomplete")).to_have_count(1)
    assert "This period is not over yet" in (rows(page).nth(1).locator("td").last.get_attribute("title") or "")
    expect(page.locator("[data-panel=curve]")).to_contain_text("40% of new visitors come back the day after")
    expect(page.locator("[data-ids]")).to_contain_text("At least 60% of visitors (3 of 5) have a lasting id.")

    page.get_by_role("button", name="Visitors", exact=True).click()
    expect(rows(page).nth(0).locator("th")).to_have_text("All together")
    assert figures(rows(page).nth(0)) == ["", "2", "2", "1", "1", "–"]
    assert "show=count" in page.url


@pytest.mark.usefixtures("regulars")
def test_groups_are_kept_in_the_url_and_saved_as_a_file(look: Open) -> None:
    page = look("/retention?period=7d")
    expect(page.get_by_role("button", name="Days")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Weeks").click()
    expect(page.get_by_role("button", name="Weeks")).to_have_attribute("aria-pressed", "true")
    page.wait_for_url(lambda url: "by=week" in url)
    page.go_back()
    expect(rows(page)).to_have_count(7)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download CSV").click()
    lines = list(csv.reader(Path(saving.value.path()).read_text("utf-8-sig").splitlines()))
    assert lines[0] == [
        "First seen",
        "New visitors",
        "Period",
        "Periods later",
        "Visitors who came back",
        "Percent",
        "Complete",
    ]
    assert lines[2][1:2] + lines[2][3:] == ["3", "1", "2", "66.7", "true"]


def test_ids_that_change_daily_are_explained_instead_of_zeros(empty_shop: Dashboard, look: Open) -> None:
    load(empty_shop.settings, empty_shop.site, (pageview(f"day {day}", noon(day)) for day in (3, 2, 1)))
    page = look("/retention?period=7d&by=day")
    expect(page.get_by_text("Nobody can be recognised on another day")).to_be_visible()
    expect(page.get_by_text("liveinsight import")).to_be_visible()
    expect(page.get_by_text('liveinsight("identify", id)')).to_be_visible()
    expect(page.locator(".cohorts")).to_have_count(0)
    expect(page.get_by_role("button", name="Download CSV")).to_be_hidden()
    expect(page.locator("[data-panel=curve]")).to_be_hidden()


def test_a_site_whose_pages_identify_visitors_is_told_who_can_come_back(empty_shop: Dashboard, look: Open) -> None:
    sites.change(empty_shop.site, sites.Changes(identify=True))
    load(empty_shop.settings, empty_shop.site, (pageview(f"day {day}", noon(day)) for day in (3, 2)))
    page = look("/retention?period=7d&by=day")
    expect(page.get_by_text("Nobody was recognised on another day yet")).to_be_visible()
    expect(page.get_by_text("liveinsight import")).to_have_count(0)


def test_where_pages_identify_visitors_the_others_are_named(regulars: Dashboard, look: Open) -> None:
    sites.change(regulars.site, sites.Changes(identify=True))
    page = look("/retention?period=7d&by=day")
    expect(page.locator("[data-ids]")).to_contain_text("Whom your pages do not identify gets a new id every day")


@pytest.mark.usefixtures("empty_shop")
def test_nothing_yet_leads_to_longer_times(look: Open) -> None:
    page = look("/retention?period=7d")
    expect(page.get_by_text("No visits in this time.")).to_be_visible()
    page.get_by_role("link", name="Last 91 days").last.click()
    page.wait_for_url(lambda url: "period=91d" in url)


@pytest.mark.usefixtures("regulars")
def test_a_failure_is_told_and_tried_again(look: Open) -> None:
    page = look("/retention?period=7d", failing=True)
    expect(rows(page)).to_have_count(7)
    page.route(REPORT, lambda route: route.fulfill(status=503, json={"error": {"code": "busy", "message": "Not now."}}))
    page.get_by_role("button", name="Weeks").click()
    expect(page.get_by_role("alert")).to_contain_text("Not now.")
    page.unroute(REPORT)
    page.get_by_role("button", name="Try again").click()
    expect(rows(page).first).to_be_visible()


@pytest.mark.usefixtures("regulars")
def test_more_groups_than_can_be_compared_are_no_failure(look: Open) -> None:
    page = look("/retention?period=12mo&by=day", failing=True)
    expect(page.get_by_text("These are more than 100 groups.")).to_be_visible()
    page.get_by_role("button", name="Months").click()
    expect(page.get_by_text("These are more than 100 groups.")).to_be_hidden()


@pytest.mark.usefixtures("regulars")
def test_on_a_phone_the_table_scrolls_under_its_first_column(look: Open) -> None:
    page = look("/retention?period=30d&by=day", size=PHONE)
    head = rows(page).nth(1).locator("th")
    before = left(head)
    page.locator(".table-scroll").evaluate("box => { box.scrollLeft = 400 }")
    assert page.locator(".table-scroll").evaluate("box => box.scrollLeft") > 0
    assert abs(left(head) - before) <= 2  # the space between cells
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.usefixtures("regulars")
def test_korean(look: Open) -> None:
    page = look("/retention?period=7d&by=day", locale="ko-KR", dark=True)
    expect(rows(page)).to_have_count(7)
    expect(page.locator("[data-panel=curve]")).to_contain_text("신규 방문자가 다음 날 다시 방문한 비율")
