"""The demo site's test client, and a small server that records what visitors post."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask.testing import FlaskClient

from demo.site.app import create_site
from demo.site.settings import SiteSettings

SITE_URL = "http://shop.test:8002"


@pytest.fixture
def shop() -> FlaskClient:
    return create_site(SiteSettings("http://dash.test:8000", "key-1")).test_client()


class Recorder:
    """A stand-in for the collector on a free port of 127.0.0.1; `answer` decides status and extra headers."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.bodies: list[bytes] = []
        self.connections: set[tuple[str, int]] = set()
        self.answer: Callable[[int], tuple[int, dict[str, str]]] = lambda _number: (202, {})
        self.attempts = 0
        self._lock = threading.Lock()
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or each answer waits for the client's delayed ACK

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, headers, reply = recorder._take(self, body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def _take(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        with self._lock:
            self.attempts += 1
            self.connections.add(request.client_address)
            status, headers = self.answer(self.attempts)
            if status != 202 or request.path != "/events":
                error = {"error": {"code": "no", "message": "not today"}}
                return status, headers, json.dumps(error).encode()
            beacon = json.loads(body)
            self.bodies.append(body)
            self.requests.append((dict(request.headers), beacon))
            reply = {"accepted": len(beacon["events"]), "dropped": []}
            return status, headers, json.dumps(reply).encode()

    @property
    def events(self) -> list[dict[str, Any]]:
        """All events that came, in the order of arrival."""
        return [event for _, beacon in self.requests for event in beacon["events"]]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    server = Recorder()
    yield server
    server.close()
