"""What the Chalice app offers, how refusals become HTTP, and how the scheduled job takes being second."""

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
        ("/health", "GET"),
    }
    assert routes["/events"]["POST"].cors is not None


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
