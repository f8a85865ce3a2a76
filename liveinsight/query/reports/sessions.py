# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""Visits, one by one, with everything that is known about each: newest first, or the longest, or the busiest."""

from typing import Annotated, Any, Literal

import msgspec

from liveinsight.archive.log import unsigned
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.query.reports.question import Meta, Pagination, Question, ask, check_offset, started

NAME = "sessions"
TITLE = "Visits"


class Request(Question, kw_only=True, forbid_unknown_fields=True):
    """Which visits, in which order."""

    order_by: Annotated[
        Literal["started_at", "duration", "pageviews", "engaged"], msgspec.Meta(description="what to sort by")
    ] = "started_at"
    direction: Annotated[Literal["asc", "desc"], msgspec.Meta(description="smallest or largest first")] = "desc"
    pagination: Pagination = msgspec.field(default_factory=Pagination)


class Session(msgspec.Struct, kw_only=True):
    """A visit. Texts are empty where nothing is known."""

    id: Annotated[str, msgspec.Meta(description="16 hex digits, the same as in the live view")]
    started_at: Annotated[int, msgspec.Meta(description="UTC ms")]
    duration_s: Annotated[int, msgspec.Meta(description="from the first to the last event, in whole seconds")]
    engaged_s: Annotated[int, msgspec.Meta(description="how long pages were visible and focused, in whole seconds")]
    pageviews: int
    events: Annotated[int, msgspec.Meta(description="custom events")]
    bounce: Annotated[bool, msgspec.Meta(description="one pageview and no interactive custom event")]
    entry_page: str
    exit_page: str
    source: str
    channel: str
    country: str
    region: str
    city: str
    device: str
    browser: str
    os: str
    language: str
    screen: str


class Answer(msgspec.Struct, kw_only=True):
    total: Annotated[int, msgspec.Meta(description="visits on all pages")]
    sessions: list[Session]
    meta: Meta


_PLAIN = Session.__struct_fields__[4:]
"""Columns that are shown as they are."""
_KEYS = {"started_at": "started_at", "duration": "duration_ms", "pageviews": "pageviews", "engaged": "engaged_ms"}


def answer(request: Request, site: QueriedSite, engine: Engine, now_ms: int) -> Answer:
    """Visits that began in the time asked about, one row each, filtered like any other question and page by page."""
    asked = ask(request, site, engine, now_ms)
    context = asked.anew()
    visits = f"SELECT * FROM {context.reads('sessions')} WHERE {' AND '.join(started(context))}"
    total = asked.run([], f"SELECT count(*) FROM ({visits}) AS visit", context)
    found = total.rows[0][0]
    assert isinstance(found, int)
    check_offset(request.pagination, found)
    context = asked.anew()
    visits = f"SELECT * FROM {context.reads('sessions')} WHERE {' AND '.join(started(context))}"
    page = f"LIMIT {context.bind(request.pagination.limit)} OFFSET {context.bind(request.pagination.offset)}"
    rows = asked.run([], f"SELECT {SELECTED} FROM ({visits}) AS visit ORDER BY {_order(request)} {page}", context)
    return Answer(total=found, sessions=[session(row) for row in rows.rows], meta=asked.meta(total, rows))


SELECTED = ", ".join(["session_id", "epoch_ms(started_at)", "duration_ms // 1000", "engaged_ms // 1000", *_PLAIN])


def session(row: tuple[Any, ...]) -> Session:
    """A row of `SELECTED`."""
    return Session(id=unsigned(row[0]), **dict(zip(Session.__struct_fields__[1:], row[1:], strict=True)))


def _order(request: Request) -> str:
    """Down to the visit's id, so that pages never overlap."""
    key = f"{_KEYS[request.order_by]} {request.direction.upper()}"
    return f"{key}, started_at DESC, session_id" if request.order_by != "started_at" else f"{key}, session_id"
