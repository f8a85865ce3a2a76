"""What AWS asks for: prices.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from deploy.cost.tables import table


@dataclass(frozen=True)
class Price:
    """`usd` US dollars for `per` units; `free` units each month cost nothing, for ever."""

    name: str
    usd: float
    per: int
    unit: str
    page: str
    confirmed: bool
    free: float = 0

    def of(self, units: float) -> float:
        """US dollars, without what is free."""
        return units * self.usd / self.per

    def __str__(self) -> str:
        each = f"{self.usd:.10f}".rstrip("0")
        decimals = max(2, len(each.partition(".")[2]))
        return f"${self.usd:,.{decimals}f}" + (f" / {self.per:,}" if self.per > 1 else "")


@cache
def prices() -> Mapping[str, Price]:
    """All prices, by name."""
    return {name: Price(name, **values) for name, values in table("prices")["prices"].items()}


def region() -> str:
    """The region that the prices are of."""
    return str(table("prices")["region"])


def date() -> str:
    """The month in which they were looked up."""
    return str(table("prices")["date"])
