"""The dashboard as gunicorn runs it, over real tables that can be cut off."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from playwright.sync_api import Browser, sync_playwright

from liveinsight import sites, tables, tokens, users
from liveinsight.ingest.pipeline import Ingest
from liveinsight.ingest.sender import Sender
from liveinsight.settings import Settings
from local import chromium
from local.ports import LOOPBACK, free_port
from tests.integration.dashboard.wire import Wire
from tests.own_tables import own_tables

ROOT = Path(__file__).parents[3]
EMAIL, PASSWORD = "ada@example.com", "correct horse battery"
AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1"
START_S = 30.0
opener = build_opener(ProxyHandler({}))


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Dashboard:
    """A running dashboard and one site that it shows."""

    settings: Settings
    port: int
    site: str
    token: str
    wire: Wire
    process: subprocess.Popen[bytes] = field(repr=False)
    ingest: Ingest = field(repr=False)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def get(self, path: str, token: str | None = None, timeout_s: float = 10) -> Answer:
        request = Request(self.url + path, headers={"Authorization": f"Bearer {token or self.token}"})  # our own server
        try:
            with opener.open(request, timeout=timeout_s) as got:
                return Answer(got.status, dict(got.headers), got.read())
        except HTTPError as refused:
            with refused:
                return Answer(refused.code, dict(refused.headers), refused.read())

    def visit(self, path: str, visitor: int = 1, **values: Any) -> None:
        """A pageview, written as the collector writes it."""
        now = int(time.time() * 1000)
        page = {"id": secrets.token_hex(8), "type": "pageview", "at": now, "url": f"https://shop.example{path}"}
        body = {"site": self.site, "sent_at": now, "events": [page | values]}
        sender = Sender(f"203.0.113.{visitor}", user_agent=AGENT, country="KR")
        assert self.ingest.beacon(json.dumps(body).encode(), sender).accepted == 1


def environment(settings: Settings, port: int, endpoint: str) -> dict[str, str]:
    return {
        **os.environ,
        "AWS_ENDPOINT_URL": endpoint,
        "LIVEINSIGHT_PROJECT_NAME": settings.project_name,
        "LIVEINSIGHT_SECRET_KEY": "0123456789abcdef",
        "LIVEINSIGHT_DASHBOARD_URL": f"http://{LOOPBACK}:{port}",
        "LIVEINSIGHT_COLLECTOR_URL": "https://in.example",
        "LIVEINSIGHT_LIVE_POLL_MS": "200",
        "DASHBOARD_PORT": str(port),
        "PORT": "",
    }


@contextmanager
def gunicorn(environ: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = (sys.executable, "-m", "gunicorn", "-c", "dashboard/gunicorn.conf.py", "--no-control-socket")
    with log.open("ab") as output:
        process = subprocess.Popen(
            (*command, "dashboard:create_app()"), cwd=ROOT, env=environ, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        url = f"http://{LOOPBACK}:{environ['DASHBOARD_PORT']}/health/"
        until(lambda: process.poll() is not None or answers(url), START_S)
        assert process.poll() is None, log.read_text()
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def answers(url: str) -> bool:
    try:
        with opener.open(url, timeout=2) as got:
            return bool(got.status == 200)
    except OSError:
        return False


def until(condition: Callable[[], bool], within_s: float) -> float:
    """Waits for the condition; returns how long it took, in seconds."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < within_s, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - started


@pytest.fixture(scope="package")
def settings(aws: str) -> Iterator[Settings]:
    """Settings of tables that these tests share; the site is theirs too, but each test has visitors of its own."""
    with own_tables(aws) as made:
        users.add(EMAIL, PASSWORD)
        yield made


@pytest.fixture(scope="package")
def running(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    assert settings.endpoint_url is not None
    log = tmp_path_factory.mktemp("dashboard") / "log"
    with Wire(settings.endpoint_url) as wire:
        port = free_port()
        with gunicorn(environment(settings, port, wire.url), log) as process:
            yield Dashboard(settings, port, "", "", wire, process, Ingest(settings))


@pytest.fixture
def dashboard(running: Dashboard) -> Dashboard:
    """The running dashboard, with a site of this test's own."""
    tables.bind(running.settings)
    running.site = sites.add(f"Shop {secrets.token_hex(2)}", "shop.example", "Asia/Seoul").key
    running.token = tokens.create(running.site)
    return running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = chromium.find(playwright.chromium.executable_path)
        launched = playwright.chromium.launch(
            executable_path=found.path, args=list(chromium.ARGUMENTS), env={**os.environ, **found.environ}
        )
        yield launched
        launched.close()
