"""The tracker as a visitor's browser sees it, beside the published ones of Plausible and Umami.

Bytes of the scripts; CPU time on the main thread; what a visit of five pages, with scrolling and an event on the
third, sends. All trackers in the same Chromium, on the same pages, in turns.
"""

import gzip
import statistics
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page

from bench import tracker_trace
from bench.figures import Figure
from bench.tracker_scripts import DIST, NONE, Script, scripts
from bench.tracker_site import MARK, PAGES, PAUSE_MS, PUSHES, Site, Traffic, site_with
from bench.tracker_trace import Spent
from local.browsing import launched

MOST_BYTES = 2000
ROUNDS = 5
LONG_TASK_MS = 50
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36"
# Names instead of localhost, and no sign of automation: trackers stay silent on either.
ARGUMENTS = ("--host-resolver-rules=MAP *.example 127.0.0.1", "--disable-blink-features=AutomationControlled")


@dataclass
class Measured:
    """Of one tracker. Times in ms of CPU on the main thread, one a round."""

    raw: int = 0
    compressed: int = 0
    spent: list[Spent] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)

    def median(self, what: str) -> float:
        return float(statistics.median(getattr(spent, what) for spent in self.spent))


def measure() -> list[Figure]:
    compared = {script.name: (script, Measured()) for script in scripts()}
    with launched(*ARGUMENTS) as browser:
        for _ in range(ROUNDS):
            for script, measured in compared.values():
                _times(browser, script, measured)
        for script, measured in compared.values():
            _visit(browser, script, measured)
    nothing = compared.pop(NONE)[1]
    figures = [Figure("tracker: li-vitals.js, gzip -9", _compressed((DIST / "li-vitals.js").read_bytes()), "bytes")]
    for name, (_, measured) in compared.items():
        figures += _figures(name, measured, nothing)
    return figures


def _context(browser: Browser) -> BrowserContext:
    return browser.new_context(user_agent=AGENT, viewport={"width": 1000, "height": 700})


def _times(browser: Browser, script: Script, measured: Measured) -> None:
    """A page that is loaded, and then moves on by pushState."""
    with site_with(script) as site:
        measured.raw, measured.compressed = len(site.source), _compressed(site.source)
        context = _context(browser)
        page = context.new_page()
        tracker_trace.start(browser, page)
        page.goto(site.url(f"/page/1?pushes={PUSHES}"))
        page.locator("[data-done]").wait_for(state="attached")
        measured.spent.append(tracker_trace.stop(browser, MARK))
        context.close()


def _visit(browser: Browser, script: Script, measured: Measured) -> None:
    """Five pages, each read for a while and scrolled; an event on the third; then away."""
    with site_with(script) as site:
        context = _context(browser)
        page = context.new_page()
        page.goto(site.url("/page/1"))
        for number in range(1, PAGES + 1):
            _read(page, site, number)
        page.goto("about:blank")
        page.wait_for_timeout(PAUSE_MS)
        context.close()
        measured.traffic = site.traffic


def _read(page: Page, site: Site, number: int) -> None:
    """Read a page, and go on to the next one if there is one."""
    page.evaluate("scrollTo(0, 1500)")
    page.wait_for_timeout(PAUSE_MS)
    if number == PAGES // 2 + 1:
        page.click("button")
        page.wait_for_timeout(PAUSE_MS)
    if number < PAGES:
        page.click("a")
        page.wait_for_url(site.url(f"/page/{number + 1}"))


def _compressed(source: bytes) -> int:
    """Bytes after gzip -9."""
    return len(gzip.compress(source, 9))


def _figures(name: str, of: Measured, nothing: Measured) -> list[Figure]:
    ours = name == "LiveInsight"
    load = of.median("before") - nothing.median("before")
    push = (of.median("after") - nothing.median("after")) / PUSHES
    return [
        Figure(f"tracker: {name}, raw", of.raw, "bytes"),
        Figure(f"tracker: {name}, gzip -9", of.compressed, "bytes", MOST_BYTES if ours else None),
        Figure(f"tracker: {name}, main thread, load and first pageview", round(load, 2), "ms CPU"),
        Figure(f"tracker: {name}, main thread, each pageview after it", round(push, 2), "ms CPU"),
        Figure(
            f"tracker: {name}, longest task of scripts",
            round(max(spent.longest for spent in of.spent), 2),
            "ms CPU",
            LONG_TASK_MS if ours else None,
        ),
        Figure(f"tracker: {name}, requests a visit of {PAGES} pages", of.traffic.requests, ""),
        Figure(f"tracker: {name}, sent a visit, headers included", of.traffic.sent, "bytes"),
        Figure(f"tracker: {name}, script downloaded a visit, gzip", of.traffic.script, "bytes"),
    ]
