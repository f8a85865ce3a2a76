"""Three applications as people start them, built by Vite in the test and clicked through: each page counts once."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from local.layout import ROOT
from tests.browser.tracker.stored import Log
from tests.browser.tracker.visitor import UNSEEN, Visitor
from tests.browser.tracker.website import Website

EXAMPLES = ROOT / "tracker-js/examples"
APPLICATIONS = ("vite-vanilla", "react-router", "vue-router")
TEXTS = {"/": "Welcome", "/shoes": "All shoes", "/shoes/7": "Shoe 7"}
TITLES = {"/": "Shop", "/shoes": "Shoes – Shop", "/shoes/7": "Shoe 7 – Shop"}


def build(name: str, pages: Website, folder: Path) -> None:
    """Build an application for this website. Raises `AssertionError` with what Vite says."""
    env = {
        **os.environ,
        "VITE_SITE": pages.key,
        "VITE_DASHBOARD": pages.url("").rstrip("/"),
        "VITE_COLLECTOR": pages.api,
    }
    command = ("npx", "--no-install", "vite", "build", name, "--outDir", str(folder), "--logLevel", "error")
    done = subprocess.run(command, cwd=EXAMPLES, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr + done.stdout


def at(visitor: Visitor, path: str) -> None:
    """Wait until the application shows this page, and has had time to set its title."""
    visitor.page.locator("main", has_text=TEXTS[path]).wait_for()
    visitor.page.wait_for_timeout(200)


@pytest.mark.parametrize("name", APPLICATIONS)
def test_every_page_of_an_application_counts_once(
    pages: Website, visitor: Visitor, log: Log, tmp_path: Path, name: str
) -> None:
    build(name, pages, tmp_path)
    pages.application(tmp_path)
    visitor.context.add_init_script(UNSEEN)

    visitor.go(pages.url("/"))
    at(visitor, "/")
    for path in ("/shoes", "/shoes/7"):
        visitor.page.click(f"nav a[href='{path}']")
        at(visitor, path)
    visitor.page.click("button")
    for step, path in (("back", "/shoes"), ("back", "/"), ("forward", "/shoes")):
        visitor.page.evaluate(f"history.{step}()")
        at(visitor, path)
    visitor.go(pages.url("/shoes/7"))
    at(visitor, "/shoes/7")
    visitor.leave()

    seen = log.pageviews(7)
    expected = ["/", "/shoes", "/shoes/7", "/shoes", "/", "/shoes", "/shoes/7"]
    assert [event.path for event in seen] == expected
    # The title of a page that was loaded, not moved to, is what its HTML said: applications set theirs later.
    assert [event.title for event in seen[1:6]] == [TITLES[path] for path in expected[1:6]]
    (purchase,) = log.custom(1)
    assert (purchase.name, purchase.path, json.loads(purchase.props)) == ("purchase", "/shoes/7", {"shoe": "7"})
    assert len({event.session for event in seen}) == 1
