"""li-vitals.js: five measurements of a page, each told once."""

import json

import pytest

from tests.browser.tracker.stored import Log
from tests.browser.tracker.visitor import Visitor
from tests.browser.tracker.website import STUB, Website

VITALS = "<script defer src=/li-vitals.js></script>"
CONTENT = """<h1>Shoes</h1><button onclick="document.querySelector('p').textContent = 'thanks'">Buy</button><p>-</p>
<script>
  const painted = done => requestAnimationFrame(() => requestAnimationFrame(done));
  painted(() => {  // what moves before it was painted is no shift
    const late = document.createElement("div");
    late.style.height = "90px";
    document.body.prepend(late);
    painted(() => { document.body.dataset.shifted = "yes" });
  });
</script>"""


def vitals(log: Log, count: int) -> dict[str, float]:
    events = log.custom(count)
    told = [json.loads(event.props) for event in events]
    assert {event.name for event in events} <= {"web-vital"}
    assert not any(event.interactive for event in events), "measurements end no bounce"
    assert len({each["name"] for each in told}) == len(told), "each once"
    return {each["name"]: float(each["value"]) for each in told}


@pytest.mark.parametrize("order", ["after the script", "before it", "before it, with the stub"])
def test_the_five_vitals_of_a_page(pages: Website, visitor: Visitor, log: Log, order: str) -> None:
    stub = f"<script>{STUB}</script>" if "stub" in order else ""
    behind = order == "after the script"
    visitor.go(pages.page("/", CONTENT, head="" if behind else stub + VITALS, after=VITALS if behind else ""))
    visitor.page.wait_for_selector("[data-shifted]")
    visitor.page.wait_for_timeout(300)
    visitor.page.click("button")
    visitor.page.wait_for_timeout(300)
    visitor.leave()
    seen = vitals(log, 5)
    assert sorted(seen) == ["CLS", "FCP", "INP", "LCP", "TTFB"]
    assert 0 < seen["CLS"] < 1
    assert 0 < seen["TTFB"] <= seen["FCP"] <= seen["LCP"] < 20_000
    assert 0 < seen["INP"] < 20_000


def test_a_page_without_the_tracker(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/", CONTENT, after=VITALS, tagged=False))
    visitor.page.click("button")
    visitor.leave()
    assert log.road.beacons == []
