"""The dashboard over a small world in memory: the functions of `liveinsight` that reach the tables are replaced."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import create_app
from dashboard.live.hub import LiveHub
from dashboard.views import auth, reports
from liveinsight import active, sites, tokens, users
from liveinsight.domain.event import Attribution, Client, Event
from liveinsight.domain.session import Session, merge, of
from liveinsight.errors import InvalidRequest, NotAuthenticated, NotFound
from liveinsight.live import Snapshot, Update
from liveinsight.settings import Settings
from liveinsight.sites import Site
from liveinsight.tokens import Token
from liveinsight.users import User

PASSWORD = "correct horse battery"
EMAIL = "ada@example.com"
NOW = 1_795_370_990_000


def make_event(number: int, **values: Any) -> Event:
    texts = {"hostname": "shop.example", "path": "/", "visitor": f"{number:016x}"}
    client = Client(device="mobile", browser="Safari", os="iOS", country="KR")
    visit = Attribution(source="Google")
    known = {"site": "shop", "id": f"e{number}", "type": "pageview", "at": NOW + number, "client": client}
    return Event(**{**texts, **known, "visit": visit, "own": visit, **values})


def make_session(number: int, *paths: str, **values: Any) -> Session:
    parts = [
        of(make_event(number * 100 + at, path=path, visitor=f"{number:016x}", **values))
        for at, path in enumerate(paths or ("/",))
    ]
    session = parts[0]
    for part in parts[1:]:
        session = merge(session, part)
    return session


@dataclass
class FakeLive:
    """A live view that shows what the test puts into it, and counts how often it is asked."""

    refreshes: int = 0
    failing: bool = False
    sessions: list[Session] = field(default_factory=list)
    feed: list[Event] = field(default_factory=list)
    new: list[Event] = field(default_factory=list)
    opened: int = 0

    def refresh(self, now_ms: int) -> Update:
        self.refreshes += 1
        if self.failing:
            raise ConnectionError("the store is away")
        new, self.new = self.new, []
        self.feed = [*reversed(new), *self.feed]
        seen = Snapshot("shop", now_ms, len(self.sessions), self.sessions, [], self.feed)
        return Update(seen, new)

    def happen(self, *events: Event) -> None:
        self.new = [*self.new, *events]

    def open(self, _site: Site) -> "FakeLive":
        self.opened += 1
        return self


@dataclass
class World:
    """What the tables would hold."""

    sites: dict[str, Site] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    reads: int = 0
    noted: list[tuple[str, int]] = field(default_factory=list)
    ended: set[str] = field(default_factory=set)

    def site(self, key: str) -> Site:
        if key not in self.sites:
            raise NotFound("unknown_site", "there is no such site")
        return self.sites[key]

    def add_site(self, name: str, domain: str, timezone: str) -> Site:
        if "." not in domain:
            raise InvalidRequest("invalid_domain", "no domain")
        self.sites["new"] = Site("new", name, domain, timezone)
        return self.sites["new"]

    def user(self, email: str) -> User:
        if email not in self.users:
            raise NotFound("unknown_user", "unknown")
        return self.users[email]

    def log_in(self, email: str, password: str) -> User | None:
        return self.users.get(email) if password == PASSWORD else None

    def token(self, token: str) -> Token:
        if token not in self.tokens:
            raise NotAuthenticated("invalid_token", "not known")
        return self.tokens[token]

    def read(self, _site: Site, _now_ms: int) -> list[Session]:
        self.reads += 1
        return self.sessions


@pytest.fixture(autouse=True)
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(
        sites={"shop": Site("shop", "Shop", "shop.example"), "blog": Site("blog", "Blog", "blog.example")},
        users={EMAIL: User(EMAIL, None, 1)},
        tokens={
            "li_all": Token("all"),
            "li_shop": Token("one", ("shop",)),
            "li_admin": Token("admin", scope="admin"),
            "li_shop_admin": Token("admin of one", ("shop",), "admin"),
        },
    )
    monkeypatch.setattr(sites, "get", made.site)
    monkeypatch.setattr(sites, "every", lambda: list(made.sites.values()))
    monkeypatch.setattr(sites, "add", made.add_site)
    monkeypatch.setattr(sites, "saw_first_event", lambda key, at: made.noted.append((key, at)))
    monkeypatch.setattr(users, "get", made.user)
    monkeypatch.setattr(users, "log_in", made.log_in)
    monkeypatch.setattr(users, "end_log_in", made.ended.add)
    monkeypatch.setattr(users, "is_ended", made.ended.__contains__)
    monkeypatch.setattr(tokens, "check", made.token)
    monkeypatch.setattr(active, "read", made.read)
    return made


@pytest.fixture
def fake_live() -> FakeLive:
    return FakeLive()


@pytest.fixture
def settings() -> Settings:
    return Settings(
        secret_key="0123456789abcdef", endpoint_url="http://127.0.0.1:9", collector_url="https://in.example"
    )


@pytest.fixture
def make_app(fake_live: FakeLive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Flask]:
    """Makes an application with built files of its own and an untouched throttle."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setattr(auth, "throttle", type(auth.throttle)())
    scripts = ("app", "live", "sites", "settings", "overview", *reports.NAMES)
    names = (*(f"{name}.js" for name in scripts), "style.css", "world.json", "icon.svg")
    (tmp_path / "manifest.json").write_text(
        json.dumps({name: f"built-{name}" for name in names} | {"flags": "flags", "parts": {}})
    )
    (tmp_path / "built-app.js").write_text("export {}")
    (tmp_path / "li.js").write_text('fetch("__LI_API__/events")')
    (tmp_path / "li-vitals.js").write_text("measure()")

    def make(settings: Settings, **config: Any) -> Flask:
        files = {"ASSETS_FOLDER": tmp_path, "TRACKER_FILE": tmp_path / "li.js"}
        app = create_app(settings, {"TESTING": False, **files, **config})
        app.extensions["live_hub"] = LiveHub(0.02, open_site=fake_live.open, most_streams=3, idle_s=0.1)
        return app

    return make


@pytest.fixture
def app(make_app: Callable[..., Flask], settings: Settings) -> Flask:
    return make_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def csrf_of(page: str) -> str:
    """The token in a page's first form."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def log_in(client: FlaskClient, password: str = PASSWORD, target: str = "", email: str = EMAIL) -> Any:
    token = csrf_of(client.get("/login").text)
    form = {"email": email, "password": password, "next": target, "csrf_token": token}
    return client.post("/login", data=form)


@pytest.fixture
def logged_in(client: FlaskClient) -> FlaskClient:
    assert log_in(client).status_code == 303
    return client
