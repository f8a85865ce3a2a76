# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""Questions without filters, answered from days that are summed up already, plus the rows of the days since.

How many different visitors a time had cannot be added up from days: who came on two of them would count twice. So a
day's visitors are kept by the day on which they were here before (`prev`): of a range, those count whose `prev` lies
before it. That is exact for every range of whole days, and no visitor is looked at again. Each value of each
dimension has its own such numbers, and so have the visits that have events on several days.

The parts below give what those of `parts` give, and are asked in the same way.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from liveinsight.query import parts
from liveinsight.query.buckets import EPOCH, bucket, bucket_of_day
from liveinsight.query.context import Context
from liveinsight.query.dates import Span, day_start
from liveinsight.query.dimensions import EVENT, HOSTNAMES, VISIT, is_time
from liveinsight.query.filters import Filter
from liveinsight.query.parts import Dimensions
from liveinsight.query.relations import DayTotals
from liveinsight.query.rules import VISIT_METRICS

OF_DAYS = {
    "visitor_days": {"dim": "UTINYINT", "day": "INTEGER", "prev": "INTEGER", "value": "VARCHAR", "visitors": "BIGINT"},
    "visit_days": {"dim": "UTINYINT", "day": "INTEGER", "prev": "INTEGER", "value": "VARCHAR", "visits": "BIGINT"},
    "day_sums": {
        "dim": "UTINYINT",
        "day": "INTEGER",
        "value": "VARCHAR",
        **dict.fromkeys(("visits", "bounces", "duration_ms", "engaged_ms", "views", "pageviews", "events"), "BIGINT"),
    },
}
"""The relations and their columns. Days are local, counted since 1970; `dim` is a dimension's place in `SUMMED`."""

SUMMED = (
    "",
    *(name for name in VISIT if name not in HOSTNAMES and not name.endswith("_name")),
    *(name for name in EVENT if name != "event:goal"),
)
"""The dimensions that have totals. The first one is all of the site."""

METRICS = {"visitors", "visits", "pageviews", "events", "percentage", *VISIT_METRICS}
_TIMES = ("time:day", "time:week", "time:month")
_OF_VISITS = {
    "visits": "visits",
    "stays": "visits",
    "entries": "visits",
    "bounces": "bounces",
    "duration_ms": "duration_ms",
    "engaged_ms": "engaged_ms",
    "views": "views",
}
_OF_HITS = {"pageviews": "pageviews", "events": "events", "seen": "events"}


def answer(metrics: Sequence[str], dimensions: Sequence[str], filters: Sequence[Filter], span: Span) -> bool:
    """Whether totals can answer this."""
    grouped = [name for name in dimensions if not is_time(name)]
    times = [name for name in dimensions if is_time(name)]
    return (
        not filters
        and set(metrics) <= METRICS
        and len(grouped) <= 1
        and all(_summed(name) in SUMMED for name in grouped)
        and all(name in _TIMES for name in times)
        and span.from_ms == day_start(span.first, span.timezone)
    )


def of(found: DayTotals | None, span: Span) -> DayTotals | None:
    """The totals, if a part of the span lies in them and the rest of it is whole days or after them."""
    if found is None or found.timezone != span.timezone or found.until_ms <= span.from_ms:
        return None
    whole = span.to_ms >= found.until_ms or span.to_ms == day_start(span.last + timedelta(days=1), span.timezone)
    return found if whole else None


def hits(context: Context, keys: Dimensions, _filters: Sequence[Filter], sums: Mapping[str, str]) -> str:
    """Sums over pageviews and custom events, visitors and visits among them where they are asked for."""
    added = {name: _OF_HITS[name] for name in sums if name in _OF_HITS}
    pieces = []
    if added:
        pieces.append(_summed_up(context, keys, added, "events"))
        if later := _later(context):
            pieces.append(parts.hits(later, keys, (), {name: sums[name] for name in added}))
    if "visitors" in sums:
        pieces += _different(context, keys, "visitor_days", "visitors")
    if "visits" in sums:
        pieces += _different(context, keys, "visit_days", "visits")
    return _added_up(pieces, keys, sums)


def visits(context: Context, keys: Dimensions, _filters: Sequence[Filter], sums: Mapping[str, str]) -> str:
    """Sums over visits, in the time in which they start."""
    entered = [(key, "visit:entry_page" if name == "event:page" else name) for key, name in keys]
    pieces = [_summed_up(context, entered, {name: _OF_VISITS[name] for name in sums}, "visits")]
    if later := _later(context):
        pieces.append(parts.visits(later, keys, (), sums))
    return _added_up(pieces, keys, sums)


def visitors(context: Context, keys: Dimensions, _filters: Sequence[Filter], name: str = "visitors") -> str:
    """The number of unique visitors, as column `name`."""
    return _added_up(_different(context, keys, "visitor_days", name), keys, [name])


def _added_up(pieces: Sequence[str], keys: Dimensions, names: Sequence[str] | Mapping[str, str]) -> str:
    columns = [*(key for key, _ in keys), *(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in names)]
    together = " UNION ALL BY NAME ".join(f"({piece})" for piece in pieces)
    return f"SELECT {', '.join(columns)} FROM ({together}) AS piece{parts.group_by(keys)}"


def _summed_up(context: Context, keys: Dimensions, sums: Mapping[str, str], counted: str) -> str:
    """Of the days that have totals; a row tells either of visits or of events, `counted` says which are meant."""
    columns = [*_keys(context, keys), *(f"sum({of}) AS {name}" for name, of in sums.items())]
    conditions = [*_days(context, keys), f"{counted} > 0"]
    return (
        f"SELECT {', '.join(columns)} FROM {context.reads('day_sums')} WHERE {' AND '.join(conditions)}"
        f"{parts.group_by(keys)}"
    )


def _different(context: Context, keys: Dimensions, relation: str, name: str) -> list[str]:
    """How many different ones there were: visitors or visits, of days with totals and of those since."""
    counted = next(column for column in OF_DAYS[relation] if column.startswith("visit"))
    columns = [*_keys(context, keys), f"sum({counted}) AS {name}"]
    first = context.bind(_number(context.span.first))
    before = f"(prev IS NULL OR prev < {first}{_other_bucket(context, keys)})"
    conditions = [*_days(context, keys), before]
    summed = (
        f"SELECT {', '.join(columns)} FROM {context.reads(relation)} WHERE {' AND '.join(conditions)}"
        f"{parts.group_by(keys)}"
    )
    since = _different_since(context, keys, "visitor_id" if relation == "visitor_days" else "session_id", name)
    return [summed, *([since] if since else [])]


def _other_bucket(context: Context, keys: Dimensions) -> str:
    time = _time(keys)
    if not time:
        return ""
    here, there = (bucket_of_day(time, day, context.span) for day in ("day", "prev"))
    return f" OR {there} <> {here}"


def _different_since(context: Context, keys: Dimensions, who: str, name: str) -> str | None:
    """Those after the totals who were not there yet in the same bucket of time."""
    later = _later(context)
    if later is None or context.totals is None:
        return None
    rows = parts.distinct(later, keys, who)
    begin = _bucket_begin(context, keys)
    counted = f"count(*) AS {name}"
    if begin >= context.totals.until_ms:
        return f"SELECT {', '.join([*_names(keys), counted])} FROM ({rows}) AS later{parts.group_by(keys)}"
    group = [(key, dimension) for key, dimension in keys if not is_time(dimension)]
    only = f"{who} IN (SELECT {who} FROM ({parts.distinct(later, [], who)}) AS those)"
    seen = parts.distinct(context.within(begin, context.totals.until_ms), group, who, only)
    same = " AND ".join(f"seen.{column} = later.{column}" for column in [*_names(group), who])
    if time := _time(keys):
        key = next(key for key, dimension in keys if dimension == time)
        same += f" AND later.{key} = {bucket(time, str(context.totals.until_ms), context.span)}"
    return (
        f"SELECT {', '.join([*_names(keys), counted])} FROM ({rows}) AS later "
        f"WHERE NOT EXISTS (SELECT 1 FROM ({seen}) AS seen WHERE {same}){parts.group_by(keys)}"
    )


def _bucket_begin(context: Context, keys: Dimensions) -> int:
    """Where the bucket of time begins in which the totals end, in UTC ms."""
    assert context.totals is not None
    day = Span(context.totals.until_ms, context.totals.until_ms + 1000, context.span.timezone).first
    time = _time(keys)
    begin = context.span.first
    if time == "time:day":
        begin = day
    elif time == "time:week":
        begin = max(begin, day - timedelta(days=day.weekday()))
    elif time == "time:month":
        begin = max(begin, day.replace(day=1))
    return day_start(begin, context.span.timezone)


def _later(context: Context) -> Context | None:
    """The question about what comes after the totals; None when that is nothing."""
    assert context.totals is not None
    until = context.totals.until_ms
    return context.within(until, context.span.to_ms, later=True) if until < context.span.to_ms else None


def _days(context: Context, keys: Dimensions) -> list[str]:
    grouped = next((dimension for _, dimension in keys if not is_time(dimension)), "")
    span = context.span
    return [
        f"dim = {SUMMED.index(_summed(grouped))}",
        f"day >= {context.bind(_number(span.first))}",
        f"day <= {context.bind(_number(span.last))}",
    ]


def _keys(context: Context, keys: Dimensions) -> list[str]:
    return [
        f"{bucket_of_day(dimension, 'day', context.span) if is_time(dimension) else 'value'} AS {key}"
        for key, dimension in keys
    ]


def _summed(dimension: str) -> str:
    """The dimension under which the values of this one are summed up: names are those of codes."""
    return dimension.removesuffix("_name") if dimension.startswith("visit:") else dimension


def _names(keys: Dimensions) -> list[str]:
    return [key for key, _ in keys]


def _time(keys: Dimensions) -> str:
    return next((dimension for _, dimension in keys if is_time(dimension)), "")


def _number(day: date) -> int:
    return (day - EPOCH).days
