"""axe-core finds nothing on any page in either theme and language; pages fit a phone and fill a wide screen."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.integration.dashboard.conftest import ROOT, Dashboard, until
from tests.integration.dashboard.pages.conftest import PHONE, Open

AXE = (Path(ROOT) / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REPORTS = ["/", "/sessions", "/events", "/funnels", "/journeys", "/retention", "/vitals", "/bots"]
SETTINGS = [
    f"/settings/{name}" for name in ("site", "goals", "annotations", "segments", "funnels", "journeys", "shares")
]
PAGES = [*REPORTS, "/live", "/install", *SETTINGS]
SETTLED_S = 40
WIDE = {"width": 3840, "height": 2160}


def settle(page: Page) -> None:
    """Wait until every part has its content, those that are asked for only when they come near too."""
    busy = page.locator("[data-panel][aria-busy]")
    until(lambda: bool(page.evaluate("scrollTo(0, document.body.scrollHeight)")) or not busy.count(), SETTLED_S)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(500)


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: Any = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", RULES)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"][:3]]


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_clean_in_the_light_and_fill_a_wide_screen(look: Open, path: str) -> None:
    page = look(path)
    settle(page)
    assert violations(page) == []
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]
    assert page.evaluate("document.querySelector('main').clientWidth") > WIDE["width"] * 0.7


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_clean_in_the_dark_and_fit_a_phone(look: Open, path: str) -> None:
    page = look(path, dark=True, size=PHONE, locale="ko-KR")
    settle(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", ["/sites/", "/sites/new", "/settings/tokens"])
def test_axe_finds_nothing_on_pages_of_no_site(look: Open, shop: Dashboard, path: str, dark: bool) -> None:
    page = look("/install", dark=dark)
    page.goto(shop.url + path)
    settle(page)
    assert violations(page) == []


@pytest.mark.parametrize(
    ("path", "keys"),
    [("/", "?"), ("/", "/"), ("/", "c"), ("/?details=pages", "")],
    ids=["help", "filter", "dates", "table"],
)
def test_axe_finds_nothing_in_dialogs(look: Open, path: str, keys: str) -> None:
    page = look(path)
    settle(page)
    if keys:
        page.keyboard.press(keys)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_timeout(500)
    assert violations(page) == []
