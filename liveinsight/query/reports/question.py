"""What all reports have in common: the site, the time and the filters of a request, and how a statement is put."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.query import countries, dates, relations, rules, sql
from liveinsight.query import goals as site_goals
from liveinsight.query.answer import QueriedSite
from liveinsight.query.conditions import on_visits
from liveinsight.query.context import Context
from liveinsight.query.dates import Span
from liveinsight.query.engine import Engine, Rows
from liveinsight.query.filters import Filter, leaves
from liveinsight.query.filters import parse as parse_filters
from liveinsight.query.request import MAX_OFFSET

MAX_ROWS = 1_000
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern="^[^\\x00]*$")]
DateRange = str | Annotated[list[str], msgspec.Meta(min_length=2, max_length=2)]


class Pagination(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Which rows of a long list are wanted."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_ROWS, description="how many rows at most")] = 100
    offset: Annotated[int, msgspec.Meta(ge=0, le=MAX_OFFSET, description="how many rows to leave out before them")] = 0


class Question(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The part of a request that all reports share."""

    site_id: Annotated[str, msgspec.Meta(description="key or domain of the site")]
    date_range: Annotated[
        DateRange,
        msgspec.Meta(
            description="`day`, `7d`, `30d`, `month`, `6mo`, `12mo`, `year`, `all`, or first and last day (ISO 8601), "
            "as in the Stats API"
        ),
    ]
    filters: Annotated[
        list[Any],
        msgspec.Meta(
            description="filters of the Stats API v2. They choose visits: a visit counts when it has the attributes, "
            "and when one of its events meets all filters on events"
        ),
    ] = []


class Meta(msgspec.Struct, kw_only=True):
    """How the question was understood, and what the reader of the answer should know."""

    date_range: Annotated[list[str], msgspec.Meta(description="first and last second of the time asked about")]
    warnings: Annotated[list[str], msgspec.Meta(description="what is missing, for example a damaged archive file")]
    notes: Annotated[list[str], msgspec.Meta(description="what these numbers can and cannot say")] = []


@dataclass(slots=True, frozen=True)
class Asked:
    """A question whose fields are known to be valid. `context` is for one statement; `anew` gives the next one's."""

    site: QueriedSite
    engine: Engine
    span: Span
    filters: tuple[Filter, ...]
    selected: tuple[site_goals.Goal, ...]

    def anew(self, *dimensions: str) -> Context:
        return Context(self.span, dimensions, self.filters, self.site.goals, self.selected)

    def run(self, ctes: Sequence[str], select: str, context: Context) -> Rows:
        """The rows of a SELECT over these CTEs. Raises `engine.QueryRefused` (503) when a limit is hit."""
        extent = relations.extent(context.span)
        return self.engine.run(sql.finished(ctes, select, context), self.site.key, extent)

    def meta(self, *answers: Rows, notes: Sequence[str] = ()) -> Meta:
        warnings = dict.fromkeys(warning for rows in answers for warning in rows.warnings)
        return Meta(date_range=self.span.iso(), warnings=list(warnings), notes=list(notes))


def ask(request: Question, site: QueriedSite, engine: Engine, now_ms: int) -> Asked:
    """The question in terms of the engine. Raises `InvalidRequest` that names the field."""
    wanted = dates.asked(request.date_range)
    filters = checked_filters(request.filters, engine)
    since = engine.source.first_day(site.key) if wanted == "all" else None
    span = dates.span(wanted, site.timezone, now_ms, since)
    return Asked(site, engine, span, filters, site_goals.selected(site.goals, filters))


def checked_filters(raw: list[Any], engine: Engine) -> tuple[Filter, ...]:
    """Filters that can be answered. Raises `InvalidRequest`."""
    filters = parse_filters(raw)
    rules.check((), (), filters)
    for node in filters:
        for leaf in leaves(node, within_behaviour=True):
            if leaf.operator in ("matches", "matches_not"):
                for clause in leaf.clauses:
                    engine.check_pattern(clause)
    return filters


def started(context: Context) -> list[str]:
    """Conditions on visits: those that begin in the time and meet the filters."""
    span = context.span
    within = [f"started_at >= {context.time(span.from_ms)}", f"started_at < {context.time(span.to_ms)}"]
    return [*within, *on_visits(context.filters, context)]


def happened(context: Context, before_ms: int = 0, after_ms: int = 0) -> list[str]:
    """Conditions on events: those in the time, widened by so many ms, of visits that meet the filters.

    Events know the attributes of their visit under the names that visits have them under.
    """
    since, until = context.span.from_ms - before_ms, context.span.to_ms + after_ms
    within = [f'"at" >= {context.time(since)}', f'"at" < {context.time(until)}']
    return [*within, *on_visits(context.filters, context)]


def shown(dimension: str | None, value: str) -> str:
    """A group's value as answers have it: names of countries, not their codes, where those were asked for."""
    return countries.names().get(value, value) if dimension == "visit:country_name" else value


def check_offset(pagination: Pagination, total: int) -> None:
    """Raises `InvalidRequest` for a page behind the last one."""
    if pagination.offset > total:
        raise InvalidRequest(
            "invalid_pagination", f"Invalid pagination.offset {pagination.offset}: there are {total} rows."
        )
