"""The API over real tables and a small history. Every answer is held to the document that the API gives of itself."""

import json
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships none
from werkzeug.test import TestResponse

from dashboard import create_app, history
from liveinsight import goals, sites, tables, tokens, users
from liveinsight.query.engine import Engine
from liveinsight.settings import Settings
from liveinsight.sites import Site
from tests.integration.dashboard.conftest import EMAIL, PASSWORD
from tests.integration.query.world import MINUTE, Event, Tables, event_rows, fill, session_rows, visits_of
from tests.own_tables import own_tables
from tests.unit.dashboard.conftest import log_in

DAY = "2026-06-10"


def at(text: str) -> int:
    return int(datetime.fromisoformat(f"{DAY}T{text}").replace(tzinfo=UTC).timestamp() * 1000)


@pytest.fixture(scope="package")
def settings(aws: str) -> Iterator[Settings]:
    """Tables of their own: these tests make many sites, which a list of all sites would have to look at elsewhere."""
    with own_tables(aws) as made:
        users.add(EMAIL, PASSWORD)
        yield made


@pytest.fixture(scope="package")
def engine() -> Engine:
    """Two visitors on one day: one looks at two pages and signs up, the other looks at one."""
    made = Engine(Tables())
    start = at("10:00")
    korea, google = {"country": "KR"}, {"country": "DE", "source": "Google"}
    events = [
        Event(start, 1, "pageview", "/", attributes=korea),
        Event(start + MINUTE, 1, "pageview", "/join", attributes=korea),
        Event(start + 2 * MINUTE, 1, "event", "/join", name="signup", attributes=korea),
        Event(start, 2, "pageview", "/", attributes=google),
    ]
    visits = visits_of(events)
    fill(made.tables(), "events", event_rows(events))
    fill(made.tables(), "sessions", session_rows(visits))
    return made


@dataclass
class Api:
    """The API as one caller sees it."""

    app: Flask
    site: Site
    token: str = ""
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def as_one(self, token: str) -> "Api":
        return replace(self, token=token)

    def send(self, method: str, path: str, body: Any = None, **options: Any) -> TestResponse:
        """`body` is sent as JSON, bytes as they are."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= options.pop("headers", {})
        if isinstance(body, bytes):
            options = {"data": body, "content_type": "application/json"} | options
        elif body is not None:
            options["json"] = body
        answer = self.client.open(path.replace("SITE", self.site.key), method=method, headers=headers, **options)
        documented(document_of(self.app), method, answer)
        return answer

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.send("GET", path, **options)

    def post(self, path: str, body: Any, **options: Any) -> TestResponse:
        return self.send("POST", path, body, **options)

    def query(self, **values: Any) -> TestResponse:
        asked = {"site_id": self.site.key, "metrics": ["visitors"], "date_range": [DAY, DAY]}
        return self.post("/api/v2/query", asked | values)


def document_of(app: Flask) -> Any:
    """The document, read once an application."""
    if "document" not in app.extensions:
        app.extensions["document"] = app.test_client().get("/api/openapi.json").json
    return app.extensions["document"]


def documented(document: Any, method: str, answer: TestResponse) -> None:
    """The status is one that the operation names, and the body is of the documented type."""
    path = answer.request.path.rstrip("/")
    patterns = {re.sub(r"{\w+}", "[^/]+", known.rstrip("/")): known for known in document["paths"]}
    known = next((whole for pattern, whole in patterns.items() if re.fullmatch(pattern, path)), None)
    operation = document["paths"].get(known, {}).get(method.lower())
    if operation is None:
        assert answer.status_code in (404, 405)
        return
    assert str(answer.status_code) in operation["responses"], (answer.status_code, answer.text)
    content = operation["responses"][str(answer.status_code)].get("content", {})
    if "application/json" in content:
        schema = content["application/json"]["schema"] | {"components": document["components"]}
        Draft202012Validator(schema).validate(json.loads(answer.data))


def code(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a refusal."""
    assert answer.json is not None
    return answer.status_code, answer.json["error"]["code"]


@pytest.fixture(scope="package")
def app(settings: Settings) -> Iterator[Flask]:
    with app_of(settings) as made:
        yield made


@contextmanager
def app_of(settings: Settings) -> Iterator[Flask]:
    """The application; what it watches ends with it."""
    made = create_app(replace(settings, secret_key="0123456789abcdef"))
    yield made
    made.extensions["live_hub"].close()


@pytest.fixture
def make_api(settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Api]]:
    """Makes an API with a site of this test's own and a token that may do everything.

    The application is the given one, or one whose settings are changed by `values`.
    """
    monkeypatch.setattr(history, "engine", lambda: engine)
    tables.bind(settings)
    goals.forget()
    with ExitStack() as open_apps:

        def make(app: Flask | None = None, **values: Any) -> Api:
            site = sites.add(f"Shop {secrets.token_hex(2)}", f"{secrets.token_hex(6)}.example")
            used = app or open_apps.enter_context(app_of(replace(settings, **values)))
            return Api(used, site, tokens.create(scope="admin"))

        yield make


@pytest.fixture
def api(make_api: Callable[..., Api], app: Flask) -> Api:
    """The API of an application that nobody has asked too often yet."""
    app.extensions["rate"].limiter.storage.reset()
    return make_api(app)


@pytest.fixture
def reader(api: Api) -> Api:
    """The same site through a token that may only read it."""
    return api.as_one(tokens.create(api.site.key))


@pytest.fixture
def logged_in(api: Api) -> Api:
    """The same site through a log-in."""
    found = api.as_one("")
    assert log_in(found.client, PASSWORD, email=EMAIL).status_code == 303
    return found
