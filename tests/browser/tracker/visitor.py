"""A person with a browser."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.conftest import AGENT

LIMIT_S = 20.0
BROWSERS_OWN = ("Failed to load resource", "Access to fetch at")
"""How the messages begin that Chromium writes about failed requests, whoever made them."""
UNSEEN = "Object.defineProperty(Navigator.prototype, 'webdriver', {get: () => false})"
"""For pages as their visitors get them: no option there tells the tracker to count a browser under test."""


@dataclass
class Visitor:
    """`console` is what was written to the console, and errors that nobody caught."""

    context: BrowserContext
    page: Page
    console: list[str] = field(default_factory=list)

    def go(self, url: str) -> None:
        self.page.goto(url)

    def do(self, *scripts: str, pause_ms: int = 200) -> None:
        """Run scripts in the page, with a pause after each in which an application and the tracker may react."""
        for script in scripts:
            self.page.evaluate(script)
            self.page.wait_for_timeout(pause_ms)

    def click_through(self, selector: str, path: str) -> None:
        """Click a link and wait until the page behind it has loaded."""
        self.page.click(selector)
        self.page.wait_for_url(lambda url: urlsplit(url).path == path)

    def leave(self) -> None:
        """Go somewhere else, so that pages send what they have left."""
        self.page.goto("about:blank")

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Until the condition holds, while the browser goes on. Raises `AssertionError`."""
        deadline = time.monotonic() + LIMIT_S
        while not condition():
            assert time.monotonic() < deadline, f"{what}: not within {LIMIT_S:g} s"
            self.page.wait_for_timeout(20)

    def own_messages(self) -> list[str]:
        """What pages and scripts wrote to the console, without the browser's notes on failed requests."""
        return [message for message in self.console if not message.startswith(BROWSERS_OWN)]

    def new_page(self) -> Page:
        """Another tab of the same browser, watched as well."""
        page = self.context.new_page()
        self.watch(page)
        return page

    def watch(self, page: Page) -> None:
        """Note what a page writes to its console from now on."""
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        self.console.append(message.text)


@contextmanager
def visiting(browser: Browser, **options: Any) -> Iterator[Visitor]:
    """A visitor with a new profile; `options` are Playwright's for a context."""
    settings = {"user_agent": AGENT, "locale": "en-GB", "viewport": {"width": 1000, "height": 700}, **options}
    context = browser.new_context(**settings)
    try:
        person = Visitor(context, context.new_page())
        person.watch(person.page)
        yield person
    finally:
        context.close()
