"""One collector on the local AWS and one Chromium for this folder; a site, a website and a visitor for each test.

Chromium is started with what Playwright otherwise switches off, the back/forward cache, and finds every host under
`.example` and `.test` on this machine.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from liveinsight import sites, tables
from liveinsight.settings import Settings
from liveinsight.sites import Site
from local import chromium
from local.aws import answers
from local.layout import ROOT
from local.ports import LOOPBACK, free_port
from tests.browser.conftest import AGENT
from tests.browser.tracker.road import Road, road_to
from tests.browser.tracker.stored import Log
from tests.browser.tracker.visitor import Visitor, visiting
from tests.browser.tracker.website import DOMAIN, Website, website
from tests.own_tables import own_tables

START_S = 60
GUNICORN = ("--worker-class", "gthread", "--threads", "8", "--log-level", "warning", "--no-control-socket")
# Pages from the cache forget what a Playwright context says of their user agent.
ARGUMENTS = (
    *chromium.ARGUMENTS,
    "--host-resolver-rules=MAP *.example 127.0.0.1, MAP *.test 127.0.0.1",
    f"--user-agent={AGENT}",
    "--accept-lang=en-GB,en",
)


@pytest.fixture(scope="package")
def installation(aws: str) -> Iterator[Settings]:
    """Tables of their own for the tests of this folder."""
    with own_tables(aws) as made:
        yield made


@pytest.fixture(scope="package")
def collector(installation: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the collector, served as `make up` serves it."""
    port = free_port()
    env = {
        **os.environ,
        "AWS_ENDPOINT_URL": str(installation.endpoint_url),
        "LIVEINSIGHT_PROJECT_NAME": installation.project_name,
        "LIVEINSIGHT_TRUSTED_PROXIES": LOOPBACK,
    }
    command = (sys.executable, "-m", "gunicorn", "local.gateway:app", "--bind", f"{LOOPBACK}:{port}", *GUNICORN)
    log = tmp_path_factory.mktemp("collector") / "collector.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
    _wait(process, f"http://{LOOPBACK}:{port}", log)
    yield f"http://{LOOPBACK}:{port}"
    process.terminate()
    process.wait(START_S)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while not answers(f"{url}/health"):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    found = chromium.find(playwright.chromium.executable_path)
    launched = playwright.chromium.launch(
        executable_path=found.path,
        args=list(ARGUMENTS),
        ignore_default_args=["--disable-back-forward-cache"],
        env={**os.environ, **found.environ},
    )
    yield launched
    launched.close()


@pytest.fixture
def road(collector: str) -> Iterator[Road]:
    with road_to(collector) as opened:
        yield opened


@pytest.fixture
def site(installation: Settings) -> Site:
    """The site as the owner has registered it; one a test, so that nobody reads another test's events."""
    tables.bind(installation)
    return sites.add("Shop", DOMAIN)


@pytest.fixture
def pages(site: Site, road: Road) -> Iterator[Website]:
    """The site's website, whose snippet sends over the road."""
    with website(site.key, road.url) as served:
        yield served


@pytest.fixture
def log(site: Site, road: Road) -> Iterator[Log]:
    """What the collector has stored of the site."""
    yield Log(site, road)
    print(*road.beacons, sep="\n")  # pytest shows it when the test fails


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """A person with a browser. At the end its console must be empty but for what the browser itself writes: the
    tracker never throws and never logs, whatever a test does to it.
    """
    with visiting(browser) as person:
        yield person
    assert person.own_messages() == []
