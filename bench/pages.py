"""The dashboard's pages in a browser with an empty cache: first paint, whole content, bytes and requests."""

import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from bench.figures import Figure
from local.browsing import launched, log_in
from local.stack import running

LOOKS = 5
PAGES = ("", "live", "sessions", "events", "funnels", "journeys", "retention", "vitals", "bots")
FULL_S = 30.0
REST_MS = 3000
SEEN = "() => ![...document.querySelectorAll('[aria-busy]')].some(e => e.getBoundingClientRect().top < innerHeight)"
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass
class Look:
    """One look with an empty cache. Times in ms since the address was entered; bytes as they came, with headers."""

    painted: float = 0.0
    full: float = 0.0
    received: list[int] = field(default_factory=list)


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), demo=True) as stack, launched() as browser:
        values = stack.values()
        state = _state(browser, values)
        figures: list[Figure] = []
        for name in PAGES:
            url = f"{values['DASHBOARD_URL']}/sites/{values['SITE']}/{name}"
            looks = [_look(browser, state, url) for _ in range(LOOKS)]
            figures += _figures(name or "overview", looks[1:])  # the first one also opens the history
    return figures


def _state(browser: Browser, values: dict[str, str]) -> Any:
    """The cookies of a log-in."""
    context = browser.new_context()
    log_in(context.new_page(), values)
    state = context.storage_state()
    context.close()
    return state


def _look(browser: Browser, state: Any, url: str) -> Look:
    """A context of its own has a cache of its own."""
    context = browser.new_context(storage_state=state, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    look = Look()
    _listen(context, page, look)
    started = time.monotonic()
    page.goto(url)
    page.wait_for_function(SEEN, timeout=FULL_S * 1000)
    look.full = (time.monotonic() - started) * 1000
    look.painted = page.evaluate(FIRST_PAINT)
    # What is further down belongs to the page as well, but not to what is waited for.
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(REST_MS)
    context.close()
    return look


def _listen(context: BrowserContext, page: Page, look: Look) -> None:
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: look.received.append(event["encodedDataLength"]))


def _figures(name: str, looks: list[Look]) -> list[Figure]:
    painted = statistics.median(look.painted for look in looks)
    size = statistics.median(sum(look.received) for look in looks) / 1000
    whole = name == "overview"
    return [
        Figure(f"pages: {name}, first contentful paint, median", painted, "ms", 1000 if whole else None),
        Figure(f"pages: {name}, all that is seen at once", statistics.median(look.full for look in looks), "ms"),
        Figure(f"pages: {name}, transfer", size, "KB", 250 if whole else None),
        Figure(f"pages: {name}, requests", statistics.median(len(look.received) for look in looks), ""),
    ]
