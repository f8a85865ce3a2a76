"""From a request to the parts of its statement: which relation answers which metric."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from liveinsight.query import goals as site_goals
from liveinsight.query import parts, totals
from liveinsight.query.conditions import on_visits
from liveinsight.query.context import Context, by_events
from liveinsight.query.dimensions import PROPS, is_event
from liveinsight.query.filters import Filter, Simple, by_entry_page
from liveinsight.query.metrics import counts, reading, revenue
from liveinsight.query.metrics import visits as visit_metrics
from liveinsight.query.rules import CONVERSION_METRICS, REVENUE_METRICS


@dataclass(slots=True, frozen=True)
class Part:
    """A part by its name. Rows of the answer are the keys of the parts that lead; the others only add to them."""

    name: str
    sql: str
    keys: tuple[str, ...]
    leads: bool = True


def keys(context: Context) -> list[tuple[str, str]]:
    return [(f"d{index}", dimension) for index, dimension in enumerate(context.dimensions)]


def of(metrics: Sequence[str], context: Context) -> list[Part]:
    """All parts that the metrics need, at least one of them leading."""
    needed = set(metrics)
    if needed & {"percentage", *CONVERSION_METRICS}:
        needed.add("visitors")
    of_an_event = any(is_event(dimension) for dimension in context.dimensions)
    found = [_hits(needed, of_an_event, context), _visits(needed, of_an_event, context)]
    if "visitors" in needed and not by_events(context.dimensions, context.filters):
        found.append(_part("people", _rows(context).visitors(context, keys(context), context.filters), context))
    if not any(part and part.leads for part in found):
        seen = _rows(context).hits(context, keys(context), context.filters, {"seen": "count(*)"})
        found.append(_part("hits", seen, context))
    found.append(_readers(needed, context))
    if "group_conversion_rate" in needed:
        found.append(_group_base(context))
    return [part for part in found if part]


def total(context: Context, *, converted: bool) -> str:
    """A SELECT of the visitors of all groups: those who meet the filters, or all but the filters on goals."""
    filters = context.filters if converted else _base_filters(context)
    select: str = _rows(context).visitors(context, [], filters)
    return select


def _rows(context: Context) -> ModuleType:
    """Where the sums come from: days that are summed up already, or single events and visits."""
    return totals if context.totals else parts


def _hits(needed: set[str], of_an_event: bool, context: Context) -> Part | None:
    sums = {name: sql for name, sql in counts.HITS.items() if name in needed}
    if "visitors" in needed and by_events(context.dimensions, context.filters):
        sums["visitors"] = counts.VISITORS
    if "visits" in needed and of_an_event:
        sums["visits"] = counts.VISITS_OF_EVENTS
    if needed & set(REVENUE_METRICS):
        currency, known = _currency(context)
        sums |= {name: sql.format(currency=currency, known=known) for name, sql in revenue.SUMS.items()}
    if of_an_event and not sums:
        sums["seen"] = "count(*)"
    return _part("hits", _rows(context).hits(context, keys(context), context.filters, sums), context) if sums else None


def _currency(context: Context) -> tuple[str, str]:
    """SQL for the currency whose amounts are summed up, and for whether a group has one."""
    if "event:goal" in context.dimensions:
        return "goal_currency", "max(goal_currency) <> ''"
    found = revenue.currencies(context.selected)
    if len(found) == 1 and site_goals.asked(context.filters):
        return context.bind(next(iter(found))), "true"
    return "NULL", "false"


def _visits(needed: set[str], of_an_event: bool, context: Context) -> Part | None:
    wanted = [name for name in visit_metrics.SUMS if name in needed and not (name == "visits" and of_an_event)]
    if not wanted:
        return None
    by_page = "event:page" in context.dimensions
    filters = [by_entry_page(node) if by_page else node for node in context.filters]
    entered = "true"
    if "bounce_rate" in wanted and not by_page:
        pages = [by_entry_page(node) for node in filters if isinstance(node, Simple) and node.dimension == "event:page"]
        entered = " AND ".join(on_visits(pages, context)) or "true"
    sums = {name: sql for metric in wanted for name, sql in visit_metrics.sums(metric, entered).items()}
    return _part("visits", _rows(context).visits(context, keys(context), filters, sums), context, leads=not of_an_event)


def _readers(needed: set[str], context: Context) -> Part | None:
    sums = {name: sql for metric, of in reading.SUMS.items() if metric in needed for name, sql in of.items()}
    if not sums:
        return None
    return _part("readers", parts.readers(context, keys(context), context.filters, sums), context, leads=False)


def _group_base(context: Context) -> Part:
    shared = [(key, dimension) for key, dimension in keys(context) if dimension != "event:goal"]
    sql = parts.visitors(context, shared, _base_filters(context), "group_visitors")
    return Part("base", sql, tuple(key for key, _ in shared), leads=False)


def _part(name: str, sql: str, context: Context, *, leads: bool = True) -> Part:
    return Part(name, sql, tuple(key for key, _ in keys(context)), leads)


def _base_filters(context: Context) -> list[Filter]:
    """The filters without those that make somebody a converted visitor."""
    return [
        node
        for node in context.filters
        if not (isinstance(node, Simple) and (node.dimension == "event:goal" or node.dimension.startswith(PROPS)))
    ]
