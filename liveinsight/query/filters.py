"""The filter tree of a request: what it may look like, and how it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from liveinsight.errors import InvalidRequest
from liveinsight.query.dimensions import filterable

MAX_DEPTH = 12
MAX_CLAUSES = 2_000
MAX_CLAUSE = 2_000
MAX_PATTERN = 500
PATTERNS = ("matches", "matches_not", "matches_wildcard", "matches_wildcard_not")
OPERATORS = ("is", "is_not", "contains", "contains_not", *PATTERNS)


@dataclass(slots=True, frozen=True)
class Simple:
    """One comparison: true when any of the clauses matches; `_not` operators are the opposite."""

    operator: str
    dimension: str
    clauses: tuple[str, ...]
    case_sensitive: bool = True


@dataclass(slots=True, frozen=True)
class Junction:
    operator: Literal["and", "or", "not"]
    parts: tuple["Filter", ...]


@dataclass(slots=True, frozen=True)
class Behaviour:
    """`has_done`: another event of the same visit meets the filter; `has_not_done`: none does."""

    operator: Literal["has_done", "has_not_done"]
    part: "Filter"


Filter = Simple | Junction | Behaviour


def leaves(node: Filter, *, within_behaviour: bool = False) -> Iterator[Simple]:
    """The comparisons in the tree, without those inside of `has_done` and `has_not_done` unless asked for."""
    if isinstance(node, Simple):
        yield node
    elif isinstance(node, Junction):
        for part in node.parts:
            yield from leaves(part, within_behaviour=within_behaviour)
    elif within_behaviour:
        yield from leaves(node.part, within_behaviour=True)


def behaviours(node: Filter) -> Iterator[Behaviour]:
    if isinstance(node, Behaviour):
        yield node
    elif isinstance(node, Junction):
        for part in node.parts:
            yield from behaviours(part)


def about_events(node: Filter) -> bool:
    """Whether the answer depends on a single event and not on the visit alone."""
    return any(leaf.dimension.startswith("event:") for leaf in leaves(node))


def by_entry_page(node: Filter) -> Filter:
    """The same filter, asking for the page on which the visit entered instead of the event's page."""
    if isinstance(node, Simple):
        return replace(node, dimension="visit:entry_page") if node.dimension == "event:page" else node
    if isinstance(node, Junction):
        return replace(node, parts=tuple(by_entry_page(part) for part in node.parts))
    return node


def parse(raw: object) -> tuple[Filter, ...]:
    """The filters of a request, implicitly joined by `and`. Raises `InvalidRequest`."""
    if not isinstance(raw, list):
        raise _invalid(raw, "a list is expected")
    filters = tuple(_filter(entry, 0) for entry in raw)
    count = sum(len(leaf.clauses) for node in filters for leaf in leaves(node, within_behaviour=True))
    if count > MAX_CLAUSES:
        raise InvalidRequest("invalid_filters", f"Invalid filters: at most {MAX_CLAUSES} clauses, these have {count}.")
    return filters


def _filter(raw: object, depth: int) -> Filter:
    if depth > MAX_DEPTH:
        raise InvalidRequest("invalid_filters", f"Invalid filters: nested deeper than {MAX_DEPTH} levels.")
    if not isinstance(raw, list) or len(raw) < 2 or not isinstance(raw[0], str):
        raise _invalid(raw, "expected [operator, …]")
    operator = raw[0]
    if operator in ("and", "or", "not", "has_done", "has_not_done"):
        return _combined(raw, operator, depth)
    if operator in OPERATORS:
        return _simple(raw, operator)
    raise _invalid(raw, f"unknown operator {_shown(operator)}")


def _combined(raw: list[object], operator: str, depth: int) -> Filter:
    if len(raw) != 2:
        raise _invalid(raw, f"expected [{operator!r}, filter]")
    if operator in ("and", "or"):
        parts = raw[1]
        if not isinstance(parts, list) or not parts:
            raise _invalid(raw, f"{operator!r} needs a list of filters")
        return Junction("and" if operator == "and" else "or", tuple(_filter(part, depth + 1) for part in parts))
    part = _filter(raw[1], depth + 1)
    if operator == "not":
        return Junction("not", (part,))
    return Behaviour("has_done" if operator == "has_done" else "has_not_done", part)


def _simple(raw: list[object], operator: str) -> Simple:
    if len(raw) not in (3, 4):
        raise _invalid(raw, "expected [operator, dimension, clauses]")
    dimension = raw[1]
    if dimension == "segment":
        raise _invalid(raw, "segments are not supported; write their filters out")
    if not isinstance(dimension, str) or not filterable(dimension):
        raise _invalid(raw, f"unknown dimension {_shown(dimension)}")
    if dimension == "event:goal" and operator not in ("is", "contains"):
        raise _invalid(raw, "`event:goal` can be filtered by `is` and `contains` only")
    case_sensitive = _modifiers(raw)
    if not case_sensitive and operator in PATTERNS:
        raise _invalid(raw, f"`case_sensitive` cannot be used with {operator!r}")
    return Simple(operator, dimension, _clauses(raw, operator, dimension), case_sensitive)


def _clauses(raw: list[object], operator: str, dimension: str) -> tuple[str, ...]:
    clauses = raw[2]
    if not isinstance(clauses, list) or not clauses:
        raise _invalid(raw, "clauses must be a list of at least one text")
    if dimension == "visit:city":
        clauses = [str(clause) if type(clause) is int else clause for clause in clauses]
    limit = MAX_PATTERN if operator in PATTERNS else MAX_CLAUSE
    for clause in clauses:
        if not isinstance(clause, str):
            raise _invalid(raw, f"clause {_shown(clause)} is no text")
        if len(clause) > limit:
            raise _invalid(raw, f"a clause of {operator!r} may have {limit} characters")
        if "\0" in clause:
            raise _invalid(raw, "a clause must not have a null character")
    if dimension == "visit:country" and operator in ("is", "is_not") and any(len(c) not in (0, 2) for c in clauses):
        raise _invalid(raw, "`visit:country` needs 2-letter country codes")
    return tuple(clauses)


def _modifiers(raw: list[object]) -> bool:
    if len(raw) < 4:
        return True
    modifiers = raw[3]
    if not isinstance(modifiers, dict) or set(modifiers) - {"case_sensitive"}:
        raise _invalid(raw, "the only modifier is `case_sensitive`")
    value = modifiers.get("case_sensitive", True)
    if not isinstance(value, bool):
        raise _invalid(raw, "`case_sensitive` must be true or false")
    return value


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except RecursionError:  # JSON that could just be read may be nested too deeply to be written
        return "…"
    return text if len(text) <= 80 else text[:80] + "…"


def _invalid(raw: object, reason: str) -> InvalidRequest:
    return InvalidRequest("invalid_filters", f"Invalid filter {_shown(raw)}: {reason}.")
