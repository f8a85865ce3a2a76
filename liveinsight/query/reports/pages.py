# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""Where visits begin and end, page by page; and for one page, which pages come before and after it."""

from typing import Annotated, Any, Literal

import msgspec

from liveinsight.query.answer import QueriedSite
from liveinsight.query.context import LONGEST_VISIT_MS, Context
from liveinsight.query.engine import Engine, Rows
from liveinsight.query.metrics.fractions import percent as percent_sql
from liveinsight.query.reports.percentages import percent
from liveinsight.query.reports.question import (
    Asked,
    Meta,
    Pagination,
    Question,
    Text,
    ask,
    check_offset,
    happened,
    started,
)
from liveinsight.query.reports.sequence import COLUMNS, IN_ORDER

NAME = "pages"
TITLE = "Entry and exit pages"
ENTRY, EXIT = "(entry)", "(exit)"


class Request(Question, kw_only=True, forbid_unknown_fields=True):
    """All pages, or the surroundings of one."""

    page: Annotated[
        Text | None, msgspec.Meta(description="path of a page, to be told the pages before and after it as well")
    ] = None
    order_by: Annotated[
        Literal["entries", "exits", "pageviews", "exit_rate", "bounce_rate"], msgspec.Meta(description="largest first")
    ] = "entries"
    pagination: Pagination = msgspec.field(default_factory=Pagination)


class Page(msgspec.Struct, kw_only=True):
    page: str
    entries: Annotated[int, msgspec.Meta(description="visits that began here")]
    exits: Annotated[int, msgspec.Meta(description="visits that ended here")]
    pageviews: int
    exit_rate: Annotated[
        float,
        msgspec.Meta(description="exits in percent of pageviews, never more than 100"),
    ]
    bounce_rate: Annotated[float, msgspec.Meta(description="percent of entries that were bounces")]


class Neighbour(msgspec.Struct, kw_only=True):
    page: Annotated[str, msgspec.Meta(description="`(entry)`: the visit began; `(exit)`: no page followed")]
    pageviews: Annotated[int, msgspec.Meta(description="pageviews of the page asked about with this neighbour")]
    percent: Annotated[float, msgspec.Meta(description="of all pageviews of the page asked about")]


class Answer(msgspec.Struct, kw_only=True):
    total: Annotated[int, msgspec.Meta(description="pages on all pages of the list")]
    pages: list[Page]
    previous: Annotated[list[Neighbour], msgspec.Meta(description="of `page`, most frequent first")]
    next: Annotated[list[Neighbour], msgspec.Meta(description="of `page`, most frequent first")]
    meta: Meta


def answer(request: Request, site: QueriedSite, engine: Engine, now_ms: int) -> Answer:
    """Entries, exits, exit rate and bounce rate of pages; for one page also the pages before and after it.

    Entries, exits and bounces are those of visits that began in the time asked about; pageviews are counted at their
    own time.
    """
    asked = ask(request, site, engine, now_ms)
    rows = _pages(request, asked)
    total = rows.rows[0][0]
    assert isinstance(total, int)
    check_offset(request.pagination, total)
    pages = [_page(row[1:]) for row in rows.rows if row[1] is not None]
    if request.page is None:
        return Answer(total=total, pages=pages, previous=[], next=[], meta=asked.meta(rows))
    around = _neighbours(request.page, request.pagination.limit, asked)
    before = _shown(row[1:] for row in around.rows if row[0] == "previous")
    after = _shown(row[1:] for row in around.rows if row[0] == "next")
    return Answer(total=total, pages=pages, previous=before, next=after, meta=asked.meta(rows, around))


def _pages(request: Request, asked: Asked) -> Rows:
    """The number of pages in the whole list, then the columns of a page."""
    context = asked.anew()
    visits = f"{context.reads('sessions')} WHERE {' AND '.join(started(context))}"
    views = f"{context.reads('events')} WHERE {' AND '.join(happened(context))} AND type = 'pageview'"
    bounces = "count(*) FILTER (WHERE bounce) AS bounces"
    ctes = [
        f"entered AS (SELECT entry_page AS page, count(*) AS entries, {bounces} FROM {visits} GROUP BY 1)",
        f"left_from AS (SELECT exit_page AS page, count(*) AS exits FROM {visits} GROUP BY 1)",
        f"viewed AS (SELECT path AS page, count(*) AS pageviews FROM {views} GROUP BY 1)",
        "joined AS (SELECT * FROM entered FULL JOIN left_from USING (page) FULL JOIN viewed USING (page))",
        f"counted AS (SELECT page, {_COUNTS} FROM joined{_only(request, context)})",
        f"pages AS (SELECT *, {_RATES} FROM counted)",
    ]
    page = (
        f"SELECT * FROM pages ORDER BY {request.order_by} DESC, page "
        f"LIMIT {context.bind(request.pagination.limit)} OFFSET {context.bind(request.pagination.offset)}"
    )
    shown = ", ".join(Page.__struct_fields__)
    select = (
        f"SELECT total, {shown} FROM (SELECT count(*) AS total FROM pages) AS all_pages "
        f"LEFT JOIN ({page}) AS page ON true ORDER BY {request.order_by} DESC, page"
    )
    return asked.run(ctes, select, context)


_COUNTS = ", ".join(f"coalesce({name}, 0) AS {name}" for name in ("entries", "bounces", "exits", "pageviews"))
_EXIT_RATE = percent_sql("exits", "pageviews", 1, empty="CASE WHEN exits > 0 THEN 100.0 ELSE 0.0 END")
_RATES = f"least({_EXIT_RATE}, 100.0) AS exit_rate, {percent_sql('bounces', 'entries', 1, empty='0.0')} AS bounce_rate"


def _only(request: Request, context: Context) -> str:
    return f" WHERE page = {context.bind(request.page)}" if request.page is not None else ""


def _neighbours(page: str, limit: int, asked: Asked) -> Rows:
    """Which neighbour it is (previous, next), the neighbour, how often, and out of how many."""
    context = asked.anew()
    path = context.bind(page)
    events = context.reads("events")
    conditions = " AND ".join([*happened(context), "type = 'pageview'", f"path = {path}"])
    around = " AND ".join(
        [
            f'"at" >= {context.time(context.span.from_ms - LONGEST_VISIT_MS)}',
            f'"at" < {context.time(context.span.to_ms + LONGEST_VISIT_MS)}',
            "type = 'pageview'",
            "session_id IN (SELECT session_id FROM visits)",
        ]
    )
    in_span = f'"at" >= {context.time(context.span.from_ms)} AND "at" < {context.time(context.span.to_ms)}'
    ctes = [
        f"visits AS (SELECT DISTINCT session_id FROM {events} WHERE {conditions})",
        f"views AS (SELECT session_id, {COLUMNS} FROM {events} WHERE {around})",
        f"placed AS (SELECT *, lag(path, 1, '{ENTRY}') OVER seen AS previous, "
        f"lead(path, 1, '{EXIT}') OVER seen AS next FROM views "
        f"WINDOW seen AS (PARTITION BY session_id ORDER BY {IN_ORDER}))",
        f"asked AS (SELECT previous, next FROM placed WHERE path = {path} AND {in_span})",
    ]
    sides = [
        f"(SELECT '{side}' AS side, {side} AS neighbour, count(*) AS views, sum(count(*)) OVER () AS whole "
        f"FROM asked GROUP BY {side} ORDER BY views DESC, neighbour LIMIT {context.bind(limit)})"
        for side in ("previous", "next")
    ]
    select = f"SELECT * FROM ({' UNION ALL '.join(sides)}) AS sides ORDER BY side, views DESC, neighbour"
    return asked.run(ctes, select, context)


def _shown(rows: Any) -> list[Neighbour]:
    return [Neighbour(page=page, pageviews=views, percent=percent(views, int(whole))) for page, views, whole in rows]


def _page(row: tuple[Any, ...]) -> Page:
    return Page(**dict(zip(Page.__struct_fields__, row, strict=True)))
