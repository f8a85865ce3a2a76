"""CPU time that scripts took on the main thread of a page, from a trace of Chromium.

Thread time, not wall time: other programs on the machine do not count, nor does waiting.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

CATEGORIES = ["devtools.timeline", "v8", "disabled-by-default-v8.compile", "blink.user_timing", "__metadata"]
WORK = {"EvaluateScript", "v8.compile", "FunctionCall", "TimerFire", "EventDispatch", "RunMicrotasks", "V8.GCScavenger"}
"""Events of a trace in which JavaScript is read or run. Time inside of another one of them counts once."""

Events = list[dict[str, Any]]


@dataclass(frozen=True)
class Spent:
    """CPU time of scripts in ms: before the mark, after it, and of the one that took longest."""

    before: float
    after: float
    longest: float


def start(browser: Browser, page: Page) -> None:
    browser.start_tracing(page=page, categories=CATEGORIES)


def stop(browser: Browser, mark: str) -> Spent:
    """What scripts spent on the main thread of the page's process; `mark` is a `performance.mark` of the page."""
    events: Events = json.loads(browser.stop_tracing())["traceEvents"]
    moment = min(event["ts"] for event in events if event.get("name") == mark)
    work = list(_outermost(events, _main_thread(events)))
    before = sum(event.get("tdur", 0) for event in work if event["ts"] < moment)
    whole = sum(event.get("tdur", 0) for event in work)
    longest = max((event.get("tdur", 0) for event in work), default=0)
    return Spent(before / 1000, (whole - before) / 1000, longest / 1000)


def _main_thread(events: Events) -> tuple[int, int]:
    """Process and thread of the renderer that did most."""
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event.get("name") == "thread_name" and event["args"].get("name") == "CrRendererMain"
    }
    busy = Counter((event.get("pid"), event.get("tid")) for event in events)
    return max(mains, key=lambda main: busy[main])


def _outermost(events: Events, thread: tuple[int, int]) -> Iterator[dict[str, Any]]:
    """The events of work that lie in no other one."""
    work = [
        event
        for event in events
        if event.get("ph") == "X" and event.get("name") in WORK and (event["pid"], event["tid"]) == thread
    ]
    end = 0
    for event in sorted(work, key=lambda event: (event["ts"], -event.get("dur", 0))):
        if event["ts"] >= end:
            yield event
            end = event["ts"] + event.get("dur", 0)
