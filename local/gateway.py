"""API Gateway on a laptop: a WSGI app that hands requests to the collector's Chalice app, for gunicorn to serve.

Chalice's own local server fails on some of what the internet sends; here every request has an answer, as it has on
API Gateway: unknown routes 403, bodies over the limit 413, bodies that never come 408.
"""

import base64
import json
import logging
import socket
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from chalice.local import LocalGateway, LocalGatewayException

from local import chalice_app

MOST_BODY = 1_000_000
"""Bytes taken in. The app's own limit is far lower; API Gateway's is 10 MB."""
MOST_DRAINED = 10 * MOST_BODY
"""Bytes read and thrown away, so that whoever sends a little too much sees the answer rather than a reset."""
BODY_TIMEOUT_S = 10.0
CHUNK = 65_536
CORS = ("Access-Control-Allow-Origin", "*")

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]
Answer = tuple[int, list[tuple[str, str]], bytes]

log = logging.getLogger(__name__)


class Refused(Exception):
    """A request that never reaches the app."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        body = {"error": {"code": code, "message": message}}
        self.answer: Answer = (status, [("Content-Type", "application/json")], json.dumps(body).encode())


def app(environ: Environ, start: Start) -> Iterable[bytes]:
    """The WSGI entry."""
    try:
        status, headers, body = _answer(environ)
    except Refused as refused:
        status, headers, body = refused.answer
    except Exception:
        log.exception("no answer for a request")
        status, headers, body = Refused(502, "bad_gateway", "internal server error").answer
    if not any(name.lower() == CORS[0].lower() for name, _ in headers):
        headers.append(CORS)
    if body and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    headers.append(("Content-Length", str(len(body))))
    start(f"{status} {HTTPStatus(status).phrase}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _answer(environ: Environ) -> Answer:
    body = _read(environ)
    collector = chalice_app.load()
    gateway = LocalGateway(collector, chalice_app.config())
    gateway.event_converter.LOCAL_SOURCE_IP = environ.get("REMOTE_ADDR", "")
    try:
        answer = gateway.handle_request(environ["REQUEST_METHOD"], _target(environ), _headers(environ), body)
    except LocalGatewayException as refusal:
        return refusal.CODE, list(refusal.headers.items()), refusal.body or b""
    if answer["statusCode"] == HTTPStatus.METHOD_NOT_ALLOWED:
        raise Refused(403, "missing_authentication_token", "there is no such route with this method")
    return answer["statusCode"], _flat(answer), _bytes(answer)


def _target(environ: Environ) -> str:
    """Path and query as they were sent; a path of `//host` must not be taken for a URL with a host."""
    return "/" + str(environ.get("RAW_URI", "/")).lstrip("/")


def _headers(environ: Environ) -> dict[str, str]:
    """Names in lower case. Without Authorization: no route of the collector has a use for it."""
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers.pop("authorization", None)
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    return headers


def _read(environ: Environ) -> bytes | None:
    """The body, None if there is none. Raises `Refused` when it is too large or does not arrive in time."""
    declared = environ.get("CONTENT_LENGTH") or "0"
    chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    length = int(declared) if declared.isdecimal() else 0
    if not chunked and length == 0:
        return None
    connection: socket.socket | None = environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(BODY_TIMEOUT_S)
    try:
        if length > MOST_DRAINED:
            raise _too_large()
        return _limited(environ["wsgi.input"])
    except TimeoutError:
        raise Refused(408, "body_timeout", f"the body did not arrive within {BODY_TIMEOUT_S:g} s") from None
    finally:
        if connection is not None:
            connection.settimeout(None)


def _limited(stream: Any) -> bytes:
    parts, total = [], 0
    while chunk := stream.read(CHUNK):
        total += len(chunk)
        if total > MOST_DRAINED:
            raise _too_large()
        if total <= MOST_BODY:
            parts.append(chunk)
    if total > MOST_BODY:
        raise _too_large()
    return b"".join(parts)


def _too_large() -> Refused:
    return Refused(413, "beacon_too_large", f"a request may have up to {MOST_BODY} bytes")


def _flat(answer: dict[str, Any]) -> list[tuple[str, str]]:
    headers = [(name, str(value)) for name, value in answer["headers"].items()]
    return headers + [(name, str(value)) for name, values in answer["multiValueHeaders"].items() for value in values]


def _bytes(answer: dict[str, Any]) -> bytes:
    body = answer["body"] or b""
    if answer.get("isBase64Encoded"):
        return base64.b64decode(body)
    return body if isinstance(body, bytes) else str(body).encode()
