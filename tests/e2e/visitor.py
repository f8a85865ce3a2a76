"""A visitor's requests, to the API itself or through CloudFront."""

import http.client
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36"
DOMAIN = f"tea-{secrets.token_hex(3)}.example"
SHOP = f"https://{DOMAIN}"
TIMEOUT_S = 90.0
"""The first request to a function waits for its start; the machine may be busy."""


@dataclass(frozen=True)
class Answer:
    """Header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """One request of a browser on a page of the shop."""
    to = urlsplit(url)
    sent = {"User-Agent": AGENT, "Accept-Language": "ko-KR", "Origin": SHOP}
    if body:
        sent["Content-Type"] = "text/plain"
    connection = http.client.HTTPConnection(to.netloc, timeout=TIMEOUT_S)
    try:
        path = f"{to.path}?{to.query}" if to.query else to.path
        connection.request(method, path, body, {**sent, **(headers or {})})
        got = connection.getresponse()
        return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
    finally:
        connection.close()


def pageview(path: str, ago_ms: int = 0, **values: Any) -> dict[str, Any]:
    """An event of the tracker's, so long ago."""
    at = int(time.time() * 1000) - ago_ms
    return {"id": secrets.token_hex(8), "type": "pageview", "at": at, "url": SHOP + path, **values}


def beacon(site: str, *events: Mapping[str, Any]) -> bytes:
    return json.dumps({"site": site, "sent_at": int(time.time() * 1000), "events": events}).encode()
