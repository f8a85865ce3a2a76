"""The collector as tests drive it: the real Chalice app behind Chalice's own stand-in for API Gateway."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chalice.config import Config
from chalice.local import LocalGateway
from pynamodb.models import Model

from liveinsight import active, tables
from liveinsight import events as event_log
from liveinsight.domain.event import Event
from liveinsight.domain.session import Session
from liveinsight.sites import Site
from liveinsight.tables import EventItem

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
VISITOR = "203.0.113.7"
HEADERS = {"content-type": "text/plain;charset=UTF-8", "user-agent": FIREFOX, "origin": "https://shop.example"}


@dataclass
class Clock:
    """The server's clock, in ms; stands still until a test moves it."""

    now_ms: int

    def time(self) -> float:
        return self.now_ms / 1000


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def error(self) -> str:
        """The code of a refusal; checks its whole shape."""
        body = self.json
        assert set(body) == {"error"}
        assert set(body["error"]) == {"code", "message"}
        assert body["error"]["message"]
        return str(body["error"]["code"])


@dataclass
class Collector:
    """The app, its clock, and the only site that a test sends to."""

    app: Any
    clock: Clock
    site: Site
    headers: dict[str, str] = field(default_factory=lambda: {**HEADERS, "x-forwarded-for": VISITOR})

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        response: Any = LocalGateway(self.app, Config()).handle_request(method, path, sent, body)
        body = (response["body"] or "").encode()
        return Answer(
            response["statusCode"],
            response["headers"],
            base64.b64decode(body, validate=True) if response.get("isBase64Encoded") else body,
        )

    def post(self, body: bytes | dict[str, Any], **headers: str) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", "/events", raw, **headers)

    def plausible(self, **fields: Any) -> Answer:
        """An event as Plausible's clients send it: a pageview of the site's page unless told otherwise."""
        return self.plausible_raw({"n": "pageview", "u": "https://shop.example/p", "d": self.site.key, **fields})

    def plausible_raw(self, body: bytes | dict[str, Any], **headers: str) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", "/api/event", raw, **headers)

    def event(self, number: int = 1, **fields: Any) -> dict[str, Any]:
        """A pageview of a second ago; `number` makes its id."""
        at = self.clock.now_ms - 1000
        return {"id": f"event-{number}", "type": "pageview", "at": at, "url": "https://shop.example/p", **fields}

    def beacon(self, *events: dict[str, Any], **fields: Any) -> dict[str, Any]:
        """A beacon sent now; with one pageview unless events are given."""
        return {"site": self.site.key, "sent_at": self.clock.now_ms, "events": list(events or [self.event()]), **fields}

    def events(self) -> list[Event]:
        """All stored events of the site, whatever their time, oldest first."""
        mine = (item for item in _of_people(EventItem) if item["site_hour"]["S"].startswith(f"{self.site.key}#"))
        return sorted((event_log.from_item(item) for item in mine), key=lambda event: event.key)

    def sessions(self) -> list[Session]:
        return active.read(self.site, self.clock.now_ms)

    def counted(self) -> tuple[int, int, int]:
        """Events, active sessions, and pageviews of these sessions."""
        sessions = self.sessions()
        return len(self.events()), len(sessions), sum(session.pageviews for session in sessions)


def items() -> list[dict[str, Any]]:
    """Every item of every table, as it is stored; without the requests of bots, which are noted apart."""
    return [item for models in tables.MODELS.values() for item in _of_people(models[0])]


def _of_people(model: type[Model]) -> Iterator[dict[str, Any]]:
    return (item for item in _scan(model) if "#bots#" not in item.get("site_hour", {}).get("S", ""))


def _scan(model: type[Model]) -> Iterator[dict[str, Any]]:
    pages = tables.client().get_paginator("scan").paginate(TableName=model.Meta.table_name)
    for page in pages:
        yield from page["Items"]
