"""The upper part of the overview: figures, course over time, period, comparison, notes, filters in the URL."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.integration.dashboard.conftest import Dashboard
from tests.integration.dashboard.pages.conftest import PHONE, Open
from tests.integration.dashboard.pages.story import DAYS

HOSTILE = "<img src=x onerror=document.body.dataset.owned=1>"


def figure(page: Page, name: str) -> str:
    """The value of a figure once it is there."""
    value = page.locator(f"#kpi-{name} .kpi-value")
    expect(value).not_to_have_text("")
    return value.inner_text()


def test_the_figures_are_those_of_the_story(look: Open) -> None:
    page = look("/")
    assert figure(page, "visitors") == "3"
    assert figure(page, "visits") == str(3 * DAYS)
    assert figure(page, "pageviews") == str(5 * DAYS)
    assert figure(page, "bounce_rate") == "33%"
    # Kim read for 24 s; Lee and Max have no reading time.
    assert figure(page, "engaged_time") == "8s"
    rows = page.locator("[data-series-table] tbody tr")
    expect(rows).to_have_count(30)
    expect(rows.nth(28).locator("td").first).to_have_text("3")


def test_another_figure_is_drawn_and_stays_in_the_url(look: Open) -> None:
    page = look("/")
    page.locator("#kpi-pageviews").click()
    expect(page.locator("#kpi-pageviews")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-series-table] caption")).to_have_text("Pageviews")
    assert "metric=pageviews" in page.url
    page.reload()
    expect(page.locator("[data-series-table] caption")).to_have_text("Pageviews")


def test_filters_combine_negate_and_come_off(look: Open) -> None:
    page = look("/?f=is,visit:country,KR&f=is,visit:device,desktop")
    chips = page.locator(".chip")
    expect(chips).to_have_count(2)
    expect(chips.first).to_contain_text("Country is South Korea")
    assert figure(page, "visitors") == "1"
    page.get_by_role("button", name="Turn around: Country").click()
    expect(chips.first).to_contain_text("Country is not South Korea")
    expect(page.locator("#kpi-pageviews .kpi-value")).to_have_text(str(2 * DAYS))
    page.get_by_role("button", name="Remove: Device").click()
    expect(chips).to_have_count(1)
    page.go_back()
    expect(chips).to_have_count(2)
    page.get_by_role("button", name="Remove all filters").click()
    expect(chips).to_have_count(0)
    expect(page.locator("#kpi-visits .kpi-value")).to_have_text(str(3 * DAYS))
    expect(page).not_to_have_url(re.compile("f="))


def test_a_filter_is_made_in_the_dialog_from_values_that_exist(look: Open) -> None:
    page = look("/")
    figure(page, "visitors")
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Add a filter")
    dialog.get_by_label("What").select_option("visit:country")
    dialog.get_by_label("Values").first.fill("germ")
    dialog.get_by_text("Germany").click()
    dialog.get_by_role("button", name="Apply").click()
    expect(page.locator(".chip")).to_contain_text("Country is Germany")
    expect(page.locator("#kpi-visitors .kpi-value")).to_have_text("1")


def test_a_goal_turns_figures_into_conversions(look: Open) -> None:
    page = look("/?f=is,event:goal,Purchase&compare=none")
    assert figure(page, "visitors") == "1"
    assert figure(page, "conversion_rate") == "33.3%"
    assert figure(page, "total_revenue") == f"€{19.90 * DAYS:.2f}"
    expect(page.locator("#kpi-visitors")).to_contain_text("Unique conversions")


def test_the_period_is_chosen_by_menu_and_by_keys(look: Open) -> None:
    page = look("/")
    figure(page, "visitors")
    page.keyboard.press("w")
    expect(page.locator(".period .menu-label")).to_have_text("Last 7 days")
    expect(page.locator("#kpi-visits .kpi-value")).to_have_text(str(3 * 6))
    page.keyboard.press("ArrowLeft")
    assert "period=custom" in page.url
    page.locator(".period summary").click()
    page.get_by_role("link", name="Yesterday").click()
    expect(page.locator("#kpi-visits .kpi-value")).to_have_text("3")
    expect(page.locator("#interval")).to_have_value("hour")
    page.keyboard.press("x")
    expect(page.locator(".compare .menu-label")).to_have_text("vs a year before")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Last 12 months")


def test_chosen_dates_are_looked_at_and_compared(look: Open) -> None:
    page = look("/")
    figure(page, "visitors")
    today = datetime.now(UTC).date()
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("First day").fill((today - timedelta(days=3)).isoformat())
    dialog.get_by_label("Last day").fill((today - timedelta(days=2)).isoformat())
    dialog.get_by_role("button", name="Apply").click()
    expect(page.locator("#kpi-visits .kpi-value")).to_have_text("6")
    expect(page.locator("#kpi-visits .change")).to_have_class(re.compile("same"))


def _across(page: Page, mark: Locator) -> float:
    """How far across the chart the middle of a mark is: 0 at the first moment, 1 at the last."""
    plot, box = page.locator("[data-series] .u-over").bounding_box(), mark.bounding_box()
    assert plot is not None
    assert box is not None
    return (box["x"] + box["width"] / 2 - plot["x"]) / plot["width"]


@pytest.mark.usefixtures("own_shop")
def test_a_note_is_made_deleted_and_brought_back(look: Open) -> None:
    page = look("/")
    figure(page, "visitors")
    page.get_by_role("button", name="Add a note").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Note").fill(HOSTILE)
    dialog.get_by_label("Day").fill((datetime.now(UTC) - timedelta(days=10)).date().isoformat())
    dialog.get_by_role("button", name="Save").click()
    note = page.locator(".series-note")
    expect(note).to_have_attribute("title", re.compile("<img src=x"))
    assert _across(page, note) == pytest.approx(19 / 29, abs=0.01), "of 30 days, the tenth before today"
    note.click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(note).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(note).to_have_count(1)
    assert page.locator("body").get_attribute("data-owned") is None


def test_a_failure_is_said_and_tried_again(look: Open) -> None:
    page = look("/sessions", failing=True)
    page.route(
        "**/api/v2/**", lambda route: route.fulfill(status=503, json={"error": {"code": "x", "message": "Not now."}})
    )
    page.goto(page.url.replace("/sessions", "/"))
    panel = page.locator("[data-panel=figures]")
    expect(panel.get_by_role("alert")).to_contain_text("Not now.")
    page.unroute("**/api/v2/**")
    panel.get_by_role("button", name="Try again").click()
    assert figure(page, "visitors") == "3"
    expect(panel.get_by_role("alert")).to_have_count(0)


def test_korean_and_a_phone(look: Open) -> None:
    page = look("/?period=7d", locale="ko-KR", size=PHONE)
    expect(page.locator("#kpi-visitors")).to_contain_text("방문자")
    expect(page.locator(".period .menu-label")).to_have_text("최근 7일")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_who_is_there_now_is_said(look: Open, own_shop: Dashboard) -> None:
    own_shop.visit("/", visitor=7)
    page = look("/")
    expect(page.locator("[data-now]")).to_contain_text("1 visitor now")
    page.locator("[data-now]").click()
    page.wait_for_url("**/live*")


def test_values_that_only_look_like_codes_stop_nothing(look: Open) -> None:
    page = look(
        "/?f=is_not,visit:language,en-US-US&f=is_not,visit:country,ZZ&period=custom&from=9999-01-01&to=9999-12-31"
    )
    expect(page.locator(".chip").first).to_contain_text("Language is not en-US-US")
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".period .menu-label")).to_have_text("Last 30 days")
    assert figure(page, "visitors") == "3"


def test_a_goal_that_is_gone_is_said_once_with_the_way_on(look: Open) -> None:
    page = look("/?f=is,event:goal,Gone&f=is,visit:country,KR", failing=True)
    notice = page.locator("[data-warnings]")
    expect(notice).to_contain_text("There is no goal “Gone” any more")
    expect(page.locator("[data-panel=figures]")).to_contain_text("The message at the top of the page says why")
    expect(notice.get_by_text("There is no goal")).to_have_count(1)
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    notice.get_by_role("button", name="Remove this filter").click()
    assert figure(page, "visitors") == "2"
    expect(notice).to_be_hidden()
    expect(page.locator(".chip")).to_have_count(1)


def test_a_comparison_before_all_calendars_is_left_out(look: Open) -> None:
    page = look("/?period=custom&from=1990-01-01&to=1990-01-31", failing=True)
    notice = page.locator("[data-warnings]")
    expect(notice).to_contain_text("Choose another comparison.")
    notice.get_by_role("button", name="No comparison").click()
    assert figure(page, "visitors") == "0"


def test_a_bad_regular_expression_is_explained(look: Open) -> None:
    page = look("/?f=matches,event:page,(", failing=True)
    notice = page.locator("[data-warnings]")
    expect(notice).to_contain_text("A filter has a regular expression that cannot be read.")
    notice.get_by_role("button", name="Remove this filter").click()
    assert figure(page, "visitors") == "3"


def test_panels_ask_again_by_themselves_when_the_connection_is_back(look: Open) -> None:
    page = look("/", failing=True)
    figure(page, "visitors")
    page.context.set_offline(True)
    page.keyboard.press("w")
    expect(page.locator("[data-panel=figures]").get_by_role("alert")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    expect(page.locator("#kpi-visits .kpi-value")).to_have_text(str(3 * 6))
    expect(page.get_by_role("alert").filter(has_text="cannot be reached")).to_have_count(0)


def test_long_addresses_can_be_loaded_and_longer_ones_are_not_written(look: Open) -> None:
    long = "/?f=is_not,event:page," + "a" * 1900
    page = look(f"{long}&f=is_not,event:page,{'b' * 1900}&f=is_not,visit:source,{'c' * 1900}")
    assert figure(page, "visitors") == "3"
    page.goto(page.url.partition("?")[0] + long[1:])
    figure(page, "visitors")
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Add a filter")
    dialog.get_by_label("Values").first.fill("d" * 2100)
    dialog.get_by_role("button", name="Apply").click()
    expect(page.locator("[data-toasts]")).to_contain_text("too long")
    assert len(page.url) < 2000 + 100
