"""When AWS cannot be reached: beacons get an answer that makes trackers keep them, the script comes from the cache."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.ports import LOOPBACK
from tests.integration.first_party import nginx
from tests.integration.first_party.conftest import Shop, Site
from tests.integration.first_party.visitor import Answer, pageview


@pytest.fixture
def own_aws(collector: int, dashboard: int, certificate: nginx.Certificate, tmp_path: Path) -> Iterator[nginx.Aws]:
    """Stand-ins for AWS that a test may take down."""
    if nginx.PROGRAM is None:
        pytest.skip(nginx.REMEDY)
    front = nginx.Aws.before(collector, dashboard, tmp_path / "aws", certificate)
    yield front
    front.nginx.stop()


@pytest.fixture
def filled(own_aws: nginx.Aws, tmp_path: Path) -> dict[str, str]:
    return nginx.values(own_aws, tmp_path / "shop")


@pytest.fixture
def shop(filled: dict[str, str], tmp_path: Path) -> Iterator[Shop]:
    started = nginx.site(filled, tmp_path / "shop").start()
    yield Shop(started)
    started.stop()


def send(shop: Shop, site: Site) -> tuple[str, Answer]:
    event_id, body = pageview(site.key)
    return event_id, shop.request("POST", "/li/events", body, Content_Type="text/plain", Origin="https://shop.example")


def kept_by_trackers(answer: Answer, status: int) -> None:
    assert answer.status == status
    assert answer.json["error"]["code"] == "collector_unreachable"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_collector_that_is_down_is_a_502_and_takes_events_again_once_it_is_back(
    shop: Shop, site: Site, own_aws: nginx.Aws
) -> None:
    assert send(shop, site)[1].status == 202
    own_aws.nginx.stop()
    kept_by_trackers(send(shop, site)[1], 502)
    own_aws.nginx.start()
    event_id, answer = send(shop, site)
    assert answer.status == 202
    assert site.stored(event_id) is not None


def test_a_connection_that_was_closed_meanwhile_costs_no_beacon(shop: Shop, site: Site, own_aws: nginx.Aws) -> None:
    assert send(shop, site)[1].status == 202
    own_aws.nginx.stop()
    own_aws.nginx.start()
    assert send(shop, site)[1].status == 202


def test_a_collector_that_does_not_answer_is_a_504(shop: Shop, site: Site, own_aws: nginx.Aws) -> None:
    own_aws.nginx.stop()
    with socket.create_server((LOOPBACK, own_aws.collector_port)):
        kept_by_trackers(send(shop, site)[1], 504)


def test_the_script_outlives_the_dashboard(shop: Shop, own_aws: nginx.Aws) -> None:
    first = shop.request("GET", "/li/li.js")
    own_aws.nginx.stop()
    again = shop.request("GET", "/li/li.js")
    assert (first.status, again.status, again.body) == (200, 200, first.body)


def test_a_collector_with_another_certificate_gets_no_beacon(own_aws: nginx.Aws, site: Site, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = nginx.Certificate.make(tmp_path / "other")
    folder = tmp_path / "strict"
    started = nginx.site({**nginx.values(own_aws, folder), "LI_CA_FILE": str(other.file)}, folder).start()
    try:
        kept_by_trackers(send(Shop(started), site)[1], 502)
    finally:
        started.stop()
