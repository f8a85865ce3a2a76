# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""Makes the totals of `liveinsight.query.totals`, with the same parts that answer questions from single rows."""

from collections.abc import Iterator
from datetime import date

import duckdb

from liveinsight.query import parts
from liveinsight.query.buckets import EPOCH
from liveinsight.query.context import Context
from liveinsight.query.dates import Span, day_start
from liveinsight.query.dimensions import is_event
from liveinsight.query.parts import Dimensions
from liveinsight.query.totals import OF_DAYS, SUMMED

_VISITS = {
    "visits": "count(*)",
    "bounces": "count(*) FILTER (WHERE bounce)",
    "duration_ms": "sum(duration_ms)",
    "engaged_ms": "sum(engaged_ms)",
    "views": "sum(pageviews)",
}
_HITS = {"pageviews": "count(*) FILTER (WHERE type = 'pageview')", "events": "count(*)"}
_NOTHING = dict.fromkeys((*_VISITS, *_HITS), "0")


def create(database: duckdb.DuckDBPyConnection, schema: str) -> None:
    """The three tables, empty."""
    for table, columns in OF_DAYS.items():
        listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        database.execute(f"CREATE TABLE {schema}.{table} ({listed})")


def add(database: duckdb.DuckDBPyConnection, schema: str, first: date, new: date, until: date, timezone: str) -> None:
    """Sum up the local days from `new` to (exclusive) `until`. The site's first day is `first`.

    The connection must know the relations `events` and `sessions`, and the tables must hold the days before `new`.
    """
    span = Span(day_start(first, timezone), day_start(until, timezone), timezone)
    if span.from_ms >= span.to_ms:
        return
    for dim, dimension in enumerate(SUMMED):
        for table, select in _selects(Context(span, (), ()), dimension, new):
            context, sql = select
            columns = ", ".join(name for name in OF_DAYS[table] if name != "dim")
            database.execute(
                f"INSERT INTO {schema}.{table} SELECT {dim}, {columns} FROM ({sql}) AS found ORDER BY ALL",
                context.values,
            )


def _selects(whole: Context, dimension: str, new: date) -> Iterator[tuple[str, tuple[Context, str]]]:
    """The table → what is to be added to it, with the context that its values are bound in."""
    keys: Dimensions = [("day", "time:day"), *([("value", dimension)] if dimension else [])]

    def context() -> Context:
        return Context(whole.span, (), ()).within(day_start(new, whole.span.timezone), whole.span.to_ms)

    yield "visitor_days", _again(context(), keys, "visitor_id", "visitors", new)
    if is_event(dimension):
        yield "visit_days", _again(context(), keys, "session_id", "visits", new)
    else:
        yield "day_sums", _sums(context(), keys, _VISITS, of_visits=True)
    yield "day_sums", _sums(context(), keys, _HITS, of_visits=False)


def _sums(context: Context, keys: Dimensions, sums: dict[str, str], *, of_visits: bool) -> tuple[Context, str]:
    made = (parts.visits if of_visits else parts.hits)(context, keys, (), sums)
    columns = [*_columns(keys), *(name if name in sums else f"{empty} AS {name}" for name, empty in _NOTHING.items())]
    return context, f"SELECT {', '.join(columns)} FROM ({made}) AS made"


def _again(context: Context, keys: Dimensions, who: str, name: str, new: date) -> tuple[Context, str]:
    """The new days' different visitors (or visits) by the day before on which they were here."""
    found = parts.distinct(context, keys, who)
    if context.from_ms > context.span.from_ms:
        those = f"{who} IN (SELECT {who} FROM ({parts.distinct(context, [], who)}) AS those)"
        before = parts.distinct(context.within(context.span.from_ms, context.from_ms), keys, who, those)
        found = f"({found}) UNION ({before})"
    last = f"lag(day) OVER (PARTITION BY {', '.join([*(key for key, _ in keys[1:]), who])} ORDER BY day)"
    linked = f"SELECT {', '.join(_columns(keys))}, {last} AS prev FROM ({found}) AS found"
    return context, (
        f"SELECT day, prev, value, count(*) AS {name} FROM ({linked}) AS linked "
        f"WHERE day >= {(new - EPOCH).days} GROUP BY ALL"
    )


def _columns(keys: Dimensions) -> list[str]:
    return ["day", "value"] if len(keys) > 1 else ["day", "'' AS value"]
