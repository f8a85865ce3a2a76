"""A shop's nginx with the example configuration, before the real collector and dashboard behind TLS."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from liveinsight import events as event_log
from liveinsight import sites, tables
from liveinsight.domain.event import Event
from liveinsight.settings import Settings
from liveinsight.timing import HOUR_MS
from local.ports import LOOPBACK
from tests.integration.first_party import nginx, servers, visitor
from tests.integration.first_party.certificate import Certificate
from tests.own_tables import own_tables


@pytest.fixture(scope="package")
def settings(aws: str) -> Iterator[Settings]:
    """Settings of tables that these tests share."""
    with own_tables(aws) as made:
        yield made


@dataclass
class Site:
    """The site that every test sends to, and what is stored of it."""

    settings: Settings
    key: str

    def events(self) -> list[Event]:
        """What has been stored in the last hour."""
        tables.bind(self.settings)
        now = int(time.time() * 1000)
        return list(event_log.read(sites.get(self.key), now - HOUR_MS, now + HOUR_MS))

    def stored(self, event_id: str) -> Event | None:
        """The event with this id."""
        return next((event for event in self.events() if event.id == event_id), None)

    def of(self, path: str) -> list[Event]:
        """The events of a page."""
        return [event for event in self.events() if event.path == path]


@pytest.fixture(scope="package")
def site(settings: Settings) -> Site:
    tables.bind(settings)
    return Site(settings, sites.add("Shop", "shop.example").key)


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("first-party")


@pytest.fixture(scope="package")
def dashboard(settings: Settings, folder: Path) -> Iterator[int]:
    """Port of a dashboard that tells trackers to send to `/li` on whatever server they came from."""
    with servers.dashboard(settings, folder / "dashboard.log", {"LIVEINSIGHT_COLLECTOR_URL": "/li"}) as port:
        yield port


@pytest.fixture(scope="package")
def collector(settings: Settings, site: Site, folder: Path) -> Iterator[int]:
    """Port of a collector that believes its proxy, as the documentation asks for behind nginx."""
    assert site.key
    with servers.collector(settings, folder / "collector.log", {"LIVEINSIGHT_TRUSTED_PROXIES": LOOPBACK}) as port:
        yield port


@pytest.fixture(scope="package")
def certificate(folder: Path) -> Certificate:
    return Certificate.make(folder)


@pytest.fixture(scope="package")
def aws_front(collector: int, dashboard: int, certificate: Certificate, folder: Path) -> Iterator[nginx.Aws]:
    """API Gateway and load balancer, as far as a proxy before them can tell."""
    if nginx.PROGRAM is None:
        pytest.skip(nginx.REMEDY)
    front = nginx.Aws.before(collector, dashboard, folder / "aws", certificate)
    yield front
    front.nginx.stop()


@dataclass
class Shop:
    """The website's nginx."""

    nginx: nginx.Nginx

    @property
    def port(self) -> int:
        return self.nginx.ports[0]

    def request(self, method: str, path: str, body: bytes | None = None, **given: str) -> visitor.Answer:
        return visitor.request(self.port, method, path, body, **given)


@pytest.fixture(scope="package")
def shop(aws_front: nginx.Aws, folder: Path) -> Iterator[Shop]:
    started = nginx.site(nginx.values(aws_front, folder / "shop"), folder / "shop").start()
    yield Shop(started)
    started.stop()
