"""Plausible's own tracker, bundled as a site bundles it, in Chromium: what it sends is what the dashboard shows."""

import json
import os
import secrets
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from liveinsight import events as event_log
from liveinsight import sites, tables
from liveinsight.domain.event import Event
from liveinsight.settings import Settings
from liveinsight.sites import Changes, Site
from liveinsight.timing import HOUR_MS
from local.layout import ROOT
from tests.browser.conftest import AGENT
from tests.browser.tracker.website import Website, website

STORED_S = 20.0
# captureOnLocalhost: the pages are on this machine, and the browser is steered by a program.
SCRIPT = """
import { init, track } from "@plausible-analytics/tracker";
init({
  domain: "%s",
  endpoint: "%s/api/event",
  captureOnLocalhost: true,
  outboundLinks: true,
  fileDownloads: true,
  formSubmissions: true,
  customProperties: (name) => (name === "pageview" ? { author: "Kim" } : {}),
});
document.querySelector("#buy").onclick = () =>
  track("Purchase", { props: { plan: "pro" }, revenue: { amount: 15.99, currency: "USD" } });
document.querySelector("#seen").onclick = () => track("Seen", { interactive: false });
document.querySelector("#next").onclick = () => history.pushState({}, "", "/second?utm_source=ignored");
"""
HASH_SCRIPT = """
import { init } from "@plausible-analytics/tracker";
init({ domain: "%s", endpoint: "%s/api/event", captureOnLocalhost: true, hashBasedRouting: true });
"""
BODY = """
<button id=buy>Buy</button><button id=seen>Seen</button><button id=next>Next</button>
<a id=file href=/list.pdf>List</a><form><input type=submit id=send></form>
<div style="height:3000px"></div><script src=/tracker.js></script>
"""


@pytest.fixture
def site(stack: dict[str, str]) -> Site:
    """A site with a domain of its own, as its owner registers it; its pages are on this machine."""
    os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    tables.bind(Settings(endpoint_url=stack["AWS_ENDPOINT_URL"]))
    added = sites.add("Existing", f"{secrets.token_hex(4)}.example")
    return sites.change(added.key, Changes(allowed_origins=["127.0.0.1"]))


@pytest.fixture
def pages(site: Site, stack: dict[str, str]) -> Iterator[Website]:
    with website(site.key, stack["COLLECTOR_URL"]) as served:
        script = bundled(SCRIPT % (f"www.{site.domain}", stack["COLLECTOR_URL"]))
        served.file("/tracker.js", script)
        served.page("/", BODY, tagged=False)
        served.file("/list.pdf", b"%PDF-1.7")
        yield served


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(user_agent=AGENT, locale="ko-KR", viewport={"width": 1000, "height": 700})
    yield context.new_page()
    context.close()


def bundled(source: str) -> bytes:
    """The script with the package in it."""
    command = ["node_modules/.bin/esbuild", "--bundle", "--format=iife", "--log-level=error"]
    return subprocess.run(command, input=source.encode(), cwd=ROOT, capture_output=True, check=True).stdout


def stored(site: Site, count: int) -> list[Event]:
    """The site's events, once there are `count` of them, in order of time."""
    deadline = time.monotonic() + STORED_S
    while True:
        now = int(time.time() * 1000)
        found = sorted(event_log.read(site, now - HOUR_MS, now + HOUR_MS), key=lambda event: event.key)
        if len(found) >= count or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def ask(stack: dict[str, str], site: Site, metrics: list[str], **question: Any) -> list[tuple[list[str], list[Any]]]:
    """Rows of the dashboard's Stats API about yesterday and today."""
    today = datetime.now(UTC).date()
    days = [str(today - timedelta(days=1)), str(today + timedelta(days=1))]
    body = {"site_id": site.key, "metrics": metrics, "date_range": days, **question}
    request = urllib.request.Request(
        f"{stack['DASHBOARD_URL']}/api/v2/query",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {stack['API_TOKEN']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return [(row["dimensions"], row["metrics"]) for row in json.load(answer)["results"]]


def wait_for(stack: dict[str, str], site: Site, pageviews: int) -> None:
    """Until the dashboard has read the newest events."""
    deadline = time.monotonic() + STORED_S
    while ask(stack, site, ["pageviews"]) != [([], [pageviews])]:
        assert time.monotonic() < deadline, ask(stack, site, ["pageviews"])
        time.sleep(0.2)


def test_a_visit_with_plausibles_tracker(pages: Website, visitor: Page, site: Site, stack: dict[str, str]) -> None:
    visitor.goto(pages.url("/?utm_source=news&utm_medium=email", host="127.0.0.1"))
    assert [event.type for event in stored(site, 1)] == ["pageview"]
    visitor.evaluate("scrollTo(0, 1200)")
    visitor.wait_for_timeout(600)
    visitor.click("#buy")
    visitor.click("#seen")
    visitor.evaluate("document.querySelector('#file').addEventListener('click', event => event.preventDefault())")
    visitor.click("#file")
    visitor.evaluate("document.querySelector('form').addEventListener('submit', event => event.preventDefault())")
    visitor.click("#send")
    assert len(stored(site, 5)) == 5
    visitor.click("#next")
    assert len(stored(site, 7)) == 7
    visitor.wait_for_timeout(300)
    visitor.close(run_before_unload=True)
    found = stored(site, 8)

    assert [(event.type, event.name, event.path) for event in found if event.type != "engagement"] == [
        ("pageview", "", "/"),
        ("event", "Purchase", "/"),
        ("event", "Seen", "/"),
        ("event", "File Download", "/"),
        ("event", "Form: Submission", "/"),
        ("pageview", "", "/second"),
    ]
    view, purchase, seen, download, form, second = [event for event in found if event.type != "engagement"]
    assert view.props == second.props == '{"author":"Kim"}'
    assert (view.visit.source, view.visit.utm_medium, view.client.language) == ("news", "email", "ko-KR")
    assert (purchase.props, purchase.revenue_amount, purchase.revenue_currency) == ('{"plan":"pro"}', "15.99", "USD")
    assert (purchase.interactive, seen.interactive) == (True, False)
    assert json.loads(download.props) == {"url": pages.url("/list.pdf", host="127.0.0.1")}
    assert json.loads(form.props) == {"path": "/"}

    engaged = [event for event in found if event.type == "engagement"]
    assert {event.path for event in engaged} == {"/", "/second"}
    first = next(event for event in engaged if event.path == "/")
    assert 50 <= first.scroll_pct <= 80
    assert 500 <= first.visible_ms <= 15_000
    assert len({event.session for event in found}) == 1

    wait_for(stack, site, 2)
    totals = ask(stack, site, ["visitors", "visits", "pageviews", "events", "bounce_rate"])
    assert totals == [([], [1, 1, 2, 6, 0])]
    assert ask(stack, site, ["pageviews"], dimensions=["visit:source"]) == [(["news"], [2])]
    assert ask(
        stack, site, ["events"], dimensions=["event:props:plan"], filters=[["is", "event:name", ["Purchase"]]]
    ) == [(["pro"], [1])]
    assert ask(stack, site, ["pageviews"], dimensions=["event:props:author"])[0] == (["Kim"], [2])
    (depth,) = ask(stack, site, ["scroll_depth", "time_on_page"], filters=[["is", "event:page", ["/"]]])
    assert depth[1][0] == first.scroll_pct


def test_hash_routing_with_plausibles_tracker(site: Site, stack: dict[str, str], visitor: Page, pages: Website) -> None:
    # A key is known at once, a new domain within five seconds.
    pages.file("/hash.js", bundled(HASH_SCRIPT % (site.key, stack["COLLECTOR_URL"])))
    pages.page("/app", "<script src=/hash.js></script>", tagged=False)
    visitor.goto(pages.url("/app#/start", host="127.0.0.1"))
    for count, route in enumerate(("#/items/1?sort=price", "#/items/2"), start=1):
        assert len(stored(site, count)) >= count
        visitor.evaluate("route => { location.hash = route }", route)
    found = [event for event in stored(site, 5) if event.type == "pageview"]
    assert [event.path for event in found] == ["/app#/start", "/app#/items/1?sort=price", "/app#/items/2"]
