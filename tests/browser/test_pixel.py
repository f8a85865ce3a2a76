"""The pixel as the documentation gives it: on a page for visitors without scripts, and in a mail."""

import os
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from liveinsight import events as event_log
from liveinsight import sites, tables
from liveinsight.domain.event import Event
from liveinsight.settings import Settings
from liveinsight.sites import Changes, Site
from liveinsight.timing import HOUR_MS
from local.layout import ROOT
from tests.browser.conftest import AGENT
from tests.browser.tracker.website import Website, website

STORED_S = 15.0


@pytest.fixture
def site(stack: dict[str, str]) -> Site:
    os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    tables.bind(Settings(endpoint_url=stack["AWS_ENDPOINT_URL"]))
    added = sites.add("Pixel", "shop.example")
    return sites.change(added.key, Changes(allowed_origins=["127.0.0.1"]))


@pytest.fixture
def pages(site: Site, stack: dict[str, str]) -> Iterator[Website]:
    with website(site.key, stack["COLLECTOR_URL"]) as served:
        yield served


def snippet(containing: str, site: Site, stack: dict[str, str]) -> str:
    """The documented piece of HTML that contains a text, with this collector and site."""
    blocks = re.findall(r"^```html\n(.*?)^```$", (ROOT / "docs/events.md").read_text(), re.DOTALL | re.MULTILINE)
    (found,) = (block for block in blocks if containing in block)
    return str(found).replace("https://COLLECTOR", stack["COLLECTOR_URL"]).replace("SITE_KEY", site.key)


def stored(site: Site) -> list[Event]:
    """The site's events, once there is one."""
    deadline = time.monotonic() + STORED_S
    while True:
        now = int(time.time() * 1000)
        found = list(event_log.read(site, now - HOUR_MS, now + HOUR_MS))
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_page_counts_visitors_without_scripts_by_it(
    scripts: bool, browser: Browser, pages: Website, site: Site, stack: dict[str, str]
) -> None:
    pages.page("/basket", snippet("<noscript>", site, stack), tagged=False)
    context = browser.new_context(user_agent=AGENT, locale="ko-KR", java_script_enabled=scripts)
    asked: list[str] = []
    context.on("response", lambda answer: asked.append(answer.url))
    with context:
        context.new_page().goto(pages.url("/basket?utm_source=news", host="127.0.0.1"))
    if scripts:
        assert not [url for url in asked if "pixel" in url]
        return
    (view,) = stored(site)
    assert (view.type, view.path, view.visit.source) == ("pageview", "/basket", "news")
    assert (view.client.browser, view.client.language) == ("Chrome", "ko-KR")


def test_an_opened_mail_shows_an_image_of_one_pixel(browser: Browser, site: Site, stack: dict[str, str]) -> None:
    with browser.new_context(user_agent=AGENT) as context:
        page = context.new_page()
        page.set_content(snippet("Mail%20opened", site, stack), wait_until="load")
        assert page.evaluate("[document.images[0].naturalWidth, document.images[0].complete]") == [1, True]
    (opened,) = stored(site)
    assert (opened.type, opened.name, opened.path, opened.interactive) == (
        "event",
        "Mail opened",
        "/mail/2026-11",
        False,
    )
    assert opened.props == '{"issue":"2026-11"}'
