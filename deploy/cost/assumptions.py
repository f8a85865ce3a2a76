"""What the cost depends on beside plan and prices: assumptions.toml."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from deploy.cost.tables import table
from deploy.errors import Refused

FORM = "give NAME=VALUE, such as events_per_beacon=2"
DIVISORS = {"events_per_beacon", "events_per_visit", "hours"}


@dataclass(frozen=True)
class Assumption:
    """A number with its unit. `kind` is measured, code or assumed; `source` says where it is from, or why."""

    name: str
    value: float
    unit: str
    kind: str
    source: str


class Assumptions(Mapping[str, float]):
    """Name → value."""

    def __init__(self, known: Iterable[Assumption]) -> None:
        self._known = {assumption.name: assumption for assumption in known}

    def __getitem__(self, name: str) -> float:
        return self._known[name].value

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def all(self) -> list[Assumption]:
        """With units and sources, in the order of the file."""
        return list(self._known.values())

    def but(self, said: Iterable[str]) -> "Assumptions":
        """These, but for what is said: texts such as `sites=10`. Raises Refused for unknown names and wrong values."""
        changed = dict(self._known)
        for text in said:
            name, value = self._read(text)
            changed[name] = replace(changed[name], value=value, kind="assumed", source="given with --assume")
        return Assumptions(changed.values())

    def _read(self, text: str) -> tuple[str, float]:
        name, equals, given = text.partition("=")
        if not equals:
            raise Refused(f"--assume {text!r} has no value; {FORM}")
        if name not in self._known:
            raise Refused(f"nothing is assumed about {name!r}; {FORM}. There are: {', '.join(self)}")
        try:
            value = float(given)
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value >= 0) or (value == 0 and name in DIVISORS):
            raise Refused(f"--assume {name}={given} is no number that can be; {FORM}")
        return name, value


def assumptions() -> Assumptions:
    """Those of the file."""
    return Assumptions(Assumption(name, **values) for name, values in table("assumptions").items())
