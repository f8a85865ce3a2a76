"""A dashboard with the story's history, and pages of it in a browser."""

import io
import json
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from liveinsight import goals, sites, tables, tokens, users
from liveinsight.archive.objects import s3_client
from liveinsight.goals import Wanted
from liveinsight.imports.run import run
from liveinsight.ingest.pipeline import Ingest
from liveinsight.settings import Settings
from local.ports import free_port
from tests.integration.dashboard.conftest import EMAIL, PASSWORD, Dashboard, environment, gunicorn
from tests.integration.dashboard.pages import story
from tests.integration.dashboard.test_pages_in_a_browser import log_in
from tests.integration.dashboard.wire import Wire
from tests.own_tables import own_tables

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}
GOALS = (
    Wanted(name="Sign-up", event="signup"),
    Wanted(name="Purchase", event="purchase", currency="EUR"),
    Wanted(name="Checkout", page="/checkout"),
)
Open = Callable[..., Page]
expect.set_options(timeout=20_000)  # the first question opens the archive, and the machine may be busy


@pytest.fixture(scope="package")
def settings(aws: str) -> Iterator[Settings]:
    """Tables and a bucket that the tests of the pages share."""
    with own_tables(aws) as made:
        s3_client(made).create_bucket(Bucket=made.archive_bucket)
        users.add(EMAIL, PASSWORD)
        yield made


@pytest.fixture(scope="package")
def serving(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """A dashboard of its own, with copies of the archive where no other test has any."""
    assert settings.endpoint_url is not None
    folder = tmp_path_factory.mktemp("pages")
    with Wire(settings.endpoint_url) as wire:
        port = free_port()
        environ = environment(settings, port, wire.url) | {"LIVEINSIGHT_HISTORY_FOLDER": str(folder / "history")}
        with gunicorn(environ, folder / "log") as process:
            yield Dashboard(settings, port, "", "", wire, process, Ingest(settings))


@pytest.fixture(scope="package")
def story_site(serving: Dashboard) -> str:
    """The site of the story. Tests that change what it has use `shop`'s own site instead."""
    tables.bind(serving.settings)
    site = sites.add("Story", "shop.example", "UTC")
    tell(serving.settings, site.key)
    return site.key


@pytest.fixture
def shop(serving: Dashboard, story_site: str) -> Dashboard:
    """The running dashboard, looking at the story's site."""
    tables.bind(serving.settings)
    serving.site = story_site
    serving.token = tokens.create(story_site)
    return serving


@pytest.fixture
def own_shop(shop: Dashboard) -> Dashboard:
    """The same with a site of this test's own, which has the same story."""
    shop.site = sites.add(f"Own {secrets.token_hex(2)}", "shop.example", "UTC").key
    tell(shop.settings, shop.site)
    shop.token = tokens.create(shop.site)
    return shop


@pytest.fixture
def empty_shop(shop: Dashboard) -> Dashboard:
    """The same with a site that nobody has visited yet."""
    shop.site = sites.add(f"New {secrets.token_hex(2)}", "shop.example", "UTC").key
    shop.token = tokens.create(shop.site)
    return shop


@pytest.fixture(scope="package")
def logged_in(serving: Dashboard, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the cookies of a log-in: logging in is slow by design."""
    path = tmp_path_factory.mktemp("login") / "state.json"
    context = browser.new_context(locale="en-GB")
    log_in(context.new_page(), serving.url)
    context.storage_state(path=path)
    context.close()
    return path


@pytest.fixture
def look(browser: Browser, shop: Dashboard, logged_in: Path) -> Iterator[Open]:
    """`look("/funnels?period=30d", locale="ko-KR")`: a page of the site; `shop.site` when it is called.

    Errors in its console fail the test when it ends, a breach of the CSP among them. A test that provokes failing
    requests says so with `failing=True`.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []
    refused: list[str] = []

    def opened(
        path: str = "/",
        *,
        locale: str = "en-GB",
        size: dict[str, int] = DESKTOP,
        dark: bool = False,
        failing: bool = False,
    ) -> Page:
        context = browser.new_context(
            locale=locale,
            viewport={"width": size["width"], "height": size["height"]},
            color_scheme="dark" if dark else "light",
            storage_state=logged_in,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("response", lambda answer: refused.extend(_refusal(answer)))
        page.on("console", lambda message: errors.extend(_wrong(message, failing)))
        page.goto(f"{shop.url}/sites/{shop.site}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == [], refused


def _wrong(message: ConsoleMessage, failing: bool) -> list[str]:
    expected = failing and "Failed to load resource" in message.text
    return [message.text] if message.type == "error" and not expected else []


def _refusal(answer: Response) -> list[str]:
    """What was asked, for the report of a test that failed."""
    return [f"{answer.status} {answer.url} {answer.request.post_data}"] if answer.status >= 400 else []


def tell(settings: Settings, site: str) -> None:
    """Load the story into a site, and set its goals."""
    now = datetime.now(UTC)
    content = "".join(json.dumps(line) + "\n" for line in story.lines(now)).encode()
    report = run(io.BytesIO(content), sites.get(site), settings, int(now.timestamp() * 1000))
    assert not report.damaged, report
    for goal in GOALS:
        goals.add(site, goal)
