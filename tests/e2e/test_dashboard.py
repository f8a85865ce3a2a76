"""A visitor's browser on a page of the shop, and the owner's browser on the dashboard: both through CloudFront."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from local import chromium
from local.ports import LOOPBACK
from tests.e2e.conftest import Site
from tests.e2e.front import Front
from tests.e2e.visitor import AGENT, SHOP

WITHIN_MS = 20_000
# Pages of a shop may otherwise not ask this machine itself for anything.
HERE = ("--ignore-certificate-errors", "--disable-features=LocalNetworkAccessChecks")
pytestmark = pytest.mark.usefixtures("images", "late")
PAGE = """<!doctype html><meta charset="utf-8"><title>Tea</title>
<script defer src="https://{domain}/li.js" data-site="{site}" data-webdriver="allow"></script><h1>Tea</h1>
"""


@pytest.fixture(scope="module")
def browser(front: Front) -> Iterator[Browser]:
    """A Chromium for which the domain leads to this machine, with a certificate that only it believes."""
    with sync_playwright() as playwright:
        found = chromium.find(playwright.chromium.executable_path)
        leads = f"--host-resolver-rules=MAP {front.domain}:443 {LOOPBACK}:{front.tls_port}"
        launched = playwright.chromium.launch(
            executable_path=found.path,
            args=[*chromium.ARGUMENTS, *HERE, leads],
            env={**os.environ, **found.environ},
        )
        yield launched
        launched.close()


@pytest.fixture
def visitor(browser: Browser, front: Front, shop: Site) -> Iterator[Page]:
    """Every address of the shop is a page with the snippet."""
    context = browser.new_context(user_agent=AGENT, locale="ko-KR")
    page = PAGE.format(domain=front.domain, site=shop.key)
    context.route(f"{SHOP}/**", lambda route: route.fulfill(content_type="text/html", body=page))
    yield context.new_page()
    context.close()


@pytest.fixture
def owner(browser: Browser, front: Front, shop: Site) -> Iterator[Page]:
    """Logged in."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(WITHIN_MS)
    page.goto(f"https://{front.domain}/login")
    page.get_by_label("E-mail address").fill(shop.email)
    page.get_by_label("Password").fill(shop.password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login" not in url)
    yield page
    context.close()


def test_the_owner_sees_a_visit_as_it_happens(owner: Page, visitor: Page, front: Front, shop: Site) -> None:
    owner.goto(f"https://{front.domain}/sites/{shop.key}/live")
    expect(owner.locator("[data-live]")).to_have_attribute("data-state", "live", timeout=WITHIN_MS)
    with visitor.expect_response(lambda response: response.url == f"https://{front.domain}/events") as sent:
        visitor.goto(f"{SHOP}/tea")
    assert sent.value.status == 202
    expect(owner.locator("[data-feed] li").first).to_contain_text("/tea", timeout=WITHIN_MS)


def test_the_owner_sees_yesterdays_visit_in_the_history(owner: Page, front: Front, shop: Site) -> None:
    """What EventBridge's jobs have put into the archive, and today's from the tables."""
    today = datetime.now(UTC)
    days = f"period=custom&from={today - timedelta(days=1):%Y-%m-%d}&to={today:%Y-%m-%d}"
    owner.goto(f"https://{front.domain}/sites/{shop.key}/?{days}")
    expect(owner.get_by_text("/yesterday/next").first).to_be_visible(timeout=WITHIN_MS)
