"""A Chromium that Playwright drives, and the log-in of a local installation: for pictures and measurements."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from local import chromium


@contextmanager
def launched(*more: str) -> Iterator[Browser]:
    """A headless Chromium, closed at the end. `more` are arguments of its command line."""
    with sync_playwright() as playwright:
        found = chromium.find(playwright.chromium.executable_path)
        environ: dict[str, str | float | bool] = {**os.environ, **found.environ}
        browser = playwright.chromium.launch(executable_path=found.path, args=[*chromium.ARGUMENTS, *more], env=environ)
        yield browser
        browser.close()


def log_in(page: Page, values: Mapping[str, str]) -> None:
    """As the administrator that `var/local.env` names; `values` are what it says. The page is on the log-in page or not
    open yet.
    """
    if "/login" not in page.url:
        page.goto(f"{values['DASHBOARD_URL']}/login")
    page.locator("input[name=email]").fill(values["ADMIN_EMAIL"])
    page.locator("input[name=password]").fill(values["ADMIN_PASSWORD"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
