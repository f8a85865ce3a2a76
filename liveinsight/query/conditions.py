# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""Filters as SQL conditions on the rows of `events` or of `sessions`, with every clause bound."""

import re
from collections.abc import Sequence

from liveinsight.query.context import LONGEST_VISIT_MS, Context
from liveinsight.query.countries import names_table
from liveinsight.query.dimensions import NONE, NOT_SET, column, prop
from liveinsight.query.filters import Behaviour, Filter, Junction, Simple, about_events
from liveinsight.query.goals import Goal, chosen
from liveinsight.query.patterns import closed
from liveinsight.query.values import Row, value

HIT = "type <> 'engagement'"
"""Pageviews and custom events. Engagement beacons tell how long a page was read; they are not counted."""


def on_events(filters: Sequence[Filter], context: Context) -> list[str]:
    """Conditions on a single event, which knows its visit's attributes as well."""
    return [_condition(node, "event", context) for node in filters]


def on_visits(filters: Sequence[Filter], context: Context) -> list[str]:
    """Conditions on a visit; what concerns events must hold for one event of the visit at once."""
    conditions = [_condition(node, "visit", context) for node in filters if not about_events(node)]
    wanted = on_events([node for node in filters if about_events(node)], context)
    if wanted:
        conditions.append(f"session_id IN ({_visits_with(wanted, context)})")
    return conditions


def goal(wanted: Goal, context: Context) -> str:
    """Whether an event reaches a goal."""
    if wanted.event:
        return f"(type = 'event' AND name = {context.bind(wanted.event)})"
    if "*" in wanted.page:
        return f"(type = 'pageview' AND regexp_matches(path, {context.bind(_wildcard(wanted.page))}))"
    return f"(type = 'pageview' AND path = {context.bind(wanted.page)})"


def _visits_with(conditions: Sequence[str], context: Context) -> str:
    since = context.time(context.span.from_ms - LONGEST_VISIT_MS)
    until = context.time(context.span.to_ms + LONGEST_VISIT_MS)
    wanted = " AND ".join([f'"at" >= {since}', f'"at" < {until}', HIT, *conditions])
    return f"SELECT session_id FROM {context.reads('events')} WHERE {wanted}"


def _condition(node: Filter, row: Row, context: Context) -> str:
    if isinstance(node, Junction):
        parts = [_condition(part, row, context) for part in node.parts]
        return f"(NOT {parts[0]})" if node.operator == "not" else "(" + f" {node.operator.upper()} ".join(parts) + ")"
    if isinstance(node, Behaviour):
        negated = "NOT " if node.operator == "has_not_done" else ""
        return f"(session_id {negated}IN ({_visits_with(on_events([node.part], context), context)}))"
    if node.dimension == "event:goal":
        reached = [goal(wanted, context) for wanted in chosen(context.goals, node)]
        return f"({' OR '.join(reached) or 'false'})"
    if node.dimension == "visit:country_name":
        return f"(country IN (SELECT code FROM ({names_table(context)}) WHERE {_comparison(node, 'name', context)}))"
    return _comparison(node, value(node.dimension, row, context), context)


def _comparison(node: Simple, plain: str, context: Context) -> str:
    positive = {"is": _is, "contains": _contains, "matches": _matches, "matches_wildcard": _wildcards}
    operator = node.operator.replace("_not", "")
    found = positive[operator](node, plain, context)
    if operator == node.operator:
        return found
    if operator != "is" and prop(node.dimension) is not None:  # as documented elsewhere: the property must be there
        return f"({plain} <> '' AND NOT {found})"
    return f"(NOT {found})"


def _is(node: Simple, plain: str, context: Context) -> str:
    blanks = {NONE} if prop(node.dimension) is not None else {NOT_SET, column(node.dimension).blank}
    clauses = list(dict.fromkeys([*node.clauses, *([""] if blanks & set(node.clauses) else [])]))
    if node.case_sensitive:
        return f"({plain} IN ({', '.join(context.bind(clause) for clause in clauses)}))"
    return f"(lower({plain}) IN ({', '.join(f'lower({context.bind(clause)})' for clause in clauses)}))"


def _contains(node: Simple, plain: str, context: Context) -> str:
    text, form = (plain, "{}") if node.case_sensitive else (f"lower({plain})", "lower({})")
    tests = [f"strpos({text}, {form.format(context.bind(clause))}) > 0" for clause in node.clauses]
    return _any(tests, plain, node)


def _matches(node: Simple, plain: str, context: Context) -> str:
    tests = [f"regexp_matches({plain}, {context.bind(closed(clause))})" for clause in node.clauses]
    return _any(tests, plain, node)


def _wildcards(node: Simple, plain: str, context: Context) -> str:
    tests = [f"regexp_matches({plain}, {context.bind(_wildcard(clause))})" for clause in node.clauses]
    return _any(tests, plain, node)


def _any(tests: Sequence[str], plain: str, node: Simple) -> str:
    there = f"{plain} <> '' AND " if prop(node.dimension) is not None else ""
    return f"({there}({' OR '.join(tests)}))"


def _wildcard(pattern: str) -> str:
    """A regular expression for a text with `*` for anything."""
    return "(?s)^" + ".*".join(re.escape(part) for part in re.split(r"\*+", pattern)) + "$"
