"""Goals: what a site's owner wants visitors to do. All goals of a site are one item of `Settings`.

That makes a name unique by one conditional write. Deleted goals stay for 30 days, so that they can be restored.
"""

import secrets
import threading
import time
from collections.abc import Callable, Sequence

import msgspec
from babel.numbers import list_currencies
from pynamodb.exceptions import PutError

from liveinsight import sites
from liveinsight.domain.address import clean
from liveinsight.errors import Conflict, InvalidRequest, NotFound
from liveinsight.query import goals as query_goals
from liveinsight.tables import CONDITION_FAILED, GoalsItem
from liveinsight.timing import DAY_MS

MOST = 200
MOST_DELETED = 100
MOST_NAME = 120
MOST_EVENT = 120
MOST_PAGE = 500
RESTORABLE_MS = 30 * DAY_MS
KNOWN_S = 5.0
MOST_KNOWN = 1000
ATTEMPTS = 8
_known: dict[str, tuple[float, tuple[query_goals.Goal, ...]]] = {}
_lock = threading.Lock()


class Goal(msgspec.Struct, frozen=True, omit_defaults=True):
    """A custom event (`event`) or a page (`page`, `*` for any text). Times are UTC ms; 0 is never."""

    id: str
    name: str
    event: str = ""
    page: str = ""
    currency: str = ""
    created_at: int = 0
    deleted_at: int = 0


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What to set; None leaves a value as it is. Setting `event` unsets `page`, and the other way round."""

    name: str | None = None
    event: str | None = None
    page: str | None = None
    currency: str | None = None


def of(site_key: str) -> tuple[query_goals.Goal, ...]:
    """The site's goals as queries need them, at most 5 s old. A site that does not exist has none."""
    now = time.monotonic()
    found = _known.get(site_key)
    if found is None or now - found[0] > KNOWN_S:
        found = now, tuple(map(_for_queries, every(site_key)))
        with _lock:
            _known.pop(site_key, None)
            _known[site_key] = found
            while len(_known) > MOST_KNOWN:
                _known.pop(next(iter(_known)))
    return found[1]


def every(site_key: str, deleted: bool = False) -> list[Goal]:
    """The goals of a site by name, or those that were deleted and can be restored."""
    goals, _ = _read(site_key)
    return sorted((goal for goal in goals if bool(goal.deleted_at) == deleted), key=lambda goal: goal.name.casefold())


def get(site_key: str, goal_id: str) -> Goal:
    """Raises `NotFound`."""
    return _find(every(site_key), goal_id)


def add(site_key: str, wanted: Wanted) -> Goal:
    """A new goal; its name is made of event or page where none is given.

    Raises `NotFound` for an unknown site, `InvalidRequest`, `Conflict` when a goal has this name.
    """
    sites.get(site_key)
    made = _valid(_merged(Goal(secrets.token_hex(6), "", created_at=_now()), wanted))

    def change(goals: list[Goal]) -> list[Goal]:
        if sum(not goal.deleted_at for goal in goals) >= MOST:
            raise Conflict("too_many_goals", f"a site may have {MOST} goals; delete one first")
        return [*goals, made]

    _change(site_key, change)
    return made


def change(site_key: str, goal_id: str, wanted: Wanted) -> Goal:
    """The goal with these changes. Raises `NotFound`, `InvalidRequest`, `Conflict` when another one has the name."""
    return _replace(site_key, goal_id, lambda goal: _valid(_merged(goal, wanted)))


def delete(site_key: str, goal_id: str) -> None:
    """Queries do not know it any more; `restore` brings it back within 30 days. Raises `NotFound`."""
    _replace(site_key, goal_id, lambda goal: msgspec.structs.replace(goal, deleted_at=_now()))


def restore(site_key: str, goal_id: str) -> Goal:
    """A deleted goal, alive again. Raises `NotFound`, `Conflict` when another one has its name by now."""
    return _replace(site_key, goal_id, lambda goal: msgspec.structs.replace(goal, deleted_at=0), deleted=True)


def forget() -> None:
    """Forget what `of` remembers."""
    with _lock:
        _known.clear()


def _replace(site_key: str, goal_id: str, make: Callable[[Goal], Goal], deleted: bool = False) -> Goal:
    made: list[Goal] = []

    def change(goals: list[Goal]) -> list[Goal]:
        found = _find([goal for goal in goals if bool(goal.deleted_at) == deleted], goal_id)
        made[:] = [make(found)]
        return [made[0] if goal is found else goal for goal in goals]

    _change(site_key, change)
    return made[0]


def _change(site_key: str, change: Callable[[list[Goal]], list[Goal]]) -> None:
    """Write the changed goals on the condition that nobody else wrote meanwhile; else read them again."""
    for attempt in range(ATTEMPTS):
        goals, item = _read(site_key)
        changed = _kept(change(goals))
        _check_names(changed)
        item.goals = msgspec.json.encode(changed).decode()
        try:
            item.save()
        except PutError as error:
            if error.cause_response_code != CONDITION_FAILED:
                raise
            time.sleep(secrets.randbelow(20 * (attempt + 1)) / 1000)
        else:
            with _lock:
                _known.pop(site_key, None)
            return
    raise Conflict("goals_are_changing", "others are changing the goals at this moment; try again")


def _read(site_key: str) -> tuple[list[Goal], GoalsItem]:
    try:
        item = GoalsItem.get(GoalsItem.KIND, site_key, consistent_read=True)
    except GoalsItem.DoesNotExist:
        return [], GoalsItem(GoalsItem.KIND, site_key)
    return msgspec.json.decode(item.goals, type=list[Goal]), item


def _kept(goals: Sequence[Goal]) -> list[Goal]:
    """Without those that were deleted long ago, and without the oldest of too many deleted ones."""
    deleted = sorted((goal for goal in goals if goal.deleted_at), key=lambda goal: -goal.deleted_at)
    gone = {goal.id for goal in deleted[MOST_DELETED:]}
    gone |= {goal.id for goal in deleted if goal.deleted_at < _now() - RESTORABLE_MS}
    return [goal for goal in goals if goal.id not in gone]


def _check_names(goals: Sequence[Goal]) -> None:
    seen: set[str] = set()
    for goal in goals:
        folded = goal.name.casefold()
        if not goal.deleted_at and folded in seen:
            raise Conflict("goal_exists", f"there is a goal with the name {goal.name!r}; choose another `name`")
        if not goal.deleted_at:
            seen.add(folded)


def _find(goals: Sequence[Goal], goal_id: str) -> Goal:
    found = next((goal for goal in goals if goal.id == goal_id), None)
    if found is None:
        raise NotFound("unknown_goal", f"the site has no goal with the id {goal_id[:40]!r}")
    return found


def _merged(goal: Goal, wanted: Wanted) -> Goal:
    values = {
        name: value for name in ("name", "event", "page", "currency") if (value := getattr(wanted, name)) is not None
    }
    if values.get("event") and "page" not in values:
        values["page"] = ""
    if values.get("page") and "event" not in values:
        values["event"] = ""
    return msgspec.structs.replace(goal, **values)


def _valid(goal: Goal) -> Goal:
    event, page = clean(goal.event, MOST_EVENT + 1), clean(goal.page, MOST_PAGE + 1)
    if bool(event) == bool(page):
        raise InvalidRequest("invalid_goal", "give either `event`, the name of a custom event, or `page`, a path")
    if len(event) > MOST_EVENT:
        raise InvalidRequest("invalid_event", f"`event` has at most {MOST_EVENT} characters")
    if page and (not page.startswith(("/", "*")) or len(page) > MOST_PAGE):
        raise InvalidRequest(
            "invalid_page", f"`page` is a path like /thanks or /blog/*, at most {MOST_PAGE} characters"
        )
    currency = goal.currency.upper()
    if currency and (page or currency not in list_currencies()):
        raise InvalidRequest("invalid_currency", "`currency` is an ISO 4217 code like EUR, for goals with `event` only")
    name = clean(goal.name, MOST_NAME + 1) or event[:MOST_NAME] or f"Visit {page}"[:MOST_NAME]
    if len(name) > MOST_NAME:
        raise InvalidRequest("invalid_name", f"`name` has at most {MOST_NAME} characters")
    return msgspec.structs.replace(goal, name=name, event=event, page=page, currency=currency)


def _for_queries(goal: Goal) -> query_goals.Goal:
    return query_goals.Goal(goal.name, goal.event, goal.page, goal.currency)


def _now() -> int:
    return int(time.time() * 1000)
