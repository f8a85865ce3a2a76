"""The basket and the order, kept in Flask's signed session cookie."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from demo.site.catalogue import PRODUCTS, Product, money

MOST = 20  # of one product; keeps the cookie and the totals small


@dataclass(frozen=True, slots=True)
class Line:
    """One product in the basket."""

    product: Product
    quantity: int

    @property
    def cents(self) -> int:
        """Price of the line in cents."""
        return self.product.price_cents * self.quantity


class Cart:
    """Reads and changes the basket in `session`, a mapping of slug to quantity."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self._session = session

    @property
    def lines(self) -> list[Line]:
        """What is in the basket; products that are no longer sold are left out."""
        kept: dict[str, int] = self._session.get("cart", {})
        return [Line(PRODUCTS[slug], n) for slug, n in kept.items() if slug in PRODUCTS]

    @property
    def count(self) -> int:
        """Number of articles."""
        return sum(line.quantity for line in self.lines)

    @property
    def cents(self) -> int:
        """Total price in cents."""
        return sum(line.cents for line in self.lines)

    @property
    def total(self) -> str:
        """Total price as decimal text."""
        return money(self.cents)

    def put(self, slug: str, quantity: int) -> None:
        """Set how many of a product are in the basket; zero or less takes it out."""
        kept = {line.product.slug: line.quantity for line in self.lines}
        kept.pop(slug, None)
        if quantity > 0:
            kept[slug] = min(quantity, MOST)
        self._session["cart"] = kept

    def add(self, slug: str, quantity: int) -> None:
        """Put more of a product into the basket."""
        held = sum(line.quantity for line in self.lines if line.product.slug == slug)
        self.put(slug, held + quantity)

    def order(self) -> None:
        """Turn the basket into an order that waits to be announced once, and empty it."""
        items = [[line.product.name, line.quantity] for line in self.lines]
        self._session["order"] = {"total": self.total, "count": self.count, "items": items}
        self._session["cart"] = {}

    def take_order(self) -> dict[str, Any] | None:
        """Return the order just made, only once, so that a reload counts no second purchase."""
        order: dict[str, Any] | None = self._session.pop("order", None)
        return order
