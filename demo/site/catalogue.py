"""The shop's goods, stories and finder answers, read from `catalogue.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class Product:
    """One thing for sale; `weight` says how often people look at it, `roast` is 1 (light) to 5."""

    slug: str
    name: str
    korean: str
    shelf: str
    line: str
    price_cents: int
    size: str
    weight: int
    art: str
    tone: str
    origin: str
    process: str
    roast: int
    notes: tuple[str, ...]
    text: str
    method: tuple[str, ...]
    flavour: str
    goes_with: tuple[str, ...]

    @property
    def path(self) -> str:
        """The product's own page."""
        return f"/{self.shelf}/{self.slug}/"

    @property
    def price(self) -> str:
        """Decimal text without a currency sign, such as `19.90`."""
        return money(self.price_cents)


@dataclass(frozen=True, slots=True)
class Story:
    """One blog post; `minutes` is its reading time."""

    slug: str
    title: str
    teaser: str
    minutes: int
    weight: int
    art: str
    tone: str

    @property
    def path(self) -> str:
        """The post's own page."""
        return f"/stories/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of the coffee finder."""

    slug: str
    name: str
    hint: str
    art: str


def money(cents: int) -> str:
    """Write an amount of cents as decimal text: 1990 becomes `19.90`."""
    return f"{cents // 100}.{cents % 100:02d}"


def _product(row: dict[str, object]) -> Product:
    lists = ("notes", "method", "goes_with")
    return Product(**{key: tuple(value) if key in lists else value for key, value in row.items()})  # type: ignore[arg-type]  # TOML is untyped; the tests build every row


_DATA = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text("utf-8"))

PRODUCTS: dict[str, Product] = {row["slug"]: _product(row) for row in _DATA["product"]}
STORIES: dict[str, Story] = {row["slug"]: Story(**row) for row in _DATA["story"]}
BREWERS: dict[str, Choice] = {row["slug"]: Choice(**row) for row in _DATA["brewer"]}
FLAVOURS: dict[str, Choice] = {row["slug"]: Choice(**row) for row in _DATA["flavour"]}
COFFEES: tuple[Product, ...] = tuple(p for p in PRODUCTS.values() if p.shelf == "coffee")
GEAR: tuple[Product, ...] = tuple(p for p in PRODUCTS.values() if p.shelf == "gear")


def matches(brewer: str, flavour: str) -> list[Product]:
    """Coffees for the finder's two answers, best first; never empty, as the answer alone ranks."""

    def misfit(coffee: Product) -> tuple[int, int]:
        wrong = (brewer not in coffee.method) + 2 * (coffee.flavour != flavour)
        return wrong, -coffee.weight

    return sorted(COFFEES, key=misfit)[:3]


def featured() -> list[Product]:
    """What the home page shows."""
    return [PRODUCTS[slug] for slug in ("madang", "yirgacheffe-chelbesa", "ondol", "celadon-dripper")]


def beside(story: Story) -> list[Story]:
    """The stories that a story's page leads to."""
    return [other for other in STORIES.values() if other is not story][:2]
