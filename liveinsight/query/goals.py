"""Goals: what a site's owner wants visitors to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from liveinsight.errors import InvalidRequest
from liveinsight.query.filters import Filter, Simple


@dataclass(slots=True, frozen=True)
class Goal:
    """A custom event (`event`), or a page viewed (`page`, where `*` stands for any text).

    `currency` (ISO 4217) makes it a revenue goal: amounts in other currencies are not summed up.
    """

    name: str
    event: str = ""
    page: str = ""
    currency: str = ""


def asked(filters: Sequence[Filter]) -> list[Simple]:
    """The filters on goals, which stand at the top level only."""
    return [node for node in filters if isinstance(node, Simple) and node.dimension == "event:goal"]


def chosen(goals: Sequence[Goal], node: Simple) -> tuple[Goal, ...]:
    """The goals that a filter names. Raises `InvalidRequest` for a name that is none."""
    if node.operator == "is":
        known = {_folded(goal.name, node) for goal in goals}
        missing = next((clause for clause in node.clauses if _folded(clause, node) not in known), None)
        if missing is not None:
            raise InvalidRequest("invalid_filters", f"Invalid filters: the site has no goal `{missing[:120]}`.")
    return tuple(goal for goal in goals if any(_names(goal, clause, node) for clause in node.clauses))


def selected(goals: Sequence[Goal], filters: Sequence[Filter]) -> tuple[Goal, ...]:
    """The goals that all filters leave."""
    left = tuple(goals)
    for node in asked(filters):
        names = {goal.name for goal in chosen(goals, node)}
        left = tuple(goal for goal in left if goal.name in names)
    return left


def _names(goal: Goal, clause: str, node: Simple) -> bool:
    name, wanted = _folded(goal.name, node), _folded(clause, node)
    return name == wanted if node.operator == "is" else wanted in name


def _folded(text: str, node: Simple) -> str:
    return text if node.case_sensitive else text.lower()
