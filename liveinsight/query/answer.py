"""The question and its answer: what `POST /api/v2/query` takes and gives, without HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass

from liveinsight.query import buckets, dates, relations, sql, totals
from liveinsight.query import goals as site_goals
from liveinsight.query.context import Context
from liveinsight.query.dimensions import is_time
from liveinsight.query.engine import Engine, Rows
from liveinsight.query.filters import leaves
from liveinsight.query.goals import Goal
from liveinsight.query.metrics import revenue
from liveinsight.query.request import Query
from liveinsight.query.rules import REVENUE_METRICS


@dataclass(slots=True, frozen=True)
class QueriedSite:
    """A site as the engine needs it: the key of its rows, its time zone (IANA name), its goals.

    `identify` says whether its pages may identify visitors, whose ids last then.
    """

    key: str
    timezone: str = "UTC"
    goals: tuple[Goal, ...] = ()
    identify: bool = False


Answer = dict[str, object]


def answer(query: Query, site: QueriedSite, engine: Engine, now_ms: int) -> Answer:
    """The documented answer: `results`, `meta` and `query`.

    Raises `InvalidRequest` for what turns out to be wrong only now (goals, regular expressions), and
    `engine.QueryRefused` when a limit is hit.
    """
    since = engine.source.first_day(site.key) if query.date_range == "all" else None
    span = dates.span(query.date_range, site.timezone, now_ms, since)
    dimensions = tuple(span.resolution() if name == "time" else name for name in query.dimensions)
    selected = site_goals.selected(site.goals, query.filters)
    context = Context(span, dimensions, query.filters, site.goals, selected)
    if totals.answer(query.metrics, dimensions, query.filters, span):
        context.totals = totals.of(engine.source.totals(site.key, span.timezone), span)
    for node in query.filters:
        for leaf in leaves(node, within_behaviour=True):
            if leaf.operator in ("matches", "matches_not"):
                for clause in leaf.clauses:
                    engine.check_pattern(clause)
    labels = _time_labels(query, context)
    rows = engine.run(sql.build(query, context), site.key, relations.extent(span))
    meta = _meta(query, context, rows)
    if labels is not None:
        meta["time_labels"] = labels
    return {"results": _results(query, context, rows.rows), "meta": meta, "query": _echo(query, context)}


def _results(query: Query, context: Context, rows: Sequence[tuple[object, ...]]) -> list[Answer]:
    width = len(context.dimensions)
    results: list[Answer] = []
    for _, place, *cells in rows:
        if place is not None:
            shown = [_dimension(name, cell) for name, cell in zip(context.dimensions, cells, strict=False)]
            metrics = zip(query.metrics, cells[width : width + len(query.metrics)], strict=True)
            results.append({"dimensions": shown, "metrics": [_metric(n, c, shown, context) for n, c in metrics]})
    return results


def _dimension(name: str, cell: object) -> object:
    if is_time(name):
        assert isinstance(cell, int)
        return buckets.label(name, cell)
    return cell


def _metric(name: str, cell: object, shown: Sequence[object], context: Context) -> object:
    if name not in REVENUE_METRICS:
        return cell
    currency = _currency(shown, context)
    return revenue.money(cell, currency) if currency and isinstance(cell, int) else None


def _currency(shown: Sequence[object], context: Context) -> str:
    if "event:goal" in context.dimensions:
        name = shown[context.dimensions.index("event:goal")]
        return next((goal.currency for goal in context.selected if goal.name == name), "")
    if _revenue_warning(context):
        return ""
    return next(iter(revenue.currencies(context.selected)))


def _revenue_warning(context: Context) -> tuple[str, str] | None:
    return revenue.warning(context.selected, context.dimensions, bool(site_goals.asked(context.filters)))


def _time_labels(query: Query, context: Context) -> list[str] | None:
    if not query.time_labels:
        return None
    return buckets.labels(next(name for name in context.dimensions if is_time(name)), context.span)


def _meta(query: Query, context: Context, rows: Rows) -> Answer:
    meta: Answer = {}
    if query.imports:
        meta["imports_included"] = False
    warned = _revenue_warning(context) or _left_out(query, rows)
    asked = [name for name in query.metrics if name in REVENUE_METRICS]
    if asked and warned:
        meta["metric_warnings"] = {name: {"code": warned[0], "warning": warned[1]} for name in asked}
    if query.total_rows:
        meta["total_rows"] = rows.rows[0][0]
    if rows.warnings:
        meta["warnings"] = list(rows.warnings)
    return meta


def _left_out(query: Query, rows: Rows) -> tuple[str, str] | None:
    """The warning that revenue is not all there is, where the last column says so."""
    of_revenue = set(query.metrics) & set(REVENUE_METRICS)
    return revenue.OTHER_CURRENCIES if of_revenue and any(row[-1] for row in rows.rows) else None


def _echo(query: Query, context: Context) -> Answer:
    """The query as it was understood."""
    resolved = dict(zip(query.dimensions, context.dimensions, strict=True))
    include = {"imports": query.imports, "time_labels": query.time_labels, "total_rows": query.total_rows}
    return {
        "site_id": query.site_id,
        "metrics": list(query.metrics),
        "date_range": context.span.iso(),
        "filters": list(query.raw_filters),
        "dimensions": list(context.dimensions),
        "order_by": [[resolved.get(name, name), direction] for name, direction in query.order_by],
        "include": {name: True for name, on in include.items() if on},
        "pagination": {"offset": query.offset, "limit": query.limit},
    }
