"""Request and answer of the Stats API as types, for the documentation; `liveinsight.query.request` checks."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from liveinsight.query.request import MAX_OFFSET, MAX_ROWS
from liveinsight.query.rules import METRICS

Metric = Literal[METRICS]  # type: ignore[valid-type]
SiteId = Annotated[str, Meta(description="The site's key, or its domain.", examples=["shop.example"])]
DateRange = Annotated[
    str | Annotated[list[str], Meta(min_length=2, max_length=2)],
    Meta(
        description="`day`, `24h`, `7d`, `28d`, `30d`, `91d`, `month`, `6mo`, `12mo`, `year`, `all`, or two dates or "
        "times in ISO 8601, both included. Days are those of the site's time zone.",
        examples=["7d", ["2026-11-01", "2026-11-30"]],
    ),
]


class StatsInclude(Struct, forbid_unknown_fields=True):
    """What else the answer is to hold."""

    imports: Annotated[bool, Meta(description="Accepted; `meta.imports_included` says what was done.")] = False
    time_labels: Annotated[bool, Meta(description="All labels of the time dimension, also of empty times.")] = False
    total_rows: Annotated[bool, Meta(description="How many rows there are on all pages.")] = False


class StatsPagination(Struct, forbid_unknown_fields=True):
    """Which rows are wanted."""

    limit: Annotated[int, Meta(ge=1, le=MAX_ROWS)] = MAX_ROWS
    offset: Annotated[int, Meta(ge=0, le=MAX_OFFSET)] = 0


class StatsQuery(Struct, forbid_unknown_fields=True):
    """A question: which metrics, when, grouped and filtered by what."""

    site_id: SiteId
    metrics: Annotated[list[Metric], Meta(min_length=1, description="What to count.")]
    date_range: DateRange
    dimensions: Annotated[
        list[str],
        Meta(
            description="What to group by: `time`, `time:hour|day|week|month`, `event:page|goal|name|hostname`, "
            "`event:props:NAME`, `visit:source|channel|referrer|country|device|browser|…`.",
            examples=[["visit:source"]],
        ),
    ] = []
    filters: Annotated[
        list[Any],
        Meta(
            description="`[operator, dimension, [values]]`, combined by `and`, `or`, `not`, `has_done`, "
            "`has_not_done`. Operators: `is`, `is_not`, `contains`, `contains_not`, `matches`, `matches_not`, "
            "`matches_wildcard`, `matches_wildcard_not`. All filters of the list must hold.",
            examples=[[["is", "visit:country", ["KR", "DE"]]]],
        ),
    ] = []
    order_by: Annotated[
        list[tuple[str, Literal["asc", "desc"]]] | None,
        Meta(
            description="Metrics and dimensions of this query, each `asc` or `desc`.", examples=[[["visitors", "desc"]]]
        ),
    ] = None
    include: StatsInclude = field(default_factory=StatsInclude)
    pagination: StatsPagination = field(default_factory=StatsPagination)


class StatsRow(Struct):
    """One group. Both lists are in the order of the query."""

    dimensions: list[Any]
    metrics: Annotated[list[Any], Meta(description="Numbers; revenue is an object; null where there is none.")]


class StatsAnswer(Struct):
    """The answer, and the question as it was understood."""

    results: list[StatsRow]
    meta: Annotated[
        dict[str, Any],
        Meta(
            description="`time_labels` and `total_rows` when asked for, `metric_warnings`, and `warnings` when data is "
            "missing."
        ),
    ]
    query: Annotated[dict[str, Any], Meta(description="The query with its defaults; `date_range` as two times.")]


class StatsError(Struct):
    """A refusal."""

    error: Annotated[str, Meta(description="What is wrong, naming the field.")]
