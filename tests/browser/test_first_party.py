"""The snippet on a page of a site whose own nginx delivers the script and takes the events."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from liveinsight import events as event_log
from liveinsight import sites, tables
from liveinsight.domain.event import Event
from liveinsight.settings import Settings
from liveinsight.timing import HOUR_MS
from local.ports import LOOPBACK
from tests.browser.conftest import AGENT
from tests.integration.first_party import nginx, servers
from tests.integration.first_party.certificate import Certificate

STORED_S = 15.0
# First-party delivery needs no exception for LiveInsight in the strictest policy.
PAGE = """<!doctype html><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self'">
<script defer src="/li/li.js" data-site="{site}" data-webdriver="allow"{api}></script>
<button data-li-event="Basket">Basket</button>
"""


@dataclass
class Shop:
    """A website with its nginx, and what lies behind it."""

    web: nginx.Nginx
    aws: nginx.Aws
    stack: dict[str, str]
    prefix: str

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.web.ports[0]}"

    def page(self, name: str) -> str:
        """Path of a page that only this shop has."""
        return f"/{self.prefix}-{name}.html"

    def stored(self, path: str, type_: str, at_least: int = 1) -> list[Event]:
        """Events of a page, once there are enough of them."""
        os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
        tables.bind(Settings(endpoint_url=self.stack["AWS_ENDPOINT_URL"]))
        site, deadline = sites.get(self.stack["SITE"]), time.monotonic() + STORED_S
        while True:
            now = int(time.time() * 1000)
            events = event_log.read(site, now - HOUR_MS, now + HOUR_MS)
            found = [event for event in events if event.path == path and event.type == type_]
            if len(found) >= at_least or time.monotonic() > deadline:
                return found
            time.sleep(0.1)


@pytest.fixture(params=["attribute", "server"])
def shop(request: pytest.FixtureRequest, stack: dict[str, str], tmp_path: Path) -> Iterator[Shop]:
    """The way to the collector is named by the snippet (`data-api`), or by the server in the script itself."""
    if nginx.PROGRAM is None:
        pytest.skip(nginx.REMEDY)
    own = Settings(endpoint_url=stack["AWS_ENDPOINT_URL"])
    with servers.dashboard(own, tmp_path / "dashboard.log", {"LIVEINSIGHT_COLLECTOR_URL": "/li"}) as relative:
        named = request.param == "attribute"
        dashboard = _port(stack["DASHBOARD_URL"]) if named else relative
        certificate = Certificate.make(tmp_path)
        aws = nginx.Aws.before(_port(stack["COLLECTOR_URL"]), dashboard, tmp_path / "aws", certificate)
        web = nginx.site(nginx.values(aws, tmp_path / "shop"), tmp_path / "shop").start()
        made = Shop(web, aws, stack, request.param)
        for name in ("first", "second"):
            page = PAGE.format(title=name, site=stack["SITE"], api=' data-api="/li"' if named else "")
            (tmp_path / "shop" / "www" / made.page(name)[1:]).write_text(page)
        yield made
        web.stop()
        aws.nginx.stop()


def _port(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(user_agent=AGENT, locale="ko-KR")
    yield context.new_page()
    context.close()


def test_a_visit_needs_no_other_host(shop: Shop, visitor: Page) -> None:
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.goto(shop.url + shop.page("first"))
    (viewed,) = shop.stored(shop.page("first"), "pageview")
    visitor.get_by_role("button").click()
    (clicked,) = shop.stored(shop.page("first"), "event")

    assert (clicked.name, clicked.visitor) == ("Basket", viewed.visitor)
    assert {"/li/li.js", "/li/events"} <= {urlsplit(url).path for url in asked}
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in asked} == {shop.url}


def test_what_happens_while_the_collector_is_away_is_counted_once_when_it_is_back(shop: Shop, visitor: Page) -> None:
    visitor.goto(shop.url + shop.page("first"))
    shop.stored(shop.page("first"), "pageview")
    shop.aws.nginx.stop()
    with visitor.expect_response(lambda response: response.url.endswith("/li/events")) as refused:
        visitor.goto(shop.url + shop.page("second"))
    assert refused.value.status == 502
    shop.aws.nginx.start()
    assert len(shop.stored(shop.page("second"), "pageview")) == 1
