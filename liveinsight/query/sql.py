# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""The statement: parts joined by their keys, metrics made of their sums, ordered and cut to a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from liveinsight.query import plan
from liveinsight.query.context import Context
from liveinsight.query.countries import names_table
from liveinsight.query.dimensions import HOSTNAMES
from liveinsight.query.filters import leaves
from liveinsight.query.metrics import counts, rates, reading, revenue, visits
from liveinsight.query.relations import Extent, around
from liveinsight.query.request import Query
from liveinsight.query.rules import REVENUE_METRICS

VALUES = {**counts.VALUES, **visits.VALUES, **reading.VALUES, **rates.VALUES, **revenue.VALUES}


@dataclass(slots=True, frozen=True)
class Statement:
    """A SELECT over `events` and `sessions`; its first CTEs must define those in `relations`.

    `tables` has the SELECT of each relation that is of the totals, `later` what must be there of `later_events` and
    `later_sessions`. Its rows are: the number of rows on all pages, the
    row's place among them, the dimensions, the metrics, and how many amounts were left out if revenue is among these.
    A page without rows has one row whose place is null.
    """

    sql: str
    values: dict[str, object]
    relations: frozenset[str]
    tables: Mapping[str, str] = field(default_factory=dict)
    later: Extent | None = None

    def over(self, selects: Mapping[str, str]) -> str:
        """The whole text, given the SELECT of each relation. They are never materialized: filters reach the files."""
        read = {f"{name}_read": text for name, text in selects.items()} | {**selects, **self.tables}
        ctes = [f"{name} AS NOT MATERIALIZED ({read[name]})" for name in sorted(self.relations)]
        own = self.sql.lstrip()
        return f"WITH {', '.join(ctes)} {own}" if own.startswith("SELECT") else f"WITH {', '.join([*ctes, own])}"


def build(query: Query, context: Context) -> Statement:
    """The statement for a request whose `context` has its span, dimensions and filters."""
    parts = plan.of(query.metrics, context)
    keys = [key for key, _ in plan.keys(context)]
    ctes = [f"{part.name}_part AS ({part.sql})" for part in parts]
    values = {f"m{index}": VALUES[name] for index, name in enumerate(query.metrics)} | _left_out(query)
    columns = [*_key_columns(context), *(f"{value} AS {name}" for name, value in values.items())]
    ctes.append(f"answer AS MATERIALIZED (SELECT {', '.join(columns)} FROM {_joined(parts)}{_totals(query, context)})")
    numbered = f"SELECT *, row_number() OVER (ORDER BY {_order(query, context)}) AS place FROM answer"
    page = f"SELECT * FROM ({numbered}) AS numbered WHERE place > {context.bind(query.offset)} " + (
        f"AND place <= {context.bind(query.offset + query.limit)}"
    )
    names = ", ".join([*keys, *values])
    counted = "SELECT count(*) AS total_rows FROM answer"
    sql = (
        f"SELECT total_rows, place, {names} FROM ({counted}) AS counted "
        f"LEFT JOIN ({page}) AS page ON true ORDER BY place"
    )
    return finished(ctes, sql, context)


def _left_out(query: Query) -> dict[str, str]:
    return {"left_out": revenue.OTHERS} if set(query.metrics) & set(REVENUE_METRICS) else {}


def finished(ctes: Sequence[str], select: str, context: Context) -> Statement:
    """The statement of these CTEs and the SELECT over them, with the relations that `context` says it reads."""
    hostnames = _hostnames(context)
    derived = {"events", "sessions"} if hostnames else set()
    text = f"{', '.join([*hostnames, *ctes])} {select}"
    needed = frozenset(context.relations - derived)
    if context.totals is None:
        return Statement(text, context.values, needed)
    later = around(context.totals.until_ms, context.span.to_ms)
    return Statement(text, context.values, needed, context.totals.tables, later)


def _key_columns(context: Context) -> list[str]:
    columns = []
    for key, dimension in plan.keys(context):
        if dimension == "visit:country_name":
            found = f"(SELECT max(name) FROM ({names_table(context)}) AS names WHERE code = {key})"
            columns.append(f"coalesce({found}, {key}) AS {key}")
        else:
            columns.append(key)
    return columns


def _joined(parts: Sequence[plan.Part]) -> str:
    leading = [part for part in parts if part.leads]
    following = [part for part in parts if not part.leads]
    return f"{leading[0].name}_part" + "".join(_join(part) for part in [*leading[1:], *following])


def _join(part: plan.Part) -> str:
    if not part.keys:
        return f" CROSS JOIN {part.name}_part"
    return f" {'FULL' if part.leads else 'LEFT'} JOIN {part.name}_part USING ({', '.join(part.keys)})"


def _totals(query: Query, context: Context) -> str:
    text = ""
    if "percentage" in query.metrics:
        text += f" CROSS JOIN (SELECT visitors AS all_visitors FROM ({plan.total(context, converted=True)}))"
    if "conversion_rate" in query.metrics:
        text += f" CROSS JOIN (SELECT visitors AS base_visitors FROM ({plan.total(context, converted=False)}))"
    return text


def _order(query: Query, context: Context) -> str:
    """What was asked for, then the dimensions, so that pages never overlap."""
    names = {dimension: key for key, dimension in plan.keys(context)}
    names |= {name: f"m{index}" for index, name in enumerate(query.metrics)}
    time = next((key for key, dimension in plan.keys(context) if dimension.startswith("time")), "")
    terms = [f"{names.get(name, time)} {direction.upper()} NULLS LAST" for name, direction in query.order_by]
    return ", ".join([*terms, *(key for key, _ in plan.keys(context))])


def _hostnames(context: Context) -> list[str]:
    """Relations that know the hostnames of entry and exit page as well, where a question needs them."""
    used = {*context.dimensions, *(leaf.dimension for node in context.filters for leaf in leaves(node))}
    if not used & set(HOSTNAMES):
        return []
    raw = {name: context.reads(f"{name}_read") for name in ("events", "sessions")}
    last = f"SELECT session_id, arg_max(hostname, \"at\") AS exit_hostname FROM {raw['events']} WHERE type = 'pageview'"
    entry = f"SELECT session_id, hostname AS entry_hostname FROM {raw['sessions']}"
    added = "coalesce(entry_hostname, '') AS entry_hostname, coalesce(exit_hostname, '') AS exit_hostname"
    joins = "LEFT JOIN entries USING (session_id) LEFT JOIN exits USING (session_id)"
    return [
        f"exits AS ({last} GROUP BY 1)",
        f"entries AS ({entry})",
        *(
            f"{name} AS NOT MATERIALIZED (SELECT r.*, {added} FROM {raw[name]} AS r {joins})"
            for name in ("events", "sessions")
        ),
    ]
