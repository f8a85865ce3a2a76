"""All lines of the bill of a plan, and their sums."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deploy.cost.line import Line
from deploy.cost.parts import PARTS
from deploy.cost.phases import PHASES
from deploy.cost.plan import Plan
from deploy.cost.workload import Workload
from deploy.errors import Refused

SCALES = (1_000_000, 10_000_000, 100_000_000)
MOST_EVENTS = 10**12


@dataclass(frozen=True)
class Estimate:
    """A month with so many events. US dollars without free allowances, volume discounts and taxes."""

    events: int
    lines: tuple[Line, ...]

    @property
    def total(self) -> float:
        return _sum(self.lines)

    @property
    def allowances(self) -> float:
        """What of it AWS gives every account for nothing each month, if nothing else in the account uses it."""
        used: defaultdict[str, float] = defaultdict(float)
        price = {line.price.name: line.price for line in self.lines}
        for line in self.lines:
            used[line.price.name] += line.units
        return sum(price[name].of(min(units, price[name].free)) for name, units in used.items())

    def phases(self) -> dict[str, float]:
        """The user's phases, in order."""
        return {phase: _sum(line for line in self.lines if line.phase == phase) for phase in PHASES}

    def parts(self, phase: str) -> dict[str, float]:
        """The parts of a phase, in the order of their lines."""
        sums: dict[str, float] = {}
        for line in self.lines:
            if line.phase == phase:
                sums[line.part] = sums.get(line.part, 0) + line.usd
        return sums


def estimate(plan: Plan, events: int, given: Mapping[str, float]) -> Estimate:
    """What the plan costs with so many events a month. Raises Refused for a number of events that cannot be."""
    if not 0 <= events <= MOST_EVENTS:
        raise Refused(f"{events:,} events a month cannot be; give --events (EVENTS=…) from 0 to {MOST_EVENTS:,}")
    load = Workload(events, given)
    return Estimate(events, tuple(line for part in PARTS for line in part(plan, load)))


def _sum(lines: Iterable[Line]) -> float:
    return sum(line.usd for line in lines)
