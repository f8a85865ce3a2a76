"""`POST /api/v2/query` over HTTP: who may ask, about which site, and how refusals look."""

import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.api import query as endpoint
from liveinsight import sites, tokens
from liveinsight.query.engine import Engine, QueryRefused
from tests.integration.dashboard.api.conftest import DAY, Api, code
from tests.unit.dashboard.conftest import csrf_of

URL = "/api/v2/query"


def test_the_answer_is_that_of_the_stats_api(reader: Api) -> None:
    answer = reader.query(metrics=["visitors", "pageviews"], dimensions=["visit:country"])
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["results"] == [
        {"dimensions": ["DE"], "metrics": [1, 1]},
        {"dimensions": ["KR"], "metrics": [1, 2]},
    ]
    assert answer.json["meta"] == {}
    assert answer.json["query"] == {
        "site_id": reader.site.key,
        "metrics": ["visitors", "pageviews"],
        "date_range": [f"{DAY}T00:00:00+00:00", f"{DAY}T23:59:59+00:00"],
        "filters": [],
        "dimensions": ["visit:country"],
        "order_by": [["visitors", "desc"]],
        "include": {},
        "pagination": {"offset": 0, "limit": 10000},
    }


def visitors(answer: Any) -> int:
    assert answer.status_code == 200, answer.text
    found: int = answer.json["results"][0]["metrics"][0]
    return found


@pytest.mark.parametrize("written", ["{domain}", "www.{domain}", "HTTPS://{domain}/"])
def test_a_site_may_be_named_by_its_domain(reader: Api, written: str) -> None:
    assert visitors(reader.query(site_id=written.format(domain=reader.site.domain))) == 2


def test_a_domain_of_several_sites_is_refused_with_their_keys(api: Api) -> None:
    twin = sites.add("Twin", api.site.domain)
    answer = api.query(site_id=api.site.domain)
    assert answer.status_code == 400
    assert api.site.key in answer.text
    assert twin.key in answer.text
    narrow = api.as_one(tokens.create(twin.key))
    assert visitors(narrow.query(site_id=api.site.domain)) == 2


def test_a_token_of_some_sites_learns_nothing_about_others(reader: Api) -> None:
    other = sites.add("Other", "other.example")
    told = {
        reader.query(site_id=named).text for named in (other.key, "nobody", "nobody.example", "\x00", "x" * 5000, "")
    }
    assert len(told) == 1
    assert "Invalid API key or site ID" in told.pop()
    assert reader.query(site_id=other.key).status_code == 401
    report = {"site_id": other.key, "date_range": [DAY, DAY]}
    assert code(reader.post("/api/v2/reports/sessions", report)) == (403, "foreign_site")


def test_a_site_that_does_not_exist_is_404_for_whom_all_are_open(api: Api) -> None:
    for named in ("nobody", "nobody.example", "\x00", "x" * 5000, ""):
        answer = api.query(site_id=named)
        assert answer.status_code == 404
        assert "site_id" in answer.text


def test_strangers_and_wrong_tokens_get_401(api: Api) -> None:
    for token in ("", "li_guess", "\xe9"):
        answer = api.as_one(token).query()
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_is_worth_nothing(api: Api, reader: Api) -> None:
    assert reader.query().status_code == 200
    assert api.send("DELETE", f"/api/v2/tokens/{tokens.id_of(reader.token)}").status_code == 204
    assert reader.query().status_code == 401


BAD: list[tuple[dict[str, Any], str]] = [
    ({"metrics": ["luck"]}, "metrics"),
    ({"metrics": []}, "metrics"),
    ({"metrics": "visitors"}, "metrics"),
    ({"date_range": "tomorrow"}, "date_range"),
    ({"date_range": ["2026-02-30", "2026-03-01"]}, "date_range"),
    ({"dimensions": ["visit:mood"]}, "dimensions"),
    ({"filters": [["is", "visit:mood", ["good"]]]}, "mood"),
    ({"filters": [["matches", "event:page", ["("]]]}, "filters"),
    ({"filters": [["is", "event:goal", ["nothing"]]]}, "nothing"),
    ({"filters": [["is", "event:page", ["/"] * 2001]]}, "filters"),
    ({"order_by": [["luck", "asc"]]}, "order_by"),
    ({"pagination": {"limit": 0}}, "pagination.limit"),
    ({"pagination": {"offset": -1}}, "pagination.offset"),
    ({"include": {"time_labels": True}}, "time_labels"),
    ({"surprise": 1}, "surprise"),
    ({"site_id": 7}, "site_id"),
]


@pytest.mark.parametrize(("values", "field"), BAD, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_named(reader: Api, values: dict[str, Any], field: str) -> None:
    answer = reader.query(**values)
    assert answer.status_code == 400
    assert answer.json is not None
    assert list(answer.json) == ["error"]
    assert field in answer.json["error"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a":' * 5000, b"[" * 100_000])
def test_what_is_no_query_is_400(reader: Api, body: bytes) -> None:
    answer = reader.post(URL, body)
    assert answer.status_code == 400
    assert answer.json is not None
    assert isinstance(answer.json["error"], str)


def test_a_page_past_the_end_is_empty(reader: Api) -> None:
    answer = reader.query(dimensions=["event:page"], pagination={"offset": 1000}, include={"total_rows": True})
    assert answer.json is not None
    assert (answer.json["results"], answer.json["meta"]["total_rows"]) == ([], 2)


def test_other_types_methods_and_sizes(reader: Api) -> None:
    form = reader.client.post(URL, data={"a": "b"}, headers={"Authorization": f"Bearer {reader.token}"})
    assert (form.status_code, "Content-Type" in form.text) == (415, True)
    huge = reader.post(URL, b'"' + b"x" * 300_000 + b'"')
    assert huge.status_code == 413
    got = reader.get(URL)
    assert (got.status_code, set(got.allow or ())) == (405, {"OPTIONS", "POST"})
    for refused in (form, huge, got):
        assert refused.json is not None
        assert isinstance(refused.json["error"], str)


def test_pages_ask_with_their_session_and_its_csrf_token(logged_in: Api) -> None:
    assert logged_in.query().status_code == 400
    body = {"site_id": logged_in.site.key, "metrics": ["visitors"], "date_range": [DAY, DAY]}
    header = {"X-CSRFToken": csrf_of(logged_in.client.get("/sites/").text)}
    assert visitors(logged_in.post(URL, body, headers=header)) == 2


def test_a_goal_can_be_asked_for_as_soon_as_it_is_set(api: Api) -> None:
    wanted = {"metrics": ["visitors", "conversion_rate"], "filters": [["is", "event:goal", ["Sign-up"]]]}
    assert api.query(**wanted).status_code == 400
    assert api.post("/api/v2/sites/SITE/goals", {"name": "Sign-up", "event": "signup"}).status_code == 201
    answer = api.query(**wanted)
    assert answer.json is not None
    assert answer.json["results"][0]["metrics"] == [1, 50.0]


def test_a_query_that_hits_a_limit_is_503(reader: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> Any:
        raise QueryRefused("query_timeout", "The query took longer than 10 s; ask about less.")

    monkeypatch.setattr(endpoint, "answer", refuse)
    answer = reader.query()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json == {"error": "The query took longer than 10 s; ask about less."}


@pytest.mark.parametrize(("cache_enabled", "runs"), [(True, 1), (False, 2)])
def test_the_same_question_is_worked_out_once(
    make_api: Callable[..., Api], engine: Engine, monkeypatch: pytest.MonkeyPatch, cache_enabled: bool, runs: int
) -> None:
    counted: list[str] = []
    run = engine.run

    def counting(*arguments: Any) -> Any:
        counted.append("run")
        return run(*arguments)

    monkeypatch.setattr(engine, "run", counting)
    api = make_api(cache_enabled=cache_enabled)
    first, second = api.query(), api.query()
    assert first.data == second.data
    assert len(counted) == runs
    assert visitors(api.query(metrics=["pageviews"])) == 3
    assert len(counted) == runs + 1


def test_a_kept_answer_is_not_shown_for_another_site(api: Api) -> None:
    other = sites.add("Other", f"{secrets.token_hex(4)}.example")
    body = {"site_id": api.site.domain, "metrics": ["visitors"], "date_range": [DAY, DAY]}
    assert visitors(api.post(URL, json.dumps(body).encode())) == 2
    answer = api.query(site_id=other.domain)
    assert answer.json is not None
    assert answer.json["query"]["site_id"] == other.domain
