"""Whose address and scheme the dashboard sees behind a load balancer, and behind CloudFront before it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, request

from dashboard.throttle import PER_PERSON
from liveinsight.settings import Settings
from tests.unit.dashboard.conftest import log_in

BALANCER = "10.0.0.10"
CLOUDFRONT = "130.176.0.1"
VISITOR = "203.0.113.7"
OTHER = "198.51.100.9"
FORGED = "192.0.2.66"
HTTPS = "https://stats.example"


def _seen(app: Flask, forwarded: str, **headers: str) -> tuple[str | None, str]:
    """Address and scheme of a request from the load balancer, as the dashboard sees them."""
    found: list[tuple[str | None, str]] = []

    @app.before_request
    def look() -> None:
        found.append((request.remote_addr, request.scheme))

    known = {"X-Forwarded-For": forwarded} if forwarded else {}
    app.test_client().get("/login", headers={**known, **headers}, environ_base={"REMOTE_ADDR": BALANCER})
    return found[0]


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "", BALANCER),
        (0, FORGED, BALANCER),
        (1, VISITOR, VISITOR),
        (1, f"{FORGED}, {VISITOR}", VISITOR),
        (1, "", BALANCER),
        (2, f"{VISITOR}, {CLOUDFRONT}", VISITOR),
        (2, f"{FORGED}, {VISITOR}, {CLOUDFRONT}", VISITOR),
        (2, f"{FORGED},{FORGED},{VISITOR},{CLOUDFRONT}", VISITOR),
        # A check of the load balancer's own: nobody stands behind it.
        (2, "", BALANCER),
    ],
)
def test_the_address_is_what_the_outermost_proxy_saw(
    make_app: Callable[..., Flask], settings: Settings, hops: int, forwarded: str, address: str
) -> None:
    app = make_app(replace(settings, dashboard_url=HTTPS, proxy_hops=hops))
    assert _seen(app, forwarded)[0] == address


@pytest.mark.parametrize("said", [{}, {"X-Forwarded-Proto": "http"}, {"X-Forwarded-Proto": "https"}])
@pytest.mark.parametrize("hops", [1, 2])
def test_an_https_dashboard_knows_it_however_the_last_proxy_was_asked(
    make_app: Callable[..., Flask], settings: Settings, hops: int, said: dict[str, str]
) -> None:
    app = make_app(replace(settings, dashboard_url=HTTPS, proxy_hops=hops))
    assert _seen(app, f"{VISITOR}, {CLOUDFRONT}", **said)[1] == "https"
    answer = app.test_client().get("/login", headers=said)
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in answer.headers


def test_without_tls_nobody_can_claim_it(make_app: Callable[..., Flask], settings: Settings) -> None:
    app = make_app(replace(settings, dashboard_url="http://stats.example", proxy_hops=1))
    assert _seen(app, VISITOR, **{"X-Forwarded-Proto": "https"}) == (VISITOR, "http")


def test_nobody_escapes_the_limit_of_log_ins_by_a_header(make_app: Callable[..., Flask], settings: Settings) -> None:
    """And nobody else behind the same proxies is shut out with him."""
    app = make_app(replace(settings, dashboard_url=HTTPS, proxy_hops=2))
    for attempt in range(PER_PERSON):
        assert _try(app, f"192.0.2.{attempt}, {VISITOR}, {CLOUDFRONT}") == 401
    assert _try(app, f"{FORGED}, {VISITOR}, {CLOUDFRONT}") == 429
    assert _try(app, f"{OTHER}, {CLOUDFRONT}") == 401


def _try(app: Flask, forwarded: str) -> int:
    """Status of an attempt to log in with a wrong password."""
    client = app.test_client()
    base: dict[str, Any] = {
        "REMOTE_ADDR": BALANCER,
        "HTTP_X_FORWARDED_FOR": forwarded,
        "HTTP_REFERER": "https://localhost/",
    }
    client.environ_base.update(base)
    return int(log_in(client, "wrong").status_code)
