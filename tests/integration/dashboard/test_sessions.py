"""Logging in with real passwords, and what ends a session."""

from flask.testing import FlaskClient

from dashboard import create_app
from liveinsight import users
from liveinsight.settings import Settings
from tests.unit.dashboard.conftest import csrf_of, log_in


def client_of(settings: Settings) -> FlaskClient:
    assert settings.endpoint_url is not None
    made = Settings(settings.project_name, endpoint_url=settings.endpoint_url, secret_key="0123456789abcdef")
    return create_app(made).test_client()


def test_a_new_password_ends_what_the_old_one_began(settings: Settings) -> None:
    client = client_of(settings)
    _, password = users.add("bob@example.com")
    assert log_in(client, "not it", email="bob@example.com").status_code == 401
    assert log_in(client, password, email="BOB@example.com ").status_code == 303
    assert client.get("/sites/").status_code == 200
    users.change_password("bob@example.com", "another long one")
    assert client.get("/sites/").status_code == 302
    assert log_in(client, password, email="bob@example.com").status_code == 401
    assert log_in(client, "another long one", email="bob@example.com").status_code == 303


def test_log_out_is_remembered_and_ends_that_log_in_only(settings: Settings) -> None:
    here, there = client_of(settings), client_of(settings)
    _, password = users.add("carol@example.com")
    for client in (here, there):
        assert log_in(client, password, email="carol@example.com").status_code == 303
    copied = here.get_cookie("li_session")
    assert copied is not None
    here.post("/logout", data={"csrf_token": csrf_of(here.get("/sites/").text)})
    here.set_cookie("li_session", copied.value)
    assert here.get("/sites/").status_code == 302
    assert there.get("/sites/").status_code == 200


def test_deep_health_names_a_missing_bucket(settings: Settings) -> None:
    answer = client_of(settings).get("/health/?deep=1")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"] == {"tables": "ok", "archive": "404"}
