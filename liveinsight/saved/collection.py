"""A site's things of one kind, each with a unique name. All of them are one item of `Settings`.

That makes a name unique by one conditional write. Deleted things stay for 30 days, so that they can be restored.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta
from pynamodb.exceptions import PutError

from liveinsight.errors import Conflict, NotFound
from liveinsight.tables import CONDITION_FAILED, CollectionItem
from liveinsight.timing import DAY_MS

MOST_NAME = 120
MOST_DELETED = 100
RESTORABLE_MS = 30 * DAY_MS
MOST_BYTES = 300_000
MOST_BYTES_WITH_DELETED = 380_000
"""DynamoDB takes items of up to 400 KB. The room between is for what is deleted, which always succeeds."""
ATTEMPTS = 8


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """What things of all kinds have. Times are UTC milliseconds."""

    id: str
    name: Annotated[str, Meta(description="Unique in the site, whatever the case.")]
    created_at: int = 0
    deleted_at: int | None = None


Thing = TypeVar("Thing", bound=Named)


@dataclass(slots=True)
class Collection(Generic[Thing]):
    """`many` and `one` are what the kind is called in the table and in refusals; `most` living ones fit."""

    many: str
    one: str
    of: type[Thing]
    most: int = 200

    def made(self, **values: Any) -> Thing:
        """A thing with an id of its own, which is not stored yet."""
        return self.of(id=secrets.token_hex(6), created_at=_now(), **values)

    def every(self, site_key: str, deleted: bool = False) -> list[Thing]:
        """Those of a site by name, or those that were deleted and can be restored."""
        found, _ = self._read(site_key)
        return sorted(_those(found, deleted), key=lambda thing: thing.name.casefold())

    def get(self, site_key: str, thing_id: str) -> Thing:
        """Raises `NotFound`."""
        return self._find(self.every(site_key), thing_id)

    def add(self, site_key: str, thing: Thing) -> Thing:
        """Raises `Conflict` when the name is taken or a limit is reached."""
        self._change(site_key, lambda things: [*things, thing])
        return thing

    def replace(self, site_key: str, thing_id: str, make: Callable[[Thing], Thing], deleted: bool = False) -> Thing:
        """What `make` makes of the thing, in its place; it may be called again when others write meanwhile.

        Raises `NotFound`, `Conflict` when another one has the name or a limit is reached, and what `make` raises.
        """
        made: list[Thing] = []

        def change(things: list[Thing]) -> list[Thing]:
            found = self._find(_those(things, deleted), thing_id)
            made[:] = [make(found)]
            return [made[0] if thing is found else thing for thing in things]

        self._change(site_key, change)
        return made[0]

    def delete(self, site_key: str, thing_id: str) -> None:
        """`restore` brings it back within 30 days. Raises `NotFound`."""
        self.replace(site_key, thing_id, lambda thing: msgspec.structs.replace(thing, deleted_at=_now()))

    def restore(self, site_key: str, thing_id: str) -> Thing:
        """Raises `NotFound`, `Conflict` when another one has its name by now or a limit is reached."""
        return self.replace(site_key, thing_id, lambda thing: msgspec.structs.replace(thing, deleted_at=None), True)

    def _change(self, site_key: str, change: Callable[[list[Thing]], list[Thing]]) -> None:
        """Write the changed things on the condition that nobody else wrote meanwhile; else read them again."""
        for attempt in range(ATTEMPTS):
            before, item = self._read(site_key)
            changed = change(before)
            self._check(before, changed)
            item.content, item.goals = _joined(changed), None
            try:
                item.save()
            except PutError as error:
                if error.cause_response_code != CONDITION_FAILED:
                    raise
                time.sleep(secrets.randbelow(20 * (attempt + 1)) / 1000)
            else:
                return
        raise Conflict(f"{self.many}_are_changing", f"others are changing the {self.many} at this moment; try again")

    def _read(self, site_key: str) -> tuple[list[Thing], CollectionItem]:
        """All that are alive or can be restored, and the item that they are written to."""
        try:
            item = CollectionItem.get(self.many, site_key, consistent_read=True)
        except CollectionItem.DoesNotExist:
            return [], CollectionItem(self.many, site_key)
        things = msgspec.json.decode(item.content or item.goals or "[]", type=list[self.of])  # type: ignore[name-defined]
        since = _now() - RESTORABLE_MS
        return [thing for thing in things if not thing.deleted_at or thing.deleted_at >= since], item

    def _check(self, before: Sequence[Thing], changed: Sequence[Thing]) -> None:
        """Limits refuse what grows only, so that there is always a way out of them."""
        was, alive = _those(before, deleted=False), _those(changed, deleted=False)
        if len(alive) > self.most and len(alive) > len(was):
            raise Conflict(f"too_many_{self.many}", f"a site may have {self.most} {self.many}; delete one first")
        seen: set[str] = set()
        for thing in alive:
            if thing.name.casefold() in seen:
                message = f"there is a {self.one} with the name {thing.name!r}; choose another `name`"
                raise Conflict(f"{self.one}_exists", message)
            seen.add(thing.name.casefold())
        if _size(alive) > max(MOST_BYTES, _size(was)):
            message = f"the {self.many} of a site may have {MOST_BYTES} bytes altogether; delete or shorten one first"
            raise Conflict(f"{self.many}_too_large", message)

    def _find(self, things: Sequence[Thing], thing_id: str) -> Thing:
        found = next((thing for thing in things if thing.id == thing_id), None)
        if found is None:
            raise NotFound(f"unknown_{self.one}", f"the site has no {self.one} with the id {thing_id[:40]!r}")
        return found


def _those(things: Sequence[Thing], deleted: bool) -> list[Thing]:
    return [thing for thing in things if bool(thing.deleted_at) == deleted]


def _joined(things: Sequence[Named]) -> str:
    """As JSON, without the deleted ones, the oldest first, for which there is no room."""
    written = {thing.id: msgspec.json.encode(thing) for thing in things}
    deleted = sorted(_those(things, deleted=True), key=lambda thing: -(thing.deleted_at or 0))
    kept = {thing.id for thing in _those(things, deleted=False)}
    room = MOST_BYTES_WITH_DELETED - sum(len(written[thing_id]) + 1 for thing_id in kept)
    for thing in deleted[:MOST_DELETED]:
        room -= len(written[thing.id]) + 1
        if room < 0:
            break
        kept.add(thing.id)
    return (b"[" + b",".join(text for thing_id, text in written.items() if thing_id in kept) + b"]").decode()


def _size(things: Sequence[Named]) -> int:
    return len(msgspec.json.encode(things))


def _now() -> int:
    return int(time.time() * 1000)
