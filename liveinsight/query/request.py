"""A request of the Stats API v2: its JSON becomes a `Query`, or an error that names the field."""

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.json_body import decoded
from liveinsight.query import dates, rules
from liveinsight.query.dimensions import groupable, is_time
from liveinsight.query.filters import Filter
from liveinsight.query.filters import parse as parse_filters

MAX_ROWS = 10_000
MAX_DIMENSIONS = 8
MAX_OFFSET = 1_000_000_000


class _Include(msgspec.Struct, forbid_unknown_fields=True):
    imports: bool = False
    time_labels: bool = False
    total_rows: bool = False


class _Pagination(msgspec.Struct, forbid_unknown_fields=True):
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_ROWS)] = MAX_ROWS
    offset: Annotated[int, msgspec.Meta(ge=0, le=MAX_OFFSET)] = 0


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """The JSON of a request, each field by itself."""

    site_id: str
    metrics: Annotated[list[str], msgspec.Meta(min_length=1)]
    date_range: str | Annotated[list[str], msgspec.Meta(min_length=2, max_length=2)]
    dimensions: list[str] = []
    filters: list[Any] = []
    order_by: list[tuple[str, str]] | None = None
    include: _Include = msgspec.field(default_factory=_Include)
    pagination: _Pagination = msgspec.field(default_factory=_Pagination)


@dataclass(slots=True, frozen=True)
class Query:
    """A request whose every part is known to be valid by itself and in combination. `raw_filters` are as given."""

    site_id: str
    metrics: tuple[str, ...]
    date_range: dates.Asked
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    order_by: tuple[tuple[str, str], ...] = ()
    time_labels: bool = False
    total_rows: bool = False
    imports: bool = False
    limit: int = MAX_ROWS
    offset: int = 0
    raw_filters: tuple[Any, ...] = ()


def parse(body: bytes) -> Query:
    """The request in a JSON body. Raises `InvalidRequest` (400, the message names the field) and `TooLarge` (413)."""
    return checked(decoded(body, Body))


def checked(body: Body) -> Query:
    """What the fields mean together. Raises `InvalidRequest`."""
    dimensions = _dimensions(body.dimensions)
    query = Query(
        site_id=body.site_id,
        metrics=_metrics(body.metrics),
        date_range=dates.asked(body.date_range),
        dimensions=dimensions,
        filters=parse_filters(body.filters),
        order_by=_order_by(body.order_by, body.metrics, dimensions),
        time_labels=body.include.time_labels,
        total_rows=body.include.total_rows,
        imports=body.include.imports,
        limit=body.pagination.limit,
        offset=body.pagination.offset,
        raw_filters=tuple(body.filters),
    )
    if query.time_labels and not any(is_time(dimension) for dimension in dimensions):
        raise InvalidRequest("invalid_include", "Invalid include.time_labels: it requires a time dimension.")
    rules.check(query.metrics, query.dimensions, query.filters)
    return query


def _metrics(names: list[str]) -> tuple[str, ...]:
    unknown = next((name for name in names if name not in rules.METRICS), None)
    if unknown is not None:
        raise InvalidRequest("invalid_metrics", f"Unknown metric {unknown[:80]!r} in metrics.")
    if len(set(names)) < len(names):
        raise InvalidRequest("invalid_metrics", "Invalid metrics: each may be named once.")
    return tuple(names)


def _dimensions(names: list[str]) -> tuple[str, ...]:
    unknown = next((name for name in names if not groupable(name)), None)
    if unknown is not None:
        raise InvalidRequest("invalid_dimensions", f"Invalid dimensions: unknown dimension {unknown[:80]!r}.")
    if len(set(names)) < len(names):
        raise InvalidRequest("invalid_dimensions", "Invalid dimensions: each may be named once.")
    if len(names) > MAX_DIMENSIONS or sum(is_time(name) for name in names) > 1:
        raise InvalidRequest("invalid_dimensions", f"Invalid dimensions: one of time, {MAX_DIMENSIONS} altogether.")
    return tuple(names)


def _order_by(
    entries: list[tuple[str, str]] | None, metrics: list[str], dimensions: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """What the request says, else by time ascending and the first metric descending, as the documentation has it."""
    if not entries:
        times = [(dimension, "asc") for dimension in dimensions if is_time(dimension)]
        return (*times, (metrics[0], "desc"))
    for name, direction in entries:
        if name not in metrics and name not in dimensions:
            raise InvalidRequest(
                "invalid_order_by",
                f"Invalid order_by entry {name[:80]!r}: it is none of the queried metrics and dimensions.",
            )
        if direction not in ("asc", "desc"):
            raise InvalidRequest("invalid_order_by", f"Invalid order_by direction {direction[:80]!r}: `asc` or `desc`.")
    return tuple(entries)
