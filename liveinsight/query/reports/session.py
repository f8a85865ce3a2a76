# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""One visit from its first event to its last: pages with reading time and scroll depth, events with what they carry."""

import json
from typing import Annotated, Any, Literal

import msgspec

from liveinsight.archive.log import signed
from liveinsight.errors import InvalidRequest, NotFound
from liveinsight.query import dates, relations, sql
from liveinsight.query.answer import QueriedSite
from liveinsight.query.context import LONGEST_VISIT_MS, Context
from liveinsight.query.dates import Span
from liveinsight.query.engine import Engine, Rows
from liveinsight.query.reports.question import DateRange, Meta, Pagination, check_offset
from liveinsight.query.reports.sequence import IN_ORDER
from liveinsight.query.reports.sessions import SELECTED, Session
from liveinsight.query.reports.sessions import session as session_of
from liveinsight.query.zone import DAY_MS, SECOND_MS

NAME = "session"
TITLE = "One visit"
_LATEST_MS = 7_258_118_400_000  # 2200-01-01, the end of all date ranges


class Request(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Which visit. Where its start is known, only that day and its neighbours are read."""

    site_id: Annotated[str, msgspec.Meta(description="key or domain of the site")]
    id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$", description="16 hex digits, as `sessions` gives them")]
    started_at: Annotated[
        int | None, msgspec.Meta(description="when the visit began, in UTC ms, as `sessions` gives it")
    ] = None
    date_range: Annotated[
        DateRange, msgspec.Meta(description="where to look without `started_at`, as in the Stats API")
    ] = "30d"
    pagination: Pagination = msgspec.field(default_factory=lambda: Pagination(limit=1_000))


class Revenue(msgspec.Struct, kw_only=True):
    amount: Annotated[str, msgspec.Meta(description="decimal number")]
    currency: Annotated[str, msgspec.Meta(description="ISO 4217")]


class Step(msgspec.Struct, kw_only=True):
    """A pageview or a custom event. `engagement`: a page that was read in this visit, but opened before it."""

    type: Literal["pageview", "event", "engagement"]
    at: Annotated[int, msgspec.Meta(description="UTC ms")]
    name: Annotated[str, msgspec.Meta(description="of a custom event")]
    hostname: str
    page: str
    props: dict[str, str]
    revenue: Revenue | None
    engaged_s: Annotated[
        float | None, msgspec.Meta(description="how long the page was visible and focused, until it was opened again")
    ]
    scroll_pct: Annotated[int | None, msgspec.Meta(description="how far it was scrolled in that time, 0 to 100")]


class Answer(msgspec.Struct, kw_only=True):
    session: Session
    total: Annotated[int, msgspec.Meta(description="steps on all pages")]
    steps: list[Step]
    meta: Meta


def answer(request: Request, site: QueriedSite, engine: Engine, now_ms: int) -> Answer:
    """What happened in one visit, in order. Reading time and scroll depth stand with the pageview they belong to."""
    span = _span(request, site, engine, now_ms)
    visit = _visit(request, site, engine, span)
    found = session_of(visit.rows[0][:-1])
    ended = visit.rows[0][-1]
    assert isinstance(ended, int)
    first, last = (at_ms // SECOND_MS * SECOND_MS for at_ms in (found.started_at, ended))
    whole = Span(first, last + SECOND_MS, site.timezone)
    rows = _steps(request, site, engine, whole)
    total = rows.rows[0][0]
    assert isinstance(total, int)
    check_offset(request.pagination, total)
    steps = [_step(row[1:]) for row in rows.rows if row[1] is not None]
    warnings = list(dict.fromkeys([*visit.warnings, *rows.warnings]))
    return Answer(session=found, total=total, steps=steps, meta=Meta(date_range=whole.iso(), warnings=warnings))


def _span(request: Request, site: QueriedSite, engine: Engine, now_ms: int) -> Span:
    if request.started_at is None:
        wanted = dates.asked(request.date_range)
        since = engine.source.first_day(site.key) if wanted == "all" else None
        return dates.span(wanted, site.timezone, now_ms, since)
    if not DAY_MS <= request.started_at < _LATEST_MS:
        raise InvalidRequest("invalid_started_at", f"Invalid started_at {request.started_at}: UTC ms are expected.")
    second = request.started_at // SECOND_MS * SECOND_MS
    return Span(second - LONGEST_VISIT_MS, second + LONGEST_VISIT_MS, site.timezone)


def _visit(request: Request, site: QueriedSite, engine: Engine, span: Span) -> Rows:
    context = Context(span, (), ())
    number = context.bind(signed(request.id))
    within = f"started_at >= {context.time(span.from_ms)} AND started_at < {context.time(span.to_ms)}"
    select = (
        f"SELECT {SELECTED}, epoch_ms(ended_at) FROM {context.reads('sessions')} "
        f"WHERE session_id = {number} AND {within} LIMIT 1"
    )
    rows = engine.run(sql.finished([], select, context), site.key, relations.extent(span))
    if not rows.rows:
        raise NotFound(
            "unknown_session",
            f"No visit with the id {request.id} began between {' and '.join(span.iso())}; check `id`, and "
            "`started_at` or `date_range`.",
        )
    return rows


def _steps(request: Request, site: QueriedSite, engine: Engine, whole: Span) -> Rows:
    """The number of steps on all pages, then the columns of a step; one row of nulls when the page is empty."""
    context = Context(whole, (), ())
    wanted = [
        f"session_id = {context.bind(signed(request.id))}",
        f'"at" >= {context.time(whole.from_ms)}',
        f'"at" < {context.time(whole.to_ms)}',
    ]
    events = f"SELECT * FROM {context.reads('events')} WHERE {' AND '.join(wanted)}"
    opened = f"count(*) FILTER (WHERE type = 'pageview') OVER (PARTITION BY hostname, path ORDER BY {IN_ORDER})"
    ctes = [
        f"happened AS ({events})",
        f"numbered AS (SELECT *, {opened} AS opened FROM happened)",
        f"steps AS ({STEPS})",
    ]
    page = (
        f"SELECT * FROM steps ORDER BY {IN_ORDER} LIMIT {context.bind(request.pagination.limit)} "
        f"OFFSET {context.bind(request.pagination.offset)}"
    )
    shown = 'type, epoch_ms("at"), name, hostname, path, props, revenue_amount, revenue_currency, visible_ms, scroll'
    select = (
        f"SELECT total, {shown} FROM (SELECT count(*) AS total FROM steps) AS counted "
        f"LEFT JOIN ({page}) AS page ON true ORDER BY {IN_ORDER}"
    )
    return engine.run(sql.finished(ctes, select, context), site.key, relations.extent(whole))


_AMOUNT = "CAST(revenue_amount AS VARCHAR)"
STEPS = f"""
SELECT type, "at", name, hostname, path, props, {_AMOUNT} AS revenue_amount, revenue_currency,
       NULL AS visible_ms, NULL AS scroll
FROM numbered WHERE type = 'event'
UNION ALL
SELECT CASE WHEN opened > 0 THEN 'pageview' ELSE 'engagement' END, min("at"), '', hostname, path,
       coalesce(min(props) FILTER (WHERE type = 'pageview'), ''),
       min({_AMOUNT}) FILTER (WHERE type = 'pageview'),
       coalesce(min(revenue_currency) FILTER (WHERE type = 'pageview'), ''),
       sum(visible_ms) FILTER (WHERE type = 'engagement'), max(scroll_pct) FILTER (WHERE type = 'engagement')
FROM numbered WHERE type <> 'event' GROUP BY hostname, path, opened
"""


def _step(row: tuple[Any, ...]) -> Step:
    kind, at, name, hostname, path, props, amount, currency, visible_ms, scroll = row
    return Step(
        type=kind,
        at=at,
        name=name,
        hostname=hostname,
        page=path,
        props=json.loads(props) if props else {},
        revenue=Revenue(amount=amount, currency=currency) if amount is not None else None,
        engaged_s=None if visible_ms is None else visible_ms / 1000,
        scroll_pct=scroll,
    )
