"""Goals of a site: they are `event:goal` in every question."""

from typing import Annotated

from msgspec import Meta, Struct, convert

from dashboard.api.noun import Noun
from dashboard.api.paging import Page, Paging, page
from liveinsight import goals
from liveinsight.goals import MOST_EVENT, MOST_PAGE, Goal, Wanted
from liveinsight.saved.collection import MOST_NAME
from liveinsight.sites import Site

noun = Noun("goals", "Goals", "What visitors are wanted to do. Use them as `event:goal` in every question.")
Name = Annotated[str, Meta(max_length=MOST_NAME, description="Unique in the site, whatever the case.")]
Event = Annotated[str, Meta(max_length=MOST_EVENT, description="Name of a custom event.", examples=["signup"])]
Path = Annotated[str, Meta(max_length=MOST_PAGE, description="A path; `*` for any text.", examples=["/thanks/*"])]
Currency = Annotated[str, Meta(max_length=3, description="ISO 4217. Revenue in other currencies is not summed up.")]


class GoalAnswer(Struct, kw_only=True):
    """A goal. Either `event` or `page` is there. Times are UTC milliseconds."""

    id: str
    name: str
    event: str | None
    page: str | None
    currency: str | None
    created_at: int
    deleted_at: int | None


class NewGoal(Struct, kw_only=True, forbid_unknown_fields=True):
    """A goal to set: either `event` or `page`."""

    name: Annotated[Name | None, Meta(description="Made of event or page when left out.")] = None
    event: Event | None = None
    page: Path | None = None
    currency: Annotated[Currency | None, Meta(description="Makes it a revenue goal; with `event` only.")] = None


class GoalChanges(Struct, kw_only=True, forbid_unknown_fields=True):
    """What to set. What is left out stays as it is; an empty `currency` ends a revenue goal."""

    name: Name | None = None
    event: Event | None = None
    page: Path | None = None
    currency: Currency | None = None


class GoalList(Paging, kw_only=True, forbid_unknown_fields=True):
    deleted: Annotated[bool, Meta(description="Those that were deleted and can be restored.")] = False


@noun.endpoint("GET", "/api/v2/sites/{site}/goals", summary="List the goals")
def every(site: Site, query: GoalList) -> Page[GoalAnswer]:
    """By name."""
    return page([_answer(goal) for goal in goals.every(site.key, query.deleted)], query)


@noun.endpoint(
    "POST",
    "/api/v2/sites/{site}/goals",
    access="admin",
    summary="Set a goal",
    status=201,
    errors=(409,),
    example={"name": "Sign-up", "event": "signup"},
)
def create(site: Site, body: NewGoal) -> GoalAnswer:
    """Questions know it within 5 s."""
    return _answer(goals.add(site.key, convert(body, Wanted, from_attributes=True)))


@noun.endpoint("GET", "/api/v2/sites/{site}/goals/{goal}", summary="Look at a goal")
def get(site: Site, goal: str) -> GoalAnswer:
    return _answer(goals.get(site.key, goal))


@noun.endpoint(
    "PATCH",
    "/api/v2/sites/{site}/goals/{goal}",
    access="admin",
    summary="Change a goal",
    errors=(409,),
    example={"currency": "EUR"},
)
def change(site: Site, goal: str, body: GoalChanges) -> GoalAnswer:
    """Giving `page` takes `event` away, and the other way round."""
    return _answer(goals.change(site.key, goal, convert(body, Wanted, from_attributes=True)))


@noun.endpoint("DELETE", "/api/v2/sites/{site}/goals/{goal}", access="admin", summary="Delete a goal", errors=(409,))
def delete(site: Site, goal: str) -> None:
    """It can be restored within 30 days."""
    goals.delete(site.key, goal)


@noun.endpoint(
    "POST",
    "/api/v2/sites/{site}/goals/{goal}/restore",
    access="admin",
    summary="Restore a deleted goal",
    errors=(409,),
)
def restore(site: Site, goal: str) -> GoalAnswer:
    """Refused with 409 while another goal has its name."""
    return _answer(goals.restore(site.key, goal))


def _answer(goal: Goal) -> GoalAnswer:
    return GoalAnswer(
        id=goal.id,
        name=goal.name,
        event=goal.event or None,
        page=goal.page or None,
        currency=goal.currency or None,
        created_at=goal.created_at,
        deleted_at=goal.deleted_at or None,
    )
