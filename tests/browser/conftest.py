"""A Chromium and the whole system, for all browser tests. They end with this folder: Playwright runs once at a time."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from local import chromium
from local.stack import running

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36"
"""A headless Chromium calls itself a robot, and robots are not counted."""


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium. Give its contexts `user_agent=AGENT`."""
    found = chromium.find(playwright.chromium.executable_path)
    launched = playwright.chromium.launch(
        executable_path=found.path, args=list(chromium.ARGUMENTS), env={**os.environ, **found.environ}
    )
    yield launched
    launched.close()


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The system, as `make up` starts it, on free ports; gives what `local.env` says.

    The demo site is told that browsers under test are visitors.
    """
    with running(tmp_path_factory.mktemp("stack"), {"DEMO_ALLOW_WEBDRIVER": "true"}) as started:
        yield started.values()
