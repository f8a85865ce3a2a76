"""The upper part of the overview: figures, course over time, period, comparison, filters in the URL."""

from playwright.sync_api import expect

from tests.integration.dashboard.pages.conftest import Open


def test_a_source_filters_the_page(look: Open) -> None:
    page = look("/")
    sources = page.locator("[data-panel=sources]")
    expect(sources.get_by_role("link", name="Google")).to_be_visible()
