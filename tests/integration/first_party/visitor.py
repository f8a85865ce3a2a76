"""A visitor's HTTP client: it sends what a browser sends, from an address of its own."""

import http.client
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

from local.ports import LOOPBACK

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
TIMEOUT_S = 20.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def request(port: int, method: str, path: str, body: bytes | None = None, address: str = LOOPBACK,
            **headers: str) -> Answer:  # fmt: skip
    """One request over a connection of its own. `address` is the visitor's, any of 127.0.0.0/8."""
    sent = {"User-Agent": AGENT, **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=TIMEOUT_S, source_address=(address, 0))
    try:
        connection.request(method, path, body, sent)
        got = connection.getresponse()
        return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
    finally:
        connection.close()


def pageview(site: str, url: str = "https://shop.example/p") -> tuple[str, bytes]:
    """A beacon with one pageview of now, and the id of that pageview."""
    event_id, now = secrets.token_hex(8), int(time.time() * 1000)
    event = {"id": event_id, "type": "pageview", "at": now, "url": url}
    return event_id, json.dumps({"site": site, "sent_at": now, "events": [event]}).encode()
