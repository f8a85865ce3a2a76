"""A site that nobody has visited so far, and comparisons with times that nothing is known about."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, expect

from liveinsight import shares
from tests.integration.dashboard.conftest import Dashboard
from tests.integration.dashboard.pages.conftest import PHONE, Open
from tests.integration.dashboard.pages.story import DAYS

FRESH_MS = 30_000
WAITING = "Waiting for the first visit"


def test_a_new_site_turns_into_its_overview_when_somebody_comes(look: Open, empty_shop: Dashboard) -> None:
    page = look("/")
    expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
    expect(page.locator("#snippet")).to_contain_text(f'data-site="{empty_shop.site}"')
    install = page.get_by_role("link", name="How to install it")
    expect(install).to_have_attribute("href", f"/sites/{empty_shop.site}/install")
    expect(page.locator("[data-panel=sources]")).to_be_hidden()
    empty_shop.visit("/first")
    expect(page.locator("#kpi-visitors .kpi-value")).to_have_text("1", timeout=FRESH_MS)
    expect(page.get_by_role("heading", name=WAITING)).to_have_count(0)
    expect(page.locator("[data-panel=pages]")).to_contain_text("/first")
    # By now it is known that events arrive.
    page.reload()
    expect(page.locator("#kpi-visitors .kpi-value")).to_have_text("1")


def test_viewers_wait_without_what_is_not_theirs(browser: Browser, empty_shop: Dashboard) -> None:
    slug = shares.create(empty_shop.site).slug
    page = browser.new_page(viewport={"width": PHONE["width"], "height": PHONE["height"]}, locale="en-GB")
    page.goto(f"{empty_shop.url}/share/{slug}")
    expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
    expect(page.get_by_role("link", name="Open the live page")).to_be_visible()
    expect(page.get_by_role("link", name="How to install it")).to_have_count(0)
    expect(page.locator("#snippet")).to_have_count(0)
    page.close()


def test_a_time_before_the_first_event_is_not_compared_with(look: Open) -> None:
    today = datetime.now(UTC).date()
    first = today - timedelta(days=DAYS)
    page = look(f"/?period=custom&from={first}&to={today - timedelta(days=1)}")
    change = page.locator("#kpi-visitors .change")
    expect(change).to_have_text("–")
    expect(change).to_have_attribute("title", re.compile(f"no data before .*{first.year}"))
    page.goto(
        page.url.split("?")[0] + f"?period=custom&from={today - timedelta(days=3)}&to={today - timedelta(days=1)}"
    )
    expect(change).not_to_have_text("–")


def test_averages_of_no_visits_are_none(look: Open) -> None:
    page = look("/?period=day&date=2020-01-01")
    expect(page.locator("#kpi-visitors .kpi-value")).to_have_text("0")
    for name in ("views_per_visit", "bounce_rate", "visit_duration", "engaged_time"):
        expect(page.locator(f"#kpi-{name} .kpi-value")).to_have_text("–")


def test_paper_says_in_words_what_is_looked_at(look: Open) -> None:
    page = look("/?period=7d&f=is,visit:country,KR")
    line = page.locator("[data-printed-view]")
    expect(line).to_be_hidden()
    page.emulate_media(media="print")
    expect(line).to_be_visible()
    expect(line).to_contain_text("Last 7 days")
    expect(line).to_contain_text("vs previous period · Country is South Korea")
    for gone in ("[data-add-note]", "[data-intervals]", "[data-view-tools]", ".breakdown > footer >> nth=0"):
        expect(page.locator(gone)).to_be_hidden()
