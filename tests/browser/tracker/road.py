"""The road from browsers to the real collector, which a test can close and which remembers what went over it."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from local.ports import LOOPBACK
from tests.browser.tracker.serving import Handler, serving

PASSED = ("user-agent", "origin", "content-type", "accept-language", "referer")
RETURNED = ("access-control", "content-type", "cache-control")
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}


class Trouble(Enum):
    """What can go wrong beside an answer with another status."""

    LOST_REQUEST = "the connection ends before the collector hears of it"
    LOST_ANSWER = "the collector stores the events, and the connection ends before it can say so"


@dataclass(frozen=True)
class Beacon:
    """One request to the collector: what it said, and the status and answer that the browser saw (0 for none)."""

    text: str
    status: int
    answer: str
    at: float
    headers: dict[str, str]

    @property
    def envelope(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.text)
        return parsed

    @property
    def events(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.envelope["events"]
        return found


@dataclass
class Road:
    """`trouble` is a status to answer with, or a `Trouble`; None lets everything through."""

    collector: str
    port: int = 0
    trouble: int | Trouble | None = None
    headers: dict[str, str] = field(default_factory=lambda: dict(CORS))
    """Of answers in trouble. API Gateway's own have no CORS headers."""
    beacons: list[Beacon] = field(default_factory=list)
    _under_way: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _listening: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def open(self) -> None:
        """Listen, at the same port as before."""
        road = self

        class Traffic(Handler):
            def do_POST(self) -> None:  # noqa: N802  # http.server names it
                road._take(self)

            def do_GET(self) -> None:  # noqa: N802  # the pixel, which is no beacon
                status, headers, body = road._forward(self, None)
                self.answer(status, headers, body)

            def do_OPTIONS(self) -> None:  # noqa: N802  # http.server names it
                self.answer(204, {**CORS, "Access-Control-Allow-Headers": "*"}, b"")

        self.port = self._listening.enter_context(serving(Traffic, self.port))

    def close(self) -> None:
        """From now on connections are refused."""
        self._listening.close()

    def sent(self) -> list[dict[str, Any]]:
        """All events of all beacons, as often as they were sent."""
        return [event for beacon in self.beacons for event in beacon.events]

    def wait_until_quiet(self, quiet_s: float, limit_s: float = 20) -> None:
        """Until no beacon has been under way for this long."""
        deadline = time.monotonic() + limit_s
        started = time.monotonic()
        while time.monotonic() < deadline:
            with self._lock:
                last = max([started, *(beacon.at for beacon in self.beacons)])
                if not self._under_way and time.monotonic() - last > quiet_s:
                    return
            time.sleep(0.01)

    def wait_for(self, count: int, limit_s: float = 20) -> list[Beacon]:
        """The beacons, once there are so many. Raises `AssertionError` when they do not come."""
        deadline = time.monotonic() + limit_s
        while len(self.beacons) < count:
            assert time.monotonic() < deadline, f"{len(self.beacons)} of {count} beacons came within {limit_s:g} s"
            time.sleep(0.01)
        return self.beacons

    def _take(self, request: Handler) -> None:
        with self._lock:
            self._under_way += 1
        status, answer, text = 0, "", ""
        try:
            text = request.body().decode()
            status, answer = self._answer(request, text)
        finally:
            with self._lock:
                self._under_way -= 1
                headers = {name.lower(): value for name, value in request.headers.items()}
                self.beacons.append(Beacon(text, status, answer, time.monotonic(), headers))

    def _answer(self, request: Handler, text: str) -> tuple[int, str]:
        trouble = self.trouble
        if isinstance(trouble, int):
            request.answer(trouble, self.headers, b"{}")
            return trouble, "{}"
        if trouble is Trouble.LOST_REQUEST:
            return self._hang_up(request)
        status, headers, body = self._forward(request, text)
        if trouble is Trouble.LOST_ANSWER:
            return self._hang_up(request)
        request.answer(status, headers, body)
        return status, body.decode()

    def _hang_up(self, request: Handler) -> tuple[int, str]:
        request.close_connection = True
        return 0, ""

    def _forward(self, request: Handler, text: str | None) -> tuple[int, dict[str, str], bytes]:
        headers = {name: value for name in PASSED if (value := request.headers.get(name))}
        with closing(http.client.HTTPConnection(urlsplit(self.collector).netloc, timeout=20)) as connection:
            connection.request(request.command, request.path, text and text.encode(), headers)
            answer = connection.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower().startswith(RETURNED)}
            return answer.status, kept, answer.read()


@contextmanager
def road_to(collector: str) -> Iterator[Road]:
    """An open road to the collector at this address."""
    road = Road(collector)
    road.open()
    try:
        yield road
    finally:
        road.close()
