"""What the Chalice app offers, how refusals become HTTP, and how the scheduled job takes being second."""

import base64
import importlib
import json
from typing import Any

import pytest
from chalice.app import Rate

from liveinsight import rollup as rollup_jobs
from liveinsight.errors import (
    Conflict,
    Forbidden,
    InvalidRequest,
    LiveInsightError,
    NotAuthenticated,
    NotFound,
    StoreUnavailable,
    TooLarge,
)


def module(name: str) -> Any:
    return importlib.import_module(name)


def test_routes() -> None:
    routes = module("app").app.routes
    assert {(path, method) for path, methods in routes.items() for method in methods} >= {
        ("/events", "POST"),
        ("/events/pixel", "GET"),
        ("/api/event", "POST"),
        ("/health", "GET"),
    }
    assert routes["/events"]["POST"].cors is not None
    assert routes["/api/event"]["POST"].cors is not None


def test_api_gateway_takes_every_type_for_binary() -> None:
    """Otherwise an image for `Accept: image/avif,…` or `*/*` would stay base64."""
    assert module("app").app.api.binary_types == ["*/*"]


@pytest.mark.parametrize("accept", [{}, {"accept": "*/*"}, {"accept": "application/json"}])
@pytest.mark.parametrize("path", ["/health", "/events"])
def test_text_is_never_base64(path: str, accept: dict[str, str]) -> None:
    """API Gateway would not turn it back for a client that says nothing of what it accepts."""
    answer = handed_over(path, "GET", accept)
    assert not answer.get("isBase64Encoded")
    assert json.loads(answer["body"])
    assert answer["statusCode"] == (200 if path == "/health" else 405)


@pytest.mark.parametrize("accept", [{}, {"accept": "*/*"}, {"accept": "image/avif,image/webp,*/*;q=0.8"}])
def test_an_image_is_base64(accept: dict[str, str]) -> None:
    answer = handed_over("/events/pixel", "GET", {**accept, "dnt": "1"})
    assert answer["isBase64Encoded"]
    assert base64.b64decode(answer["body"]).startswith(b"GIF89a")
    assert answer["headers"]["X-LiveInsight-Dropped"] == "do_not_track"


def handed_over(path: str, method: str, headers: dict[str, str]) -> Any:
    """What Lambda hands to API Gateway for a request."""
    event = {
        "requestContext": {"httpMethod": method, "resourcePath": path, "path": path, "identity": {}},
        "headers": headers,
        "pathParameters": None,
        "multiValueQueryStringParameters": None,
        "stageVariables": None,
        "body": None,
    }
    return module("app").app(event, None)


def test_the_rollup_runs_every_five_minutes() -> None:
    schedules = {source.name: source.schedule_expression for source in module("app").app.event_sources}
    rate = schedules["rollup"]
    assert isinstance(rate, Rate)
    assert rate.to_string() == "rate(5 minutes)"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidRequest("code", "message"), 400),
        (NotAuthenticated("code", "message"), 401),
        (Forbidden("code", "message"), 403),
        (NotFound("code", "message"), 404),
        (Conflict("code", "message"), 409),
        (TooLarge("code", "message"), 413),
    ],
)
def test_a_refusal_becomes_its_status_and_an_error_body(error: LiveInsightError, status: int) -> None:
    answer = module("chalicelib.http").refusal(error)
    assert answer.status_code == status
    assert json.loads(answer.body) == {"error": {"code": "code", "message": "message"}}
    assert answer.headers == {"Content-Type": "application/json", "Cache-Control": "no-store"}


def test_an_unreachable_store_says_when_to_try_again() -> None:
    answer = module("chalicelib.http").refusal(StoreUnavailable("message", 7))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`chalicelib.jobs` without its set-up, which is no part of what is tested here."""
    jobs = module("chalicelib.jobs")
    monkeypatch.setattr(jobs.process, "start", lambda: None)
    return jobs


def test_a_rollup_that_finds_another_one_running_ends_quietly(job: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_: int) -> None:
        raise Conflict("busy", "another rollup is running")

    monkeypatch.setattr(rollup_jobs, "run", busy)
    job.rollup()


def test_a_rollup_that_fails_is_seen_to_fail(job: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: int) -> None:
        raise StoreUnavailable("no")

    monkeypatch.setattr(rollup_jobs, "run", broken)
    with pytest.raises(StoreUnavailable):
        job.rollup()
