"""Pictures of every page, for the documentation: `make screenshots`."""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from local import chromium
from local.layout import ROOT
from local.stack import running

FOLDER = ROOT / "docs" / "screenshots"
DESKTOP = (1400, 1000)
PHONE = (360, 780)
WARM_UP_S = 45.0
"""How long simulated visitors come before the pictures are taken, so that there is something to see."""

PAGES = {"live": "/sites/{site}/live", "sites": "/sites/", "install": "/sites/{site}/install"}
VIEWS = (
    ("desktop-light", DESKTOP, "light", "en-GB"),
    ("desktop-dark", DESKTOP, "dark", "en-GB"),
    ("phone-light", PHONE, "light", "ko-KR"),
    ("phone-dark", PHONE, "dark", "en-GB"),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, running(Path(var), demo=True) as stack, sync_playwright() as playwright:
        values = stack.values()
        time.sleep(WARM_UP_S)
        found = chromium.find(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=found.path, args=list(chromium.ARGUMENTS))
        for name, size, scheme, locale in VIEWS:
            _take(browser, values, name, size, scheme, locale)
        browser.close()


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
    page.locator("input[name=email]").fill(values["ADMIN_EMAIL"])
    page.locator("input[name=password]").fill(values["ADMIN_PASSWORD"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    for title, path in PAGES.items():
        page.goto(values["DASHBOARD_URL"] + path.format(site=values["SITE"]))
        page.wait_for_timeout(3000)
        page.screenshot(path=FOLDER / f"{title}-{name}.png")
    context.close()


if __name__ == "__main__":
    main()
