"""Engaged time and scroll depth, and what is left of them when a page ends abruptly."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Error

from tests.browser.tracker.conftest import ARGUMENTS
from tests.browser.tracker.stored import Log
from tests.browser.tracker.unattended import unattended
from tests.browser.tracker.visitor import Visitor
from tests.browser.tracker.website import Website

TALL = "<div style='height: 3000px'></div>"
STYLE = "<style>body { margin: 0 }</style>"


def test_time_and_depth_of_a_page(pages: Website, visitor: Visitor, log: Log) -> None:
    started = time.monotonic()
    visitor.go(pages.page("/", TALL, head=STYLE))
    visitor.page.wait_for_timeout(2000)
    visitor.do("scrollTo(0, 800)", "scrollTo(0, 0)")
    visitor.leave()
    whole_ms = (time.monotonic() - started) * 1000

    seen = log.engagement(1)
    assert 1400 <= sum(event.visible_ms for event in seen) <= whole_ms, "a remainder below a second may be lost"
    assert max(event.scroll_pct for event in seen) == 50  # 800 and the 700 of the window, of 3000


def test_each_page_of_an_application_has_its_own(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/", TALL, head=STYLE))
    visitor.do("scrollTo(0, 2300)", pause_ms=1100)
    visitor.do("history.pushState({}, '', '/two'); scrollTo(0, 0)", pause_ms=2300)
    visitor.leave()
    seen = {event.path: event.scroll_pct for event in log.engagement(2)}
    assert seen == {"/": 100, "/two": 23}  # the window's own 700 of 3000


HIDE = """<script>
  onload = async () => {
    liveinsight("event", "before");
    await new Promise(later => setTimeout(later, 1500));
    window.open("/other");
    fetch("/" + document.visibilityState + (document.hasFocus() ? "-focused" : "-unfocused"));
  };
  addEventListener("visibilitychange", () => fetch("/now-" + document.visibilityState, {keepalive: true}));
</script>"""


def test_a_hidden_tab_has_sent_everything(pages: Website, log: Log, tmp_path: Path) -> None:
    """Another tab comes to the front, and then the browser is killed: what a discarded tab or a phone goes through.

    Chromium discards hidden tabs only, and gives them no chance to say a word: whatever is not sent when the tab is
    hidden is lost. No command discards a tab of a headless browser, so the end is simulated by SIGKILL.
    """
    pages.page("/", TALL, head=STYLE, after=HIDE)
    pages.page("/other", tagged=False)
    with unattended(pages.url(), tmp_path, (*ARGUMENTS, "--disable-popup-blocking")):
        pages.wait_for("/now-hidden", 1)
        seen = log.all(3)
    assert sorted(event.type for event in seen) == ["engagement", "event", "pageview"]
    (engagement,) = log.engagement(1)
    assert engagement.visible_ms >= 1000


def test_a_page_that_crashes_has_been_counted(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/"))
    assert len(log.pageviews(1)) == 1
    with pytest.raises(Error, match="crash"):
        visitor.page.goto("chrome://crash")
    assert [event.path for event in log.all(1)] == ["/"]


def test_a_closed_tab_sends_its_last_words(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/"))
    visitor.page.wait_for_timeout(1200)
    visitor.do("liveinsight('event', 'last')", pause_ms=0)
    visitor.page.close()
    assert [event.name for event in log.custom(1)] == ["last"]
    assert sum(event.visible_ms for event in log.engagement(1)) >= 1000
