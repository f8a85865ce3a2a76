"""A line of the bill: factors, and a price."""

import math
from dataclasses import dataclass

from deploy.cost.prices import Price, prices

Factor = tuple[float, str]
"""How much, and of what."""


@dataclass(frozen=True)
class Line:
    """`units` are the product of the factors, in the unit of the price."""

    phase: str
    part: str
    what: str
    factors: tuple[Factor, ...]
    price: Price

    @property
    def units(self) -> float:
        return math.prod(number for number, _ in self.factors)

    @property
    def usd(self) -> float:
        """US dollars a month, without what is free."""
        return self.price.of(self.units)

    @property
    def arithmetic(self) -> str:
        """Such as `2 gateways × 730 hours × $0.045`."""
        return " × ".join([*(_said(*factor) for factor in self.factors), str(self.price)])


def _said(number: float, unit: str) -> str:
    return f"{figure(number)} {unit[:-1] if number == 1 and unit.endswith('s') else unit}"


def figure(number: float) -> str:
    """A number with as many decimals as say something."""
    if number >= 1000 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.3g}" if number < 1 else f"{number:,.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Part:
    """A row of the bill, such as `Load balancer`, of one of the user's phases."""

    phase: str
    name: str

    def line(self, what: str, price: str, *factors: Factor) -> Line:
        """What is paid for, the name of its price, and how much of it there is."""
        return Line(self.phase, self.name, what, factors, prices()[price])
