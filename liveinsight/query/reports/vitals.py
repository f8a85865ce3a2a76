# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""How fast pages are for their visitors: percentiles of the web vitals, rated, and their course over time."""

from typing import Annotated, Any, Literal

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite
from liveinsight.query.buckets import label
from liveinsight.query.conditions import on_events
from liveinsight.query.context import Context
from liveinsight.query.dimensions import VISIT
from liveinsight.query.engine import Engine
from liveinsight.query.reports.percentages import percent
from liveinsight.query.reports.question import Meta, Pagination, Question, ask, check_offset, shown
from liveinsight.query.reports.web_vitals import EVENT, METRIC_PROP, THRESHOLDS, VALUE_PROP, Metric, Rating, rating
from liveinsight.query.values import group, value

NAME = "vitals"
TITLE = "Web vitals"


class Request(Question, kw_only=True, forbid_unknown_fields=True):
    """Which metrics, and by what. Filters on events are about the measured page here, not about the visit."""

    metrics: Annotated[
        list[Metric], msgspec.Meta(min_length=1, max_length=5, description="in the order of the answer")
    ] = msgspec.field(default_factory=lambda: [*THRESHOLDS])
    by: Annotated[
        str | None, msgspec.Meta(description="`event:page`, `event:hostname` or a `visit:` dimension to group by")
    ] = None
    interval: Annotated[
        Literal["hour", "day", "week", "month"] | None,
        msgspec.Meta(description="of the series; as the Stats API chooses it when left out"),
    ] = None
    pagination: Annotated[Pagination, msgspec.Meta(description="of the groups, those with most samples first")] = (
        msgspec.field(default_factory=Pagination)
    )


class Vital(msgspec.Struct, kw_only=True):
    """A metric's distribution. Values are ms, for CLS a plain number."""

    metric: Metric
    samples: int
    p50: float
    p75: float
    p90: float
    p99: float
    rating: Annotated[Rating, msgspec.Meta(description="of p75, by Google's thresholds")]
    good: Annotated[float, msgspec.Meta(description="percent of samples")]
    needs_improvement: Annotated[float, msgspec.Meta(description="percent of samples")]
    poor: Annotated[float, msgspec.Meta(description="percent of samples")]


class Group(msgspec.Struct, kw_only=True):
    value: Annotated[str, msgspec.Meta(description="of the dimension in `by`")]
    samples: int
    vitals: list[Vital]


class Point(msgspec.Struct, kw_only=True):
    metric: Metric
    time: Annotated[str, msgspec.Meta(description="start of the interval on the site's clock")]
    samples: int
    p50: float
    p75: float
    p90: float
    p99: float


class Answer(msgspec.Struct, kw_only=True):
    vitals: Annotated[list[Vital], msgspec.Meta(description="of all samples; metrics without samples are left out")]
    total: Annotated[int, msgspec.Meta(description="groups on all pages")]
    groups: list[Group]
    series: Annotated[list[Point], msgspec.Meta(description="by time; intervals without samples are left out")]
    meta: Meta


def answer(request: Request, site: QueriedSite, engine: Engine, now_ms: int) -> Answer:
    """Percentiles, ratings and shares of web vitals, by page, device or any dimension of the visit, and over time.

    A percentile is the smallest measured value that at least so many percent of the samples do not exceed.
    """
    _check(request)
    asked = ask(request, site, engine, now_ms)
    interval = f"time:{request.interval}" if request.interval else asked.span.resolution()
    context = asked.anew(*([request.by] if request.by else []))
    rows = asked.run(_ctes(request, interval, context), _SELECT, context)
    of_kind: dict[str, list[tuple[Any, ...]]] = {"total": [], "whole": [], "series": [], "group": []}
    for kind, *columns in rows.rows:
        of_kind[str(kind)].append(tuple(columns))
    total = of_kind["total"][0][2] if request.by else 0
    check_offset(request.pagination, total)
    return Answer(
        vitals=_vitals(request, [row[3:] for row in of_kind["whole"]]),
        total=total,
        groups=_groups(request, of_kind["group"]),
        series=[_point(interval, row) for row in of_kind["series"]],
        meta=asked.meta(rows),
    )


def _check(request: Request) -> None:
    if len(set(request.metrics)) < len(request.metrics):
        raise InvalidRequest("invalid_metrics", "Invalid metrics: each may be named once.")
    if request.by is not None and request.by not in (*VISIT, "event:page", "event:hostname"):
        raise InvalidRequest(
            "invalid_by",
            f"Invalid by {request.by[:80]!r}: `event:page`, `event:hostname` or a `visit:` dimension is expected.",
        )


_GOOD = " ".join(f"WHEN '{name}' THEN {good}" for name, (good, _) in THRESHOLDS.items())
_FAIR = " ".join(f"WHEN '{name}' THEN {fair}" for name, (_, fair) in THRESHOLDS.items())
_RATED = f"measured <= CASE metric {_GOOD} END AS good, measured <= CASE metric {_FAIR} END AS fair"
_FIGURES = """metric, count(*) AS samples, quantile_disc(measured, [0.5, 0.75, 0.9, 0.99]) AS percentiles,
       count(*) FILTER (WHERE good) AS good, count(*) FILTER (WHERE fair) AS fair"""
_SELECT = f"""
SELECT 'total' AS kind, NULL AS time, NULL AS key, count(*) AS size, NULL AS metric, NULL AS samples,
       NULL AS percentiles, NULL AS good, NULL AS fair FROM counted
UNION ALL SELECT 'whole', NULL, NULL, 0, {_FIGURES} FROM samples GROUP BY metric
UNION ALL SELECT 'series', time, NULL, 0, {_FIGURES} FROM samples GROUP BY time, metric
UNION ALL SELECT 'group', NULL, key, size, {_FIGURES} FROM samples JOIN page USING (key) GROUP BY key, size, metric
ORDER BY time, size DESC, key, metric
"""


def _ctes(request: Request, interval: str, context: Context) -> list[str]:
    """The samples, read once for all parts of the answer, and the groups that are on the page."""
    key = group(request.by, "event", context) if request.by else "''"
    paged = f"LIMIT {context.bind(request.pagination.limit)} OFFSET {context.bind(request.pagination.offset)}"
    grouped = f"SELECT key, count(*) AS size FROM samples WHERE {'true' if request.by else 'false'} GROUP BY key"
    return [
        f"samples AS MATERIALIZED ({_samples(request, key, group(interval, 'event', context), context)})",
        f"counted AS ({grouped})",
        f"page AS (SELECT * FROM counted ORDER BY size DESC, key {paged})",
    ]


def _samples(request: Request, key: str, time: str, context: Context) -> str:
    """`key`, `time`, metric, measured value and how good it is, of each event that is well formed."""
    span = context.span
    conditions = [
        f'"at" >= {context.time(span.from_ms)}',
        f'"at" < {context.time(span.to_ms)}',
        "type = 'event'",
        f"name = {context.bind(EVENT)}",
        *on_events(context.filters, context),
    ]
    metric = value(f"event:props:{METRIC_PROP}", "event", context)
    measured = f"TRY_CAST({value(f'event:props:{VALUE_PROP}', 'event', context)} AS DOUBLE)"
    read = (
        f"SELECT {key} AS key, {time} AS time, {metric} AS metric, {measured} AS measured "
        f"FROM {context.reads('events')} WHERE {' AND '.join(conditions)}"
    )
    wanted = ", ".join(context.bind(name) for name in request.metrics)
    sane = "measured >= 0 AND measured < 'Infinity'::DOUBLE"
    return f"SELECT *, {_RATED} FROM ({read}) AS read WHERE metric IN ({wanted}) AND {sane}"


def _groups(request: Request, rows: list[tuple[Any, ...]]) -> list[Group]:
    found: dict[str, tuple[int, list[tuple[Any, ...]]]] = {}
    for _, key, size, *figures in rows:
        found.setdefault(key, (size, []))[1].append(tuple(figures))
    return [
        Group(value=shown(request.by, key), samples=size, vitals=_vitals(request, of))
        for key, (size, of) in found.items()
    ]


def _vitals(request: Request, rows: list[tuple[Any, ...]]) -> list[Vital]:
    order: dict[str, int] = {metric: place for place, metric in enumerate(request.metrics)}
    return [_vital(*row) for row in sorted(rows, key=lambda row: order[row[0]])]


def _vital(metric: Metric, samples: int, percentiles: list[float], good: int, fair: int) -> Vital:
    """`good` counts the good samples, `fair` those that are not poor."""
    p50, p75, p90, p99 = percentiles
    return Vital(
        metric=metric,
        samples=samples,
        p50=p50,
        p75=p75,
        p90=p90,
        p99=p99,
        rating=rating(metric, p75),
        good=percent(good, samples),
        needs_improvement=percent(fair - good, samples),
        poor=percent(samples - fair, samples),
    )


def _point(interval: str, row: tuple[Any, ...]) -> Point:
    time, _, _, metric, samples, percentiles, *_ = row
    p50, p75, p90, p99 = percentiles
    return Point(metric=metric, time=label(interval, time), samples=samples, p50=p50, p75=p75, p90=p90, p99=p99)
