"""A person with a browser on a website under test, and what the collector has stored of them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from liveinsight import events as event_log
from liveinsight.domain.event import Event
from liveinsight.sites import Site
from liveinsight.timing import HOUR_MS
from tests.browser.conftest import AGENT
from tests.browser.tracker.road import Road

QUIET_S = 0.25
LIMIT_S = 20.0
BROWSERS_OWN = ("Failed to load resource", "Access to fetch at", "net::ERR_")
"""How the messages begin that Chromium writes about failed requests, whoever made them."""


@dataclass
class Visitor:
    """`console` is what was written to the console, and errors that nobody caught."""

    context: BrowserContext
    page: Page
    site: Site
    road: Road
    console: list[str] = field(default_factory=list)

    def click_through(self, selector: str, path: str) -> None:
        """Click a link and wait until the page behind it has loaded."""
        self.page.click(selector)
        self.page.wait_for_url(lambda url: urlsplit(url).path == path)

    def leave(self) -> None:
        """Go somewhere else, so that pages send what they have left."""
        self.page.goto("about:blank")

    def stored(self, count: int, type_: str = "") -> list[Event]:
        """Events of the site in order of time, of one type if one is named: as soon as there are `count` of them and
        no more are on their way. The caller compares; more or fewer than `count` may be returned.
        """
        deadline = time.monotonic() + LIMIT_S
        while len(self._read(type_)) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        self.road.wait_until_quiet(QUIET_S)
        return self._read(type_)

    def pageviews(self, count: int) -> list[Event]:
        return self.stored(count, "pageview")

    def custom(self, count: int) -> list[Event]:
        """The custom events, automatic ones included."""
        return self.stored(count, "event")

    def wait(self, condition: Callable[[], object], what: str = "what was waited for") -> None:
        """Until the condition holds, while the browser goes on. Raises `AssertionError`."""
        deadline = time.monotonic() + LIMIT_S
        while not condition():
            assert time.monotonic() < deadline, f"{what} did not happen within {LIMIT_S:g} s"
            self.page.wait_for_timeout(20)

    def _read(self, type_: str) -> list[Event]:
        now = int(time.time() * 1000)
        found = event_log.read(self.site, now - HOUR_MS, now + HOUR_MS)
        return sorted((event for event in found if type_ in ("", event.type)), key=lambda event: event.key)

    def own_messages(self) -> list[str]:
        """What pages and scripts wrote to the console, without the browser's notes on failed requests."""
        return [message for message in self.console if not message.startswith(BROWSERS_OWN)]

    def watch(self, page: Page) -> Page:
        """Note what a page writes to its console from now on."""
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))
        return page

    def _note(self, message: ConsoleMessage) -> None:
        self.console.append(message.text)


@contextmanager
def visiting(browser: Browser, site: Site, road: Road, **options: Any) -> Iterator[Visitor]:
    """A visitor with a new profile; `options` are Playwright's for a context.

    The tracker never throws and never writes to the console, whatever a test does to it.
    """
    settings = {"user_agent": AGENT, "locale": "en-GB", "viewport": {"width": 1000, "height": 700}, **options}
    context = browser.new_context(**settings)
    person = Visitor(context, context.new_page(), site, road)
    person.watch(person.page)
    try:
        yield person
    finally:
        context.close()
    assert person.own_messages() == []
