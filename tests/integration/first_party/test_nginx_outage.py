"""When AWS cannot be reached: beacons get an answer that makes trackers keep them, the script comes from the cache."""

import itertools
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from local.ports import LOOPBACK
from tests.integration.first_party import nginx
from tests.integration.first_party.certificate import Certificate
from tests.integration.first_party.conftest import Shop, Site
from tests.integration.first_party.visitor import Answer, pageview

SHORT_LIVED = 'proxy_hide_header Cache-Control; add_header Cache-Control "max-age=1" always;'


@pytest.fixture
def own_aws(collector: int, dashboard: int, certificate: Certificate, tmp_path: Path) -> Iterator[nginx.Aws]:
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


class Breaking:
    """A collector that answers one request on a connection, and cuts the connection at the next.

    `requests` has the number of its connection for every request, from 0.
    """

    def __init__(self, port: int, certificate: Certificate) -> None:
        self.requests: list[int] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate.file, certificate.key)
        self._listening = socket.create_server((LOOPBACK, port))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Closing alone would not wake the thread that waits for a connection.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)

    def _serve(self) -> None:
        for number in itertools.count():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with self._context.wrap_socket(connection, server_side=True) as secured:
                self._answer_once(secured, number)

    def _answer_once(self, connection: ssl.SSLSocket, number: int) -> None:
        body = b'{"accepted": 1, "dropped": []}'
        answer = b"HTTP/1.1 202 Accepted\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        if self._read(connection, number):
            connection.sendall(answer)
            if number == 0:
                self._read(connection, number)

    def _read(self, connection: ssl.SSLSocket, number: int) -> bool:
        """Whether a request came; takes all of it in."""
        got = b""
        while b"]}" not in got:
            part = connection.recv(65536)
            if not part:
                return False
            got += part
        self.requests.append(number)
        return True


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


def test_a_new_collector_costs_no_beacon(shop: Shop, site: Site, own_aws: nginx.Aws) -> None:
    assert send(shop, site)[1].status == 202
    own_aws.nginx.stop()
    own_aws.nginx.start()
    assert send(shop, site)[1].status == 202


def test_a_beacon_on_a_connection_that_breaks_is_sent_again(
    shop: Shop, site: Site, own_aws: nginx.Aws, certificate: Certificate
) -> None:
    own_aws.nginx.stop()
    with Breaking(own_aws.collector_port, certificate) as collector:
        assert [send(shop, site)[1].status for _ in range(2)] == [202, 202]
    assert collector.requests == [0, 0, 1], "the second beacon came twice: where it was cut off, and anew"


def test_a_collector_that_does_not_answer_is_a_504(shop: Shop, site: Site, own_aws: nginx.Aws) -> None:
    own_aws.nginx.stop()
    with socket.create_server((LOOPBACK, own_aws.collector_port)):
        kept_by_trackers(send(shop, site)[1], 504)


def test_the_script_outlives_the_dashboard_even_when_it_has_become_old(shop: Shop, own_aws: nginx.Aws) -> None:
    own_aws.nginx.stop()
    own_aws.nginx.http = own_aws.nginx.http.replace("add_header Set-Cookie", f"{SHORT_LIVED} add_header Set-Cookie")
    own_aws.nginx.start()
    first = shop.request("GET", "/li/li.js")
    assert first.headers["cache-control"] == "max-age=1"
    own_aws.nginx.stop()
    time.sleep(2.1)
    for _ in range(2):
        again = shop.request("GET", "/li/li.js")
        assert (again.status, again.body) == (200, first.body)


def test_a_collector_with_another_certificate_gets_no_beacon(own_aws: nginx.Aws, site: Site, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Certificate.make(tmp_path / "other")
    folder = tmp_path / "strict"
    started = nginx.site({**nginx.values(own_aws, folder), "LI_CA_FILE": str(other.file)}, folder).start()
    try:
        kept_by_trackers(send(Shop(started), site)[1], 502)
    finally:
        started.stop()
