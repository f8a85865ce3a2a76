"""A kind of things that people save: how one is made, changed and checked, whatever it defines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from liveinsight.domain.address import clean
from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.saved.collection import MOST_NAME, Collection, Named

MOST_BYTES = 16_000
Thing = TypeVar("Thing", bound=Named)


@dataclass(slots=True, frozen=True)
class Kind(Generic[Thing]):
    """`checked` gives a thing as it is to be stored, or raises `InvalidRequest` for what could not be answered.

    Of the fields that `one_of` names, setting one unsets the others.
    """

    collection: Collection[Thing]
    checked: Callable[[Thing, QueriedSite, Engine], Thing]
    one_of: tuple[str, ...] = ()

    def add(self, values: Mapping[str, Any], site: QueriedSite, engine: Engine) -> Thing:
        """A new one with these values. Raises `InvalidRequest`, `Conflict`."""
        return self.collection.add(site.key, self._valid(self.collection.made(**values), site, engine))

    def change(self, thing_id: str, values: Mapping[str, Any], site: QueriedSite, engine: Engine) -> Thing:
        """The thing with these values set; None leaves a value as it is.

        A definition that stays as it is is not checked again: its goals may be gone, and it can still be renamed.
        Raises `NotFound`, `InvalidRequest`, `Conflict`.
        """
        wanted = {name: value for name, value in values.items() if value is not None}
        unset = dict.fromkeys(self.one_of) if set(self.one_of) & set(wanted) else {}
        return self._replace(thing_id, unset | wanted, site, engine)

    def put(self, thing_id: str, values: Mapping[str, Any], site: QueriedSite, engine: Engine) -> Thing:
        """The thing with all of its values set. Raises `NotFound`, `InvalidRequest`, `Conflict`."""
        return self._replace(thing_id, values, site, engine)

    def _replace(self, thing_id: str, values: Mapping[str, Any], site: QueriedSite, engine: Engine) -> Thing:
        def make(thing: Thing) -> Thing:
            changed = msgspec.structs.replace(thing, **values)
            return _renamed(changed) if set(values) <= {"name"} else self._valid(changed, site, engine)

        return self.collection.replace(site.key, thing_id, make)

    def _valid(self, thing: Thing, site: QueriedSite, engine: Engine) -> Thing:
        self._check_size(thing)
        return _renamed(self.checked(thing, site, engine))

    def _check_size(self, thing: Thing) -> None:
        """Before anything else is checked, which takes time; cleaning makes nothing longer."""
        size = len(msgspec.json.encode(thing))
        if size > MOST_BYTES:
            one, field = self.collection.one, _largest_field(thing)
            message = f"a {one} may have {MOST_BYTES} bytes as JSON, this one has {size}; shorten `{field}`"
            raise InvalidRequest(f"{one}_too_large", message)


def _renamed(thing: Thing) -> Thing:
    """With its name cleaned. Raises `InvalidRequest`."""
    name = clean(thing.name, MOST_NAME + 1)
    if not 0 < len(name) <= MOST_NAME:
        raise InvalidRequest("invalid_name", f"`name` has 1 to {MOST_NAME} characters")
    return msgspec.structs.replace(thing, name=name)


def _largest_field(thing: Named) -> str:
    values = msgspec.structs.asdict(thing)
    return max(values, key=lambda name: len(msgspec.json.encode(values[name])))
