"""What a person sees: live updates, hostile text as text, lost and found connections, both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from local.ports import free_port
from tests.integration.dashboard.conftest import EMAIL, PASSWORD, Dashboard, environment, gunicorn

HOSTILE = "<img src=x onerror=document.body.dataset.owned=1>"
LOST_MS = 30_000


@pytest.fixture
def page(browser: Browser, dashboard: Dashboard) -> Iterator[Page]:
    """A logged-in page; any error in its console fails the test, a breach of the CSP among them."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    log_in(opened, dashboard.url)
    yield opened
    context.close()
    assert errors == []


def log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/login")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda reached: "/login" not in reached)


def open_live(page: Page, dashboard: Dashboard) -> None:
    page.goto(f"{dashboard.url}/sites/{dashboard.site}/live")
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live")


def test_a_visit_appears_within_two_seconds(page: Page, dashboard: Dashboard) -> None:
    open_live(page, dashboard)
    expect(page.get_by_text("No events in the last half hour")).to_be_visible()
    dashboard.visit("/beans", visitor=41, referrer="https://www.google.com/")
    expect(page.locator("[data-feed] li").first).to_contain_text("/beans", timeout=2000)
    expect(page.locator("[data-current]")).to_have_text("1", timeout=2000)
    row = page.get_by_role("row", name="South Korea")
    for text in ("/beans", "Google", "Mobile · Safari · iOS"):
        expect(row).to_contain_text(text)
    expect(page.locator("[data-map] .bubbles circle")).to_have_count(1)
    expect(page.get_by_text("No events in the last half hour")).to_be_hidden()


def test_text_of_visitors_is_never_markup(page: Page, dashboard: Dashboard) -> None:
    open_live(page, dashboard)
    path = "/" + HOSTILE.replace(" ", "%20")
    dashboard.visit(f"{path}?utm_source={HOSTILE.replace(' ', '%20')}", visitor=51, title=HOSTILE)
    dashboard.visit("/", visitor=52, type="event", name=HOSTILE)
    expect(page.locator("[data-feed] li")).to_have_count(2, timeout=3000)
    expect(page.locator("[data-feed]")).to_contain_text("<img src=x")
    expect(page.locator("[data-sources]")).to_contain_text("img src=x")
    page.wait_for_timeout(300)
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("body").get_attribute("data-owned") is None


def test_waiting_turns_green_by_itself(page: Page, dashboard: Dashboard) -> None:
    page.goto(f"{dashboard.url}/sites/{dashboard.site}/install")
    status = page.locator("[data-waiting]")
    expect(status).to_contain_text("Waiting for the first event")
    dashboard.visit("/", visitor=61)
    expect(status).to_contain_text("Events are arriving", timeout=8000)
    expect(page.get_by_role("link", name="Open the live page")).to_be_visible()


def test_options_are_written_into_the_snippet(page: Page, dashboard: Dashboard) -> None:
    page.goto(f"{dashboard.url}/sites/{dashboard.site}/install")
    snippet = page.locator("#snippet")
    plain = f'<script defer src="{dashboard.url}/li.js" data-site="{dashboard.site}"></script>'
    expect(snippet).to_have_text(plain)
    page.get_by_text("Choose what is counted").click()
    page.get_by_label("Submitted forms").uncheck()
    page.get_by_label("Web vitals").check()
    page.get_by_label("Paths that are never counted").fill('/admin/*, /a"><b>')
    expect(snippet).to_have_text(
        plain.replace("></script>", ' data-auto="pageviews outbound downloads 404" ')
        + 'data-exclude="/admin/*,/a&quot;>&lt;b>"></script>'
        + f' <script defer src="{dashboard.url}/li-vitals.js"></script>'
    )
    assert page.locator("#snippet b").count() == 0


def test_a_lost_connection_is_said_and_found_again(page: Page, dashboard: Dashboard) -> None:
    open_live(page, dashboard)
    dashboard.wire.cut()
    state = page.locator("[data-connection]")
    try:
        expect(state).to_contain_text("Data source unreachable · last update", timeout=LOST_MS)
    finally:
        dashboard.wire.mend()
    expect(state).to_have_text("Live", timeout=LOST_MS)


def test_korean_and_dark_are_remembered(page: Page, dashboard: Dashboard) -> None:
    page.goto(f"{dashboard.url}/sites/")
    page.get_by_label("Language").select_option("ko")
    expect(page.get_by_role("heading", name="사이트", exact=True)).to_be_visible()
    page.locator("[data-theme-button]").click()
    page.locator("[data-theme-button]").click()
    dashboard.visit("/", visitor=71)
    open_live(page, dashboard)
    assert page.locator("html").get_attribute("data-theme") == "dark"
    expect(page.get_by_role("row", name="대한민국")).to_contain_text("직접 유입")


@pytest.mark.parametrize("path", ["/sites/", "/sites/new", "live", "install"])
def test_pages_fit_a_phone(page: Page, dashboard: Dashboard, path: str) -> None:
    dashboard.visit("/a-rather-long-path/with-many-parts/that-goes-on-and-on.html", visitor=81)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(dashboard.url + (path if path.startswith("/") else f"/sites/{dashboard.site}/{path}"))
    page.wait_for_timeout(800)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_keyboard_reaches_the_content(page: Page, dashboard: Dashboard) -> None:
    page.goto(f"{dashboard.url}/sites/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_restarted_server_is_found_again(browser: Browser, dashboard: Dashboard, tmp_path: Path) -> None:
    assert dashboard.settings.endpoint_url is not None
    environ = environment(dashboard.settings, free_port(), dashboard.settings.endpoint_url)
    url = f"http://127.0.0.1:{environ['DASHBOARD_PORT']}"
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    connection = page.locator("[data-connection]")
    with gunicorn(environ, tmp_path / "log"):
        log_in(page, url)
        page.goto(f"{url}/sites/{dashboard.site}/live")
        expect(connection).to_have_text("Live")
    expect(connection).to_contain_text("Reconnecting… · last update", timeout=LOST_MS)
    expect(connection).to_contain_text("Connection lost · last update", timeout=LOST_MS)
    with gunicorn(environ, tmp_path / "log"):
        expect(connection).to_have_text("Live", timeout=LOST_MS)
        dashboard.visit("/back", visitor=91)
        expect(page.locator("[data-feed]")).to_contain_text("/back", timeout=3000)
    context.close()


def test_without_a_stream_the_page_asks_every_few_seconds(page: Page, dashboard: Dashboard) -> None:
    page.route("**/api/live/stream*", lambda route: route.fulfill(status=503, body="full"))
    page.goto(f"{dashboard.url}/sites/{dashboard.site}/live")
    expect(page.locator("[data-connection]")).to_have_text("Live, every few seconds")
    dashboard.visit("/polled", visitor=95)
    expect(page.locator("[data-feed]")).to_contain_text("/polled", timeout=6000)
