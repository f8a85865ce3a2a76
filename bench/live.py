"""From `POST /events` to the open live page: how long an event takes, through the whole system."""

import http.client
import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from bench.figures import Figure, percentile
from local.browsing import launched, log_in
from local.stack import running

SAMPLES = 120
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36"

# Notes when each row of the feed appears, by the page's own clock, which is the clock of this machine.
WATCH = """() => {
  window.seen = {};
  const note = () => document.querySelectorAll("[data-feed] li").forEach((row) => {
    const found = row.textContent.match(/sample-\\d+/);
    if (found) window.seen[found[0]] ??= Date.now();
  });
  new MutationObserver(note).observe(document.querySelector("[data-feed]"), {
    childList: true, subtree: true, characterData: true,
  });
}"""


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as stack, launched() as browser:
        values = stack.values()
        page = browser.new_page()
        _open(page, values)
        page.evaluate(WATCH)
        sent = _send(values, page)
        page.wait_for_timeout(3000)
        seen: dict[str, int] = page.evaluate("() => window.seen")
    took = [seen[name] - at for name, at in sent.items() if name in seen]
    return [
        Figure("live: event to open browser, median", percentile(took, 0.5), "ms"),
        Figure("live: event to open browser, p95", percentile(took, 0.95), "ms", 1000),
        Figure("live: events that did not arrive", len(sent) - len(took), "of " + str(len(sent)), 0),
    ]


def _open(page: Page, values: dict[str, str]) -> None:
    log_in(page, values)
    page.goto(f"{values['DASHBOARD_URL']}/sites/{values['SITE']}/live")
    page.wait_for_selector("[data-live][data-state=live]")


def _send(values: dict[str, str], page: Page) -> dict[str, float]:
    """Sends one pageview after the other, at irregular times; returns when each was sent (epoch ms)."""
    where = urlsplit(values["COLLECTOR_URL"])
    connection = http.client.HTTPConnection(where.hostname or "", where.port)
    spread = random.Random(1)  # noqa: S311  # not a secret
    sent: dict[str, float] = {}
    for number in range(SAMPLES):
        page.wait_for_timeout(spread.uniform(50, 600))
        name = f"sample-{number}"
        now = time.time() * 1000
        event = {"id": f"{name}-{now}", "type": "pageview", "at": int(now), "url": f"{values['DEMO_URL']}/{name}"}
        body: dict[str, Any] = {"site": values["SITE"], "sent_at": int(now), "events": [event]}
        sent[name] = now
        headers = {"Content-Type": "text/plain", "User-Agent": AGENT, "X-Forwarded-For": f"198.18.0.{number}"}
        connection.request("POST", "/events", json.dumps(body), headers)
        answer = connection.getresponse()
        assert answer.status == 202, answer.read()
        answer.read()
    return sent


if __name__ == "__main__":
    for figure in measure():
        print(figure)
