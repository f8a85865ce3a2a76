"""Goals: what a site's owner wants visitors to do. They are kept like everything that has a name in a site.

See `liveinsight.saved.collection`: a name is there once, and deleted goals stay for 30 days.
"""

import threading
import time

import msgspec
from babel.numbers import list_currencies

from liveinsight import sites
from liveinsight.domain.address import clean
from liveinsight.errors import InvalidRequest
from liveinsight.query import goals as query_goals
from liveinsight.saved.collection import MOST_NAME, Collection, Named

MOST_EVENT = 120
MOST_PAGE = 500
KNOWN_S = 5.0
MOST_KNOWN = 1000
_known: dict[str, tuple[float, tuple[query_goals.Goal, ...]]] = {}
_lock = threading.Lock()


class Goal(Named, frozen=True, kw_only=True, omit_defaults=True):
    """A custom event (`event`) or a page (`page`, `*` for any text)."""

    event: str = ""
    page: str = ""
    currency: str = ""


GOALS = Collection("goals", "goal", Goal)


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
        found = now, current(site_key)
        with _lock:
            _known.pop(site_key, None)
            _known[site_key] = found
            while len(_known) > MOST_KNOWN:
                _known.pop(next(iter(_known)))
    return found[1]


def current(site_key: str) -> tuple[query_goals.Goal, ...]:
    """The site's goals as queries need them, read anew."""
    return tuple(query_goals.Goal(goal.name, goal.event, goal.page, goal.currency) for goal in every(site_key))


def every(site_key: str, deleted: bool = False) -> list[Goal]:
    """The goals of a site by name, or those that were deleted and can be restored."""
    return GOALS.every(site_key, deleted)


def get(site_key: str, goal_id: str) -> Goal:
    """Raises `NotFound`."""
    return GOALS.get(site_key, goal_id)


def add(site_key: str, wanted: Wanted) -> Goal:
    """A new goal; its name is made of event or page where none is given.

    Raises `NotFound` for an unknown site, `InvalidRequest`, `Conflict` when a goal has this name or there are too many.
    """
    sites.get(site_key)
    made = GOALS.add(site_key, _valid(_merged(GOALS.made(name=""), wanted)))
    _forget(site_key)
    return made


def change(site_key: str, goal_id: str, wanted: Wanted) -> Goal:
    """The goal with these changes. Raises `NotFound`, `InvalidRequest`, `Conflict` when another one has the name."""
    changed = GOALS.replace(site_key, goal_id, lambda goal: _valid(_merged(goal, wanted)))
    _forget(site_key)
    return changed


def delete(site_key: str, goal_id: str) -> None:
    """Queries do not know it any more; `restore` brings it back within 30 days. Raises `NotFound`."""
    GOALS.delete(site_key, goal_id)
    _forget(site_key)


def restore(site_key: str, goal_id: str) -> Goal:
    """A deleted goal, alive again. Raises `NotFound`, `Conflict` when its name is taken or there are too many."""
    restored = GOALS.restore(site_key, goal_id)
    _forget(site_key)
    return restored


def forget() -> None:
    """Forget what `of` remembers."""
    with _lock:
        _known.clear()


def _forget(site_key: str) -> None:
    with _lock:
        _known.pop(site_key, None)


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
