"""The rate limit: what callers are told, and who is not in each other's way."""

from collections.abc import Callable

import pytest

from dashboard import rate
from liveinsight import tokens
from tests.integration.dashboard.api.conftest import Api, code

SITES = "/api/v2/sites"


def test_answers_say_what_is_left(make_api: Callable[..., Api]) -> None:
    api = make_api(api_rate_limit=50)
    first, second = api.get(SITES), api.get(SITES)
    assert first.headers["RateLimit-Policy"] == '"default";q=50;w=60'
    assert first.headers["RateLimit"].startswith('"default";r=49;t=')
    assert second.headers["RateLimit"].startswith('"default";r=48;t=')
    assert "RateLimit" not in api.get("/health/").headers


def test_more_is_429_with_the_time_to_wait(make_api: Callable[..., Api]) -> None:
    api = make_api(api_rate_limit=3)
    assert [api.get(SITES).status_code for _ in range(3)] == [200] * 3
    refused = api.get(SITES)
    assert code(refused) == (429, "too_many_requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 120
    assert refused.headers["RateLimit"].startswith('"default";r=0;')
    assert api.query().status_code == 429
    assert isinstance((api.query().json or {})["error"], str)
    other = api.as_one(tokens.create(api.site.key))
    assert other.get(SITES).status_code == 200


def test_it_can_be_switched_off(make_api: Callable[..., Api]) -> None:
    api = make_api(api_rate_limit=0)
    assert {api.get(SITES).status_code for _ in range(20)} == {200}
    assert "RateLimit" not in api.get(SITES).headers


def test_guessers_are_stopped_and_others_from_their_address_are_not(
    make_api: Callable[..., Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    api = make_api()
    assert api.get(SITES).status_code == 200
    statuses = [api.as_one(f"li_guess{number}").get(SITES).status_code for number in range(rate.GUESSES + 1)]
    assert statuses == [401] * rate.GUESSES + [429]
    asked: list[str] = []
    monkeypatch.setattr(tokens, "check", asked.append)
    assert code(api.as_one("li_another").get(SITES)) == (429, "too_many_guesses")
    assert asked == []
    monkeypatch.undo()
    assert api.get(SITES).status_code == 200
