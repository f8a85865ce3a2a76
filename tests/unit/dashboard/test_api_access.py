"""Who may ask the API for what, and how a refusal looks."""

import pytest
from flask.testing import FlaskClient

PATHS = ["/api/sessions/active/", "/api/live/", "/api/live/stream"]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("path", PATHS)
def test_strangers_get_401(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?site=shop")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json is not None
    assert answer.json["error"]["code"] == "not_authenticated"


@pytest.mark.parametrize("path", PATHS)
def test_a_wrong_token_gets_401_even_with_a_session(logged_in: FlaskClient, path: str) -> None:
    answer = logged_in.get(f"{path}?site=shop", headers=bearer("li_guess"))
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["error"]["code"] == "invalid_token"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_s_name_may_have_any_case(client: FlaskClient, scheme: str) -> None:
    answer = client.get("/api/sessions/active/?site=shop", headers={"Authorization": f"{scheme} li_all"})
    assert answer.status_code == 200


def test_a_wrong_method_is_told_as_such(client: FlaskClient) -> None:
    assert client.post("/health/").status_code == 405


@pytest.mark.parametrize("path", PATHS)
def test_a_token_of_one_site_opens_that_one_only(client: FlaskClient, path: str) -> None:
    for key in ("blog", "unheard-of"):
        answer = client.get(f"{path}?site={key}", headers=bearer("li_shop"))
        assert answer.status_code == 403
        assert answer.json is not None
        assert answer.json["error"]["code"] == "foreign_site"
    assert client.get("/api/sessions/active/?site=shop", headers=bearer("li_shop")).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_unknown_and_missing_sites(client: FlaskClient, path: str) -> None:
    for key in ("nope", "\x00", "x" * 5000):
        assert client.get(path, query_string={"site": key}, headers=bearer("li_all")).status_code == 404
    answer = client.get(path, headers=bearer("li_all"))
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"]["code"] == "missing_site"


def test_a_session_opens_everything(logged_in: FlaskClient) -> None:
    assert logged_in.get("/api/sessions/active/?site=shop").status_code == 200
    assert logged_in.get("/api/sessions/active/?site=blog").status_code == 200


def test_the_list_holds_what_the_token_opens(client: FlaskClient) -> None:
    def keys(token: str) -> list[str]:
        answer = client.get("/api/sites/", headers=bearer(token))
        assert answer.json is not None
        return [row["site"] for row in answer.json["sites"]]

    assert keys("li_all") == ["shop", "blog"]
    assert keys("li_shop") == ["shop"]


def test_unknown_api_paths_answer_in_json(client: FlaskClient) -> None:
    answer = client.get("/api/nothing")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"]["code"] == "not_found"
    wrong_method = client.delete("/api/live/", headers=bearer("li_all"))
    assert wrong_method.status_code == 405
    assert "GET" in wrong_method.headers["Allow"]
