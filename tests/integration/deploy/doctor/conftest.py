"""A local AWS as Terraform needs it (weights of listeners), and a healthy installation in it for each test."""

import secrets
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Protocol

import pytest

from deploy.doctor.examine import examine
from deploy.doctor.finding import Checks, Finding
from deploy.doctor.phases import PHASES
from local.aws import CREDENTIALS, local_aws
from tests.integration.deploy.doctor import world as ingestion
from tests.integration.deploy.doctor import world_watched, world_web
from tests.integration.deploy.doctor.world import World

COMMAND = (sys.executable, "-m", "local.terraform_aws")


class Look(Protocol):
    def __call__(self, world: World, *checks: Checks) -> dict[str, Finding]: ...


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with local_aws(tmp_path_factory.mktemp("aws"), command=COMMAND) as running:
        yield running


class Site(BaseHTTPRequestHandler):
    """Dashboard and collector, as far as somebody asks from outside."""

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/health/?deep=1" else 404)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(400 if self.path == "/events" else 404)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class names it so
        pass

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def bare(endpoint: str, site: str, monkeypatch: pytest.MonkeyPatch) -> World:
    """An installation of which nothing is made yet, under a name that no other test has."""
    for name, value in {**CREDENTIALS, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    return World(endpoint, f"Doc{secrets.token_hex(4)}", site)


@pytest.fixture
def world(bare: World) -> World:
    """All of it, and all of it healthy."""
    for part in (ingestion.tables, ingestion.key, ingestion.archive, ingestion.collector, world_web.network,
                 world_web.load_balancer, world_web.services, world_watched.logs, world_watched.alarms,
                 world_watched.watching, world_watched.front, world_watched.backup):  # fmt: skip
        part(bare)
    return bare


@pytest.fixture
def look() -> Look:
    """What the doctor finds, by what it looked at. The project is called X, so that tests know its names."""

    def found(world: World, *checks: Checks) -> dict[str, Finding]:
        examined = examine(world.environment(), (("", checks),) if checks else PHASES)
        return {_named(world, each.what): _finding(world, each.finding) for each in examined}

    return found


def _finding(world: World, found: Finding) -> Finding:
    return Finding(found.state, _named(world, found.detail), _named(world, found.remedy))


def _named(world: World, text: str) -> str:
    return text.replace(world.project, "X").replace(world.project.lower(), "x")
