# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""Which custom properties events carry, how many of them and of how many visitors; and what the events earned."""

from typing import Annotated, Any

import msgspec

from liveinsight.query.answer import QueriedSite
from liveinsight.query.conditions import HIT, on_events
from liveinsight.query.context import Context
from liveinsight.query.engine import Engine
from liveinsight.query.reports.question import Meta, Pagination, Question, Text, ask, check_offset

NAME = "properties"
TITLE = "Properties of events"


class Request(Question, kw_only=True, forbid_unknown_fields=True):
    """Which events. Filters are about the event itself here, as in the Stats API."""

    event: Annotated[
        Text | None, msgspec.Meta(description="name of a custom event; pageviews and custom events when left out")
    ] = None
    pagination: Annotated[Pagination, msgspec.Meta(description="of the properties, the most frequent first")] = (
        msgspec.field(default_factory=Pagination)
    )


class Property(msgspec.Struct, kw_only=True):
    """A property by its name; its values are asked for as `event:props:NAME`. Empty values count as none."""

    name: str
    events: Annotated[int, msgspec.Meta(description="events that carry it")]
    visitors: Annotated[int, msgspec.Meta(description="visitors of these events")]
    values: Annotated[int, msgspec.Meta(description="how many different values it has")]


class Revenue(msgspec.Struct, kw_only=True):
    """What events earned in one currency, whether there is a goal for it or not."""

    currency: Annotated[str, msgspec.Meta(description="ISO 4217")]
    amount: Annotated[str, msgspec.Meta(description="decimal number")]
    events: Annotated[int, msgspec.Meta(description="events with an amount in this currency")]


class Answer(msgspec.Struct, kw_only=True):
    events: int
    visitors: int
    revenue: Annotated[list[Revenue], msgspec.Meta(description="the currency of most events first")]
    total: Annotated[int, msgspec.Meta(description="properties on all pages")]
    properties: list[Property]
    meta: Meta


def answer(request: Request, site: QueriedSite, engine: Engine, now_ms: int) -> Answer:
    """The properties that events carry, by name: how many events, visitors and values; and revenue by currency."""
    asked = ask(request, site, engine, now_ms)
    context = asked.anew()
    rows = asked.run(_ctes(request, context), _SELECT, context)
    of_kind: dict[str, list[tuple[Any, ...]]] = {"whole": [], "revenue": [], "property": []}
    for kind, *columns in rows.rows:
        of_kind[str(kind)].append(tuple(columns))
    [(_, events, visitors, total, _)] = of_kind["whole"]
    check_offset(request.pagination, total)
    return Answer(
        events=events,
        visitors=visitors,
        revenue=[Revenue(currency=name, amount=amount, events=n) for name, n, _, _, amount in of_kind["revenue"]],
        total=total,
        properties=[
            Property(name=name, events=n, visitors=of, values=values) for name, n, of, values, _ in of_kind["property"]
        ],
        meta=asked.meta(rows),
    )


_ENTRIES = "map_entries(CAST(CAST(props AS JSON) AS MAP(VARCHAR, VARCHAR)))"
_SELECT = """
SELECT 'whole' AS kind, NULL AS name, count(*) AS events, count(DISTINCT visitor_id) AS visitors,
       (SELECT count(*) FROM properties) AS size, NULL AS amount FROM chosen
UNION ALL SELECT 'revenue', revenue_currency, count(*), 0, 0, CAST(sum(revenue_amount) AS VARCHAR)
FROM chosen WHERE revenue_amount IS NOT NULL GROUP BY revenue_currency
UNION ALL SELECT 'property', name, events, visitors, size, NULL FROM page
ORDER BY kind, events DESC, name
"""


def _ctes(request: Request, context: Context) -> list[str]:
    """The events, read once; what they carry, one row a property of an event; and the properties on the page."""
    carried = f"SELECT visitor_id, unnest({_ENTRIES}) AS entry FROM chosen WHERE props <> ''"
    counted = (
        "SELECT entry.key AS name, count(*) AS events, count(DISTINCT visitor_id) AS visitors, "
        "count(DISTINCT entry.value) AS size FROM carried WHERE entry.value <> '' GROUP BY entry.key"
    )
    paged = f"LIMIT {context.bind(request.pagination.limit)} OFFSET {context.bind(request.pagination.offset)}"
    return [
        f"chosen AS MATERIALIZED ({_events(request, context)})",
        f"carried AS ({carried})",
        f"properties AS MATERIALIZED ({counted})",
        f"page AS (SELECT * FROM properties ORDER BY events DESC, name {paged})",
    ]


def _events(request: Request, context: Context) -> str:
    kind = HIT if request.event is None else f"type = 'event' AND name = {context.bind(request.event)}"
    within = [f'"at" >= {context.time(context.span.from_ms)}', f'"at" < {context.time(context.span.to_ms)}', kind]
    conditions = " AND ".join([*within, *on_events(context.filters, context)])
    columns = "visitor_id, props, revenue_amount, revenue_currency"
    return f"SELECT {columns} FROM {context.reads('events')} WHERE {conditions}"
