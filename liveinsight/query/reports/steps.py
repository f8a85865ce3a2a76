"""What a visitor does that a report can be about: a page seen, a custom event, or a goal reached."""

from typing import Annotated, Any

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.query import conditions
from liveinsight.query.context import Context
from liveinsight.query.dimensions import is_event
from liveinsight.query.engine import Engine
from liveinsight.query.filters import Filter, behaviours, leaves
from liveinsight.query.goals import Goal
from liveinsight.query.reports.question import Text, checked_filters


class Action(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Exactly one of `page`, `event` and `goal`."""

    page: Annotated[Text | None, msgspec.Meta(description="path of a page viewed, `*` stands for any text")] = None
    event: Annotated[Text | None, msgspec.Meta(description="name of a custom event")] = None
    goal: Annotated[Text | None, msgspec.Meta(description="name of a goal of the site")] = None
    filters: Annotated[
        list[Any],
        msgspec.Meta(description="filters on `event:` dimensions that the event itself must meet, as in the Stats API"),
    ] = []


def label(action: Action) -> str:
    """The page, the event's name or the goal's."""
    return action.page or action.event or action.goal or ""


def checked(action: Action, field: str, goals: tuple[Goal, ...], engine: Engine) -> tuple[Goal, tuple[Filter, ...]]:
    """What it is, and which filters narrow it. Raises `InvalidRequest` that names the field."""
    named = [name for name in ("page", "event", "goal") if getattr(action, name)]
    if len(named) != 1:
        raise _invalid(field, "exactly one of `page`, `event` and `goal` is expected")
    filters = checked_filters(action.filters, engine)
    for node in filters:
        if list(behaviours(node)) or any(not is_event(leaf.dimension) for leaf in leaves(node)):
            raise _invalid(f"{field}.filters", "only filters on `event:` dimensions are possible here")
    if action.goal is None:
        return Goal(label(action), event=action.event or "", page=action.page or ""), filters
    found = next((goal for goal in goals if goal.name == action.goal), None)
    if found is None:
        raise _invalid(f"{field}.goal", f"the site has no goal `{action.goal[:120]}`")
    return found, filters


def condition(wanted: Goal, filters: tuple[Filter, ...], context: Context) -> str:
    """Whether an event is this, as SQL."""
    return f"({' AND '.join([conditions.goal(wanted, context), *conditions.on_events(filters, context)])})"


def _invalid(field: str, reason: str) -> InvalidRequest:
    return InvalidRequest(f"invalid_{field.partition('[')[0].partition('.')[0]}", f"Invalid {field}: {reason}.")
