"""`/api/sessions/active/` and its cache; `/api/sites/`."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.api import live
from liveinsight.settings import Settings
from tests.unit.dashboard.conftest import NOW, World, make_session

URL = "/api/sessions/active/?site=shop"
BEARER = {"Authorization": "Bearer li_all"}


def test_the_shape_is_the_contract(client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: (NOW + 60_000) / 1000)
    world.sessions = [make_session(2, "/in", "/now"), replace(make_session(1), first=(NOW - 900_000, "a"))]
    world.sessions[1] = replace(world.sessions[1], last=(NOW - 600_000, "b"))
    answer = client.get(URL, headers=BEARER).json
    assert answer is not None
    first = answer["sessions"][0]
    assert {name: value for name, value in answer.items() if name != "sessions"} == {
        "site": "shop",
        "count": 2,
        "current_visitors": 1,
    }
    assert first == {
        "id": world.sessions[0].id,
        "started_at": NOW + 200,
        "last_seen": NOW + 201,
        "pageviews": 2,
        "entry_page": "/in",
        "page": "/now",
        "source": "Google",
        "country": "KR",
        "device": "mobile",
        "browser": "Safari",
        "os": "iOS",
    }


def ask_twice(app: Flask) -> None:
    client = app.test_client()
    for _ in range(2):
        assert client.get(URL, headers=BEARER).status_code == 200


def test_answers_are_cached_for_a_moment(app: Flask, world: World) -> None:
    ask_twice(app)
    assert world.reads == 1
    app.test_client().get("/api/sessions/active/?site=blog", headers=BEARER)
    assert world.reads == 2


def test_the_cache_forgets_after_its_time(app: Flask, world: World) -> None:
    ask_twice(app)
    time.sleep(live.CACHED_S + 0.1)
    ask_twice(app)
    assert world.reads == 2


def test_switched_off_it_is_really_off(make_app: Callable[..., Flask], settings: Settings, world: World) -> None:
    ask_twice(make_app(replace(settings, cache_enabled=False)))
    assert world.reads == 2


def test_a_site_is_known_to_work_from_its_first_session_on(client: FlaskClient, world: World) -> None:
    world.sessions = [make_session(1)]
    rows = client.get("/api/sites/", headers=BEARER).json
    assert rows is not None
    assert rows["sites"][0]["first_event_at"] == NOW + 100
    assert ("shop", NOW + 100) in world.noted


def test_without_sessions_it_waits(client: FlaskClient, world: World) -> None:
    rows = client.get("/api/sites/", headers=BEARER).json
    assert rows is not None
    assert rows["sites"][0]["first_event_at"] is None
    assert world.noted == []
