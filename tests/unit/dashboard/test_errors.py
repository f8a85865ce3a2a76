"""Errors become answers in one place."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from flask.testing import FlaskClient
from pynamodb.exceptions import GetError

from liveinsight import sites
from tests.unit.dashboard.conftest import log_in


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    def break_with(error: Exception) -> None:
        def fail(*_ignored: Any) -> Any:
            raise error

        monkeypatch.setattr(sites, "every", fail)
        monkeypatch.setattr(sites, "get", fail)

    return break_with


STORE_ERRORS = [GetError("secret detail"), EndpointConnectionError(endpoint_url="http://secret-host")]


@pytest.mark.parametrize("error", STORE_ERRORS, ids=lambda error: type(error).__name__)
def test_a_lost_store_is_503(logged_in: FlaskClient, breaking: Any, error: Exception) -> None:
    breaking(error)
    page = logged_in.get("/sites/")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert "Data cannot be reached" in page.text
    answer = logged_in.get("/api/live/?site=shop")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["error"]["code"] == "store_unavailable"
    assert "secret" not in page.text + answer.text


def test_a_mistake_of_ours_is_logged_not_shown(
    logged_in: FlaskClient, breaking: Any, caplog: pytest.LogCaptureFixture
) -> None:
    breaking(RuntimeError("secret detail"))
    page, answer = logged_in.get("/sites/"), logged_in.get("/api/live/?site=shop")
    assert (page.status_code, answer.status_code) == (500, 500)
    assert answer.json == {
        "error": {"code": "internal_error", "message": "something went wrong here; the log says what"}
    }
    assert "secret" not in page.text + answer.text
    assert "secret detail" in caplog.text


def test_the_log_in_page_needs_no_store(client: FlaskClient, breaking: Any) -> None:
    breaking(GetError("away"))
    assert client.get("/login").status_code == 200


def test_too_large_a_form_is_refused(client: FlaskClient) -> None:
    assert log_in(client, "x" * 300_000).status_code == 413
