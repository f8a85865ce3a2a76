"""Pictures of every page, for the documentation: `make screenshots`."""

import tempfile
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TooSlow

from local.browsing import launched, log_in
from local.layout import ROOT
from local.stack import running

FOLDER = ROOT / "docs" / "screenshots"
DESKTOP = (1400, 1000)
PHONE = (360, 780)
WARM_UP_S = 45.0
"""How long simulated visitors come before the pictures are taken, so that there is something to see."""

NAMES = ("sessions", "events", "funnels", "journeys", "retention", "vitals", "bots", "live", "install")
SETTINGS = ("site", "goals", "annotations", "segments", "shares")
PAGES = {
    "sites": "/sites/",
    "overview": "/sites/{site}/?period=7d",
    "details": "/sites/{site}/?details=pages",
    **{name: f"/sites/{{site}}/{name}" for name in NAMES},
    **{f"settings-{name}": f"/sites/{{site}}/settings/{name}" for name in SETTINGS},
    "tokens": "/settings/tokens",
}
BUYERS = "?period=7d&f=is,event:goal,Purchase"
"""Visits with much to see in them."""
SETTLED_MS = 20_000
QUIET_MS = 1500
"""How long a page is left alone after its last part has come, so that what moves comes to rest."""

VIEWS = (
    ("desktop-light", DESKTOP, "light", "en-GB"),
    ("desktop-dark", DESKTOP, "dark", "en-GB"),
    ("phone-light", PHONE, "light", "ko-KR"),
    ("phone-dark", PHONE, "dark", "en-GB"),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, running(Path(var), demo=True) as stack, launched() as browser:
        values = stack.values()
        time.sleep(WARM_UP_S)
        for name, size, scheme, locale in VIEWS:
            _take(browser, values, name, size, scheme, locale)


def _take(browser: Browser, values: dict[str, str], name: str, size: tuple[int, int], scheme: str, locale: str) -> None:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=locale,
    )
    page = context.new_page()
    page.goto(f"{values['DASHBOARD_URL']}/login")
    page.screenshot(path=FOLDER / f"login-{name}.png")
    log_in(page, values)
    for title, path in PAGES.items():
        page.goto(values["DASHBOARD_URL"] + path.format(site=values["SITE"]))
        _settle(page)
        page.screenshot(path=FOLDER / f"{title}-{name}.png")
    page.goto(values["DASHBOARD_URL"] + PAGES["sessions"].format(site=values["SITE"]) + BUYERS)
    _settle(page)
    page.locator(".visit-link").nth(2).click()
    _settle(page)
    page.screenshot(path=FOLDER / f"session-{name}.png")
    context.close()


def _settle(page: Page) -> None:
    """Wait for the parts that can be seen; those further down ask when they come near."""
    waiting = "[...document.querySelectorAll('[data-panel][aria-busy]')]"
    seen = f"() => !{waiting}.some(panel => panel.getBoundingClientRect().top < innerHeight)"
    with suppress(TooSlow):
        page.wait_for_function(seen, timeout=SETTLED_MS)
    page.wait_for_timeout(QUIET_MS)


if __name__ == "__main__":
    main()
