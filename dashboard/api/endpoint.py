"""How an endpoint is declared: method, path, types, who may ask, what it can be refused with.

The handler's parameters say what it needs: `Caller` is who asks; `Site` is the site that the path names, if the
caller may open it; `body` and `query` are Structs that the request is checked against (`body: bytes` is taken as it
is); any other parameter is a part of the path. What it returns is the answer: a Struct or plain values, JSON as
bytes, None for 204, or a response of its own.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from liveinsight.sites import Site

Access = Literal["anyone", "read", "admin"]
PLACE = re.compile(r"{(\w+)}")
"""A variable part of a path."""


@dataclass(slots=True, frozen=True)
class Endpoint:
    """One method of one path. `takes` and `gives` are the documented types of body and answer."""

    name: str
    method: str
    path: str
    access: Access
    handler: Callable[..., Any]
    parameters: Mapping[str, Any]
    summary: str
    description: str
    takes: Any = None
    query: Any = None
    gives: Any = None
    status: int = 200
    errors: tuple[int, ...] = ()
    example: Any = None
    media_type: str = "application/json"

    @property
    def places(self) -> tuple[str, ...]:
        """The variable parts of the path."""
        return tuple(PLACE.findall(self.path))

    @property
    def names_site(self) -> bool:
        return Site in self.parameters.values()

    @property
    def refusals(self) -> tuple[int, ...]:
        """All statuses of refusals, in order."""
        found = {503, *self.errors}
        if self.access != "anyone":
            found |= {401, 429}
        if self.access == "admin" or self.names_site:
            found.add(403)
        if self.takes is not None:
            found |= {400, 413, 415}
        if self.query is not None:
            found.add(400)
        if self.places:
            found.add(404)
        return tuple(sorted(found))
