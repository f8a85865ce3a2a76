"""Logging in and out."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.people import safe_next
from dashboard.throttle import PER_PERSON
from liveinsight.settings import Settings
from liveinsight.users import User
from tests.unit.dashboard.conftest import EMAIL, PASSWORD, World, csrf_of, log_in


def test_pages_lead_to_the_log_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/sites/shop/live?x=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/sites/shop/live?x%3D1"
    assert log_in(client, target="/sites/shop/live?x=1").headers["Location"] == "/sites/shop/live?x=1"


def test_the_cookie_is_out_of_reach_of_scripts(client: FlaskClient) -> None:
    cookie = log_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_secure(make_app: Callable[..., Flask], settings: Settings) -> None:
    app = make_app(replace(settings, dashboard_url="https://stats.example"))
    answer = app.test_client().get("/login", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in answer.headers


def test_a_wrong_password_is_refused(client: FlaskClient) -> None:
    answer = log_in(client, "wrong")
    assert answer.status_code == 401
    assert "E-mail address or password is wrong." in answer.text
    assert "wrong" not in csrf_of(answer.text)
    assert client.get("/sites/").status_code == 302


def test_without_the_csrf_token_nothing_is_taken(client: FlaskClient) -> None:
    answer = client.post("/login", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 400
    assert client.get("/sites/").status_code == 302


@pytest.mark.parametrize("path", ["/logout", "/sites/new", "/language"])
def test_every_form_needs_its_token(logged_in: FlaskClient, world: World, path: str) -> None:
    known = dict(world.sites)
    form = {"name": "n", "domain": "n.example", "timezone": "UTC", "language": "ko"}
    assert logged_in.post(path, data=form).status_code == 400
    assert logged_in.get("/sites/").status_code == 200
    assert world.sites == known


def test_a_bearer_header_does_not_open_forms(logged_in: FlaskClient) -> None:
    answer = logged_in.post("/logout", headers={"Authorization": "Bearer li_all"})
    assert answer.status_code == 400


def test_log_out_ends_the_session(logged_in: FlaskClient) -> None:
    token = csrf_of(logged_in.get("/sites/").text)
    assert logged_in.post("/logout", data={"csrf_token": token}).status_code == 303
    assert logged_in.get("/sites/").status_code == 302
    assert logged_in.get("/logout").status_code == 405


def test_a_copy_of_the_cookie_is_worth_nothing_after_log_out(logged_in: FlaskClient) -> None:
    token = csrf_of(logged_in.get("/sites/").text)
    cookie = logged_in.get_cookie("li_session")
    assert cookie is not None
    logged_in.post("/logout", data={"csrf_token": token})
    logged_in.set_cookie("li_session", cookie.value)
    assert logged_in.get("/sites/").status_code == 302
    assert logged_in.get("/api/sites/").status_code == 401


def test_a_new_password_ends_older_sessions(logged_in: FlaskClient, world: World) -> None:
    assert logged_in.get("/sites/").status_code == 200
    world.users[EMAIL] = User(EMAIL, None, 2)
    assert logged_in.get("/sites/").status_code == 302


def test_a_removed_user_is_out(logged_in: FlaskClient, world: World) -> None:
    world.users.clear()
    assert logged_in.get("/sites/").status_code == 302
    assert logged_in.get("/api/live/?site=shop").status_code == 401


def test_guessing_is_slowed_down(client: FlaskClient) -> None:
    for _ in range(PER_PERSON):
        assert log_in(client, "guess").status_code == 401
    answer = log_in(client)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Too many attempts. Try again in 15 minutes." in answer.text
    assert log_in(client, email="eve@example.com").status_code == 401


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/\nSet-Cookie: x=1",
    ],
)
def test_no_open_redirect(client: FlaskClient, target: str) -> None:
    assert safe_next(target) == "/"
    assert log_in(client, target=target).headers["Location"] == "/"


def test_own_paths_are_followed() -> None:
    assert safe_next("/sites/shop/live?x=%2F%2Fy") == "/sites/shop/live?x=%2F%2Fy"
