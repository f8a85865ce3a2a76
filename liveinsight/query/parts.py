# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""The parts of a statement: each groups one relation by the question's dimensions and sums something up.

Columns of a part are the keys `d0`, `d1`, … in the order of `dimensions`, and the sums.
"""

from collections.abc import Mapping, Sequence

from liveinsight.query.buckets import bucket
from liveinsight.query.conditions import HIT, goal, on_events, on_visits
from liveinsight.query.context import LONGEST_VISIT_MS, Context, by_events
from liveinsight.query.dimensions import is_time
from liveinsight.query.filters import Filter
from liveinsight.query.metrics import counts, reading
from liveinsight.query.values import Row, group

SLOT_MS = 15 * 60 * 1000
"""All offsets of time zones in use are multiples of this."""

Dimensions = Sequence[tuple[str, str]]
"""(key, dimension)"""


def hits(context: Context, keys: Dimensions, filters: Sequence[Filter], sums: Mapping[str, str]) -> str:
    """Sums over pageviews and custom events, at their own time."""
    conditions = [*_of_span(context), HIT, *on_events(filters, context)]
    return _grouped(context, keys, "event", _events(context, keys), conditions, sums)


def visits(context: Context, keys: Dimensions, filters: Sequence[Filter], sums: Mapping[str, str]) -> str:
    """Sums over visits, in the time in which they start."""
    conditions = [*_started(context), *on_visits(filters, context)]
    return _grouped(context, keys, "visit", context.reads("sessions"), conditions, sums)


def visitors(context: Context, keys: Dimensions, filters: Sequence[Filter], name: str = "visitors") -> str:
    """The number of unique visitors, as column `name`."""
    sums = {name: counts.VISITORS}
    if by_events([dimension for _, dimension in keys], filters):
        return hits(context, keys, filters, sums)
    columns = ", ".join([*_active_keys(context, keys), *_named(sums)])
    return f"SELECT {columns} FROM ({_active_rows(context, keys, filters)}) AS active{group_by(keys)}"


def readers(context: Context, keys: Dimensions, filters: Sequence[Filter], sums: Mapping[str, str]) -> str:
    """Sums over visits of what their engagement beacons tell about the pages asked for."""
    conditions = [*_of_span(context), *on_events(filters, context)]
    inner = _grouped(context, keys, "event", _events(context, keys), conditions, reading.OF_A_VISIT, "session_id")
    return f"SELECT {', '.join([*(key for key, _ in keys), *_named(sums)])} FROM ({inner}) AS read{group_by(keys)}"


def distinct(context: Context, keys: Dimensions, who: str, only: str = "true") -> str:
    """The different ids (`visitor_id`, `session_id`) behind a number of visitors, or of visits that have an event."""
    if who == "session_id" or by_events([dimension for _, dimension in keys], ()):
        conditions = [*_of_span(context), HIT, only]
        return _grouped(context, keys, "event", _events(context, keys), conditions, {}, who)
    columns = ", ".join([*_active_keys(context, keys), who])
    return f"SELECT DISTINCT {columns} FROM ({_active_rows(context, keys, ())}) AS active WHERE {only}"


def _grouped(
    context: Context,
    keys: Dimensions,
    row: Row,
    source: str,
    conditions: Sequence[str],
    sums: Mapping[str, str],
    also_by: str = "",
) -> str:
    selected = [f"{group(dimension, row, context)} AS {key}" for key, dimension in keys]
    extra = [also_by] if also_by else []
    columns = ", ".join([*selected, *extra, *_named(sums)])
    groups = ", ".join(str(index + 1) for index in range(len(keys) + len(extra)))
    return f"SELECT {columns} FROM {source} WHERE {' AND '.join(conditions)}" + (
        f" GROUP BY {groups}" if groups else ""
    )


def _active(context: Context, filters: Sequence[Filter]) -> str:
    """Visits with any activity in the span."""
    conditions = [
        f"started_at >= {context.time(context.from_ms - LONGEST_VISIT_MS)}",
        f"started_at < {context.time(context.to_ms)}",
        f"ended_at >= {context.time(context.from_ms)}",
        *on_visits(filters, context),
    ]
    return f"SELECT * FROM {context.reads('sessions')} WHERE {' AND '.join(conditions)}"


def active_by(time: str, context: Context, filters: Sequence[Filter]) -> str:
    """Visits with any activity in the span, once for each bucket in which they were active, as column `bucket`.

    Nearly all visits lie in one bucket; only the others are taken apart, in steps of 15 minutes, since no local
    time may be invented that the clocks skipped.
    """
    span = context.span
    start, end = "epoch_ms(started_at)", f"least(epoch_ms(ended_at), {context.to_ms - 1})"
    first, last = bucket(time, start, span), bucket(time, end, span)
    begun = " AND ".join([*_started(context), *on_visits(filters, context)])
    whole = f"SELECT *, {first} AS bucket FROM {context.reads('sessions')} WHERE {begun}"
    slots = f"range(greatest({start}, {context.from_ms}) // {SLOT_MS}, {end} // {SLOT_MS} + 1)"
    longer = f"({start} < {context.from_ms} OR {first} <> {last})"
    split = f"SELECT *, unnest({slots}) AS slot FROM ({_active(context, filters)}) AS visit WHERE {longer}"
    parts = f"SELECT * EXCLUDE (slot), {bucket(time, f'slot * {SLOT_MS}', span)} AS bucket FROM ({split}) AS slots"
    return f"{whole} UNION ALL {parts}"


def _active_rows(context: Context, keys: Dimensions, filters: Sequence[Filter]) -> str:
    time = next((dimension for _, dimension in keys if is_time(dimension)), None)
    return _active(context, filters) if time is None else active_by(time, context, filters)


def _active_keys(context: Context, keys: Dimensions) -> list[str]:
    return [
        f"{'bucket' if is_time(dimension) else group(dimension, 'visit', context)} AS {key}" for key, dimension in keys
    ]


def _events(context: Context, keys: Dimensions) -> str:
    """Events; grouped by goals, an event stands once for each goal that it reaches."""
    events = context.reads("events")
    if not any(dimension == "event:goal" for _, dimension in keys):
        return events
    reached = [
        f"SELECT *, {context.bind(wanted.name)} AS goal_name, {context.bind(wanted.currency)} AS goal_currency "
        f"FROM {events} WHERE {goal(wanted, context)}"
        for wanted in context.selected
    ]
    none = f"SELECT *, '' AS goal_name, '' AS goal_currency FROM {events} WHERE false"
    return f"({' UNION ALL '.join(reached or [none])}) AS reached"


def _of_span(context: Context) -> list[str]:
    return [f'"at" >= {context.time(context.from_ms)}', f'"at" < {context.time(context.to_ms)}']


def _started(context: Context) -> list[str]:
    return [f"started_at >= {context.time(context.from_ms)}", f"started_at < {context.time(context.to_ms)}"]


def _named(sums: Mapping[str, str]) -> list[str]:
    return [f"{expression} AS {name}" for name, expression in sums.items()]


def group_by(keys: Dimensions) -> str:
    """The clause that groups by the first columns, which are the keys."""
    return f" GROUP BY {', '.join(str(index + 1) for index in range(len(keys)))}" if keys else ""
