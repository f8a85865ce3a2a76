"""The main job from end to end: a person walks through the demo shop, the owner watches, history remembers."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from liveinsight import events as event_log
from liveinsight import sites, tables
from liveinsight.domain.event import Event
from liveinsight.settings import Settings
from liveinsight.tables import SessionItem
from liveinsight.timing import HOUR_MS, day_of, days
from tests.browser.conftest import AGENT

WITHIN_MS = 2000
"""An event reaches an open browser within two seconds."""


@pytest.fixture
def owner(browser: Browser, stack: dict[str, str]) -> Iterator[Page]:
    """The site owner's browser, logged in and on the live page."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{stack['DASHBOARD_URL']}/login")
    page.get_by_label("E-mail address").fill(stack["ADMIN_EMAIL"])
    page.get_by_label("Password").fill(stack["ADMIN_PASSWORD"])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(f"{stack['DASHBOARD_URL']}/sites/{stack['SITE']}/live")
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live")
    yield page
    context.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A visitor's browser."""
    context = browser.new_context(user_agent=AGENT, locale="ko-KR", viewport={"width": 1100, "height": 800})
    yield context.new_page()
    context.close()


def stored(stack: dict[str, str]) -> list[Event]:
    """All events of the demo site in the last hour, in order of time."""
    os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    tables.bind(Settings(endpoint_url=stack["AWS_ENDPOINT_URL"]))
    now = int(time.time() * 1000)
    found = event_log.read(sites.get(stack["SITE"]), now - HOUR_MS, now + HOUR_MS)
    return sorted(found, key=lambda event: event.key)


def wait_for(stack: dict[str, str], count: int, type_: str) -> list[Event]:
    """The stored events of one type, once there are `count` of them."""
    deadline = time.monotonic() + 10
    while True:
        found = [event for event in stored(stack) if event.type == type_]
        if len(found) >= count or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def active(stack: dict[str, str]) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{stack['DASHBOARD_URL']}/api/sessions/active/?site={stack['SITE']}",
        headers={"Authorization": f"Bearer {stack['API_TOKEN']}"},
    )
    with urllib.request.urlopen(request) as answer:
        parsed: dict[str, Any] = json.load(answer)
    return parsed


def test_a_visit_is_live_within_two_seconds_and_history_afterwards(
    owner: Page, visitor: Page, stack: dict[str, str]
) -> None:
    newest = owner.locator("[data-feed] li").first

    visitor.goto(f"{stack['DEMO_URL']}/")
    expect(owner.locator("[data-current]")).to_have_text("1", timeout=WITHIN_MS)
    visitor.locator("a[href='/coffee/']").first.click()
    expect(newest).to_contain_text("/coffee/", timeout=WITHIN_MS)

    visitor.goto(f"{stack['DEMO_URL']}/finder/")
    visitor.get_by_role("link", name="Start").click()  # single-page navigation: no document is loaded
    expect(newest).to_contain_text("/finder/brewer/", timeout=WITHIN_MS)
    visitor.go_back()
    expect(owner.locator("[data-feed] li[data-type=pageview]")).to_have_count(5, timeout=WITHIN_MS)

    paths = [event.path for event in wait_for(stack, 5, "pageview")]
    assert paths == ["/", "/coffee/", "/finder/", "/finder/brewer/", "/finder/"]

    answer = active(stack)
    assert (answer["count"], answer["current_visitors"]) == (1, 1)
    (session,) = answer["sessions"]
    assert (session["entry_page"], session["page"], session["pageviews"]) == ("/", "/finder/", 5)
    assert (session["browser"], session["os"], session["device"]) == ("Chrome", "Linux", "desktop")

    before = sum(event.visible_ms for event in wait_for(stack, 1, "engagement"))
    visitor.wait_for_timeout(1500)
    visitor.close()
    engaged = wait_for(stack, len(paths), "engagement")
    last = sum(event.visible_ms for event in engaged) - before
    assert 1000 <= last <= 15_000, "the time until the tab was closed, and none after"
    time.sleep(2)
    happened = [event for event in stored(stack) if event.name != "web-vital"]
    assert len(happened) == len(paths) + len(engaged), "a closed tab sends nothing any more"

    command = [str(Path(sys.executable).parent / "liveinsight"), "rollup", "--now"]
    env = {**os.environ, "AWS_ENDPOINT_URL": stack["AWS_ENDPOINT_URL"]}
    subprocess.run(command, check=True, env=env, capture_output=True)
    now = int(time.time() * 1000)
    partitions = [f"{stack['SITE']}#{day_of(day)}" for day in days(now - HOUR_MS, now)]
    (finished,) = [item for partition in partitions for item in SessionItem.query(partition)]
    assert (finished.entry_page, finished.exit_page, finished.pageviews) == ("/", "/finder/", 5)
    assert finished.engaged_ms == sum(event.visible_ms for event in engaged)
