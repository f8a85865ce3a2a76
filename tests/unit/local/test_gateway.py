"""Whatever comes in has an answer: the gateway around a Chalice app."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from chalice.app import Chalice, CORSConfig, Response
from chalice.config import Config
from chalice.local import CustomLocalChalice, LocalChalice

from local import chalice_app, gateway


def echo_app() -> Chalice:
    app = Chalice(app_name="echo")

    @app.route("/echo", methods=["POST"], content_types=["text/plain"], cors=CORSConfig(allow_origin="*"))
    def echo() -> Response:
        request = app.current_request
        assert request is not None
        assert isinstance(request.raw_body, bytes)
        seen = {
            "address": request.context["identity"]["sourceIp"],
            "body": request.raw_body.hex(),
            "forwarded": request.headers.get("x-forwarded-for"),
        }
        return Response(json.dumps(seen), headers={"Content-Type": "application/json"})

    @app.route("/broken", methods=["GET"])
    def broken() -> Response:
        raise RuntimeError("a secret of the inside")

    CustomLocalChalice.__bases__ = (LocalChalice, app.__class__)
    app.__class__ = CustomLocalChalice
    return app


@pytest.fixture(autouse=True)
def _collector(monkeypatch: pytest.MonkeyPatch) -> None:
    app = echo_app()
    monkeypatch.setattr(chalice_app, "load", lambda: app)
    monkeypatch.setattr(chalice_app, "config", lambda: Config(chalice_stage="local"))


Answer = tuple[int, dict[str, str], bytes]


def send(
    method: str, target: str, body: bytes = b"", content_type: str = "text/plain", environ: dict[str, Any] | None = None
) -> Answer:
    """One request through the WSGI entry; header names of the answer in lower case."""
    told: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        told.update(status=int(status.split()[0]), headers={name.lower(): value for name, value in headers})

    asked: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "RAW_URI": target,
        "REMOTE_ADDR": "198.51.100.7",
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "wsgi.input": io.BytesIO(body),
        "CONTENT_TYPE": content_type,
        **(environ or {}),
    }
    content = b"".join(gateway.app(asked, start))
    return told["status"], told["headers"], content


def test_the_app_sees_body_address_and_headers_as_they_came() -> None:
    status, _, content = send("POST", "/echo", b"\xff\x00{", environ={"HTTP_X_FORWARDED_FOR": "203.0.113.9"})
    assert status == 200
    assert json.loads(content) == {"address": "198.51.100.7", "body": "ff007b", "forwarded": "203.0.113.9"}


def test_the_preflight_is_answered() -> None:
    status, headers, content = send("OPTIONS", "/echo", environ={"HTTP_ORIGIN": "https://shop.example"})
    assert (status, content) == (200, b"")
    assert headers["access-control-allow-methods"] == "POST,OPTIONS"
    assert headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", "/nothing"),
        ("OPTIONS", "/nothing"),
        ("GET", "/"),
        ("DELETE", "/echo"),
        ("HEAD", "/echo"),
        ("TRACE", "/echo"),
        ("GET", "//[broken"),
        ("GET", "/%00%ff"),
        ("GET", "*"),
    ],
)
def test_what_is_no_route_is_forbidden(method: str, target: str) -> None:
    status, headers, content = send(method, target)
    assert status == 403
    assert headers["access-control-allow-origin"] == "*"
    assert method == "HEAD" or json.loads(content)


def test_an_odd_authorization_does_no_harm() -> None:
    assert send("GET", "/nothing", environ={"HTTP_AUTHORIZATION": "\xe9\xff"})[0] == 403


def test_a_wrong_content_type_is_refused_with_cors() -> None:
    status, headers, _ = send("POST", "/echo", b"x", "image/png")
    assert status == 415
    assert headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("size", [gateway.MOST_BODY + 1, gateway.MOST_DRAINED + 1])
def test_a_large_body_is_refused(size: int) -> None:
    status, headers, content = send("POST", "/echo", bytes(size))
    assert status == 413
    assert json.loads(content)["error"]["code"] == "beacon_too_large"
    assert headers["access-control-allow-origin"] == "*"


def test_a_huge_body_is_refused_unread() -> None:
    class Untouchable:
        def read(self, _size: int) -> bytes:
            raise AssertionError("the body was read")

    environ = {"CONTENT_LENGTH": str(10**12), "wsgi.input": Untouchable()}
    assert send("POST", "/echo", environ=environ)[0] == 413


def test_an_endless_chunked_body_is_refused() -> None:
    class Endless:
        def __init__(self) -> None:
            self.given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            return bytes(size)

    endless = Endless()
    environ = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": endless}
    assert send("POST", "/echo", environ=environ)[0] == 413
    assert endless.given <= gateway.MOST_DRAINED + gateway.CHUNK


def test_a_body_that_never_arrives_times_out() -> None:
    class Stuck:
        def read(self, _size: int) -> bytes:
            raise TimeoutError

    status, _, content = send("POST", "/echo", environ={"CONTENT_LENGTH": "9", "wsgi.input": Stuck()})
    assert status == 408
    assert json.loads(content)["error"]["code"] == "body_timeout"


def test_a_bug_in_the_app_tells_nothing_of_the_inside() -> None:
    status, _, content = send("GET", "/broken", content_type="")
    assert status == 500
    assert b"secret" not in content


def test_a_failure_of_the_gateway_itself_tells_nothing_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Callable[[], None]:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(chalice_app, "load", fail)
    status, _, content = send("GET", "/echo")
    assert status == 502
    assert b"secret" not in content
