"""The walk through the shop: which page comes next, how long it is read, what is done on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from demo.site.catalogue import BREWERS, CURRENCY, FLAVOURS, PRODUCTS, Product, matches, money
from demo.site.pages import PAGES, Kind, Page, ways
from demo.visitors.chance import pick
from demo.visitors.sources import Source, draw_landing

MOST_STEPS = 24
LEAVE = "leave"

# Weights of the next page's kind; what is left out is not gone to.
_NEXT: dict[Kind, dict[Kind | str, float]] = {
    Kind.HOME: {Kind.COFFEES: 34, Kind.COFFEE: 18, Kind.FINDER: 15, Kind.STORY: 9, Kind.GEAR_SHELF: 7, Kind.STORIES: 4, Kind.ABOUT: 6, Kind.GEAR: 4, LEAVE: 14},
    Kind.COFFEES: {Kind.COFFEE: 70, Kind.FINDER: 8, Kind.GEAR_SHELF: 5, Kind.HOME: 3, LEAVE: 16},
    Kind.COFFEE: {Kind.COFFEES: 27, Kind.COFFEE: 16, Kind.GEAR: 12, Kind.STORIES: 4, Kind.HOME: 4, Kind.FINDER: 4, LEAVE: 30},
    Kind.GEAR_SHELF: {Kind.GEAR: 66, Kind.COFFEES: 10, LEAVE: 18},
    Kind.GEAR: {Kind.GEAR_SHELF: 24, Kind.GEAR: 12, Kind.COFFEE: 16, Kind.COFFEES: 8, LEAVE: 34},
    Kind.STORIES: {Kind.STORY: 74, Kind.HOME: 6, LEAVE: 20},
    Kind.STORY: {Kind.STORY: 20, Kind.COFFEE: 16, Kind.COFFEES: 10, Kind.STORIES: 8, Kind.HOME: 7, Kind.ABOUT: 4, LEAVE: 40},
    Kind.ABOUT: {Kind.COFFEES: 26, Kind.STORIES: 14, Kind.HOME: 14, LEAVE: 40},
    Kind.FINDER: {Kind.FINDER_BREWER: 84, Kind.COFFEES: 6, LEAVE: 10},
    Kind.FINDER_BREWER: {Kind.FINDER_FLAVOUR: 90, LEAVE: 10},
    Kind.FINDER_FLAVOUR: {Kind.FINDER_MATCH: 95, LEAVE: 5},
    Kind.FINDER_MATCH: {Kind.COFFEE: 52, Kind.FINDER_MATCH: 20, Kind.COFFEES: 8, LEAVE: 16},
    Kind.CART: {Kind.COFFEES: 18, Kind.HOME: 4, LEAVE: 16},
    Kind.CHECKOUT: {Kind.CART: 8, LEAVE: 24},
    Kind.THANKS: {Kind.STORIES: 20, Kind.HOME: 10, LEAVE: 70},
}  # fmt: skip

# What a basket with something in it adds to the weights.
_TO_PAY: dict[Kind, tuple[Kind, float]] = {Kind.CART: (Kind.CHECKOUT, 70), Kind.CHECKOUT: (Kind.THANKS, 70)}
_TO_CART = 45.0

# Median reading time in seconds.
_READING: dict[Kind, float] = {
    Kind.HOME: 22, Kind.COFFEES: 30, Kind.COFFEE: 42, Kind.GEAR_SHELF: 20, Kind.GEAR: 36, Kind.STORIES: 14,
    Kind.STORY: 95, Kind.ABOUT: 48, Kind.CART: 20, Kind.CHECKOUT: 55, Kind.THANKS: 14, Kind.FINDER: 9,
    Kind.FINDER_BREWER: 8, Kind.FINDER_FLAVOUR: 7, Kind.FINDER_MATCH: 19,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """A custom event, `after_ms` into its page."""

    name: str
    after_ms: int
    props: dict[str, str | int]
    revenue: str = ""

    def fields(self) -> dict[str, object]:
        """The event's own fields on the wire."""
        own: dict[str, object] = {"name": self.name, "props": self.props}
        return own | ({"revenue": {"amount": self.revenue, "currency": CURRENCY}} if self.revenue else {})


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a visit: it is looked at for `read_ms`, `away_ms` of it (at its middle) in another tab."""

    page: Page
    read_ms: int
    away_ms: int
    scroll_pct: int
    actions: tuple[Action, ...] = ()


class Walk:
    """One visit's way; reads its chance from `random` only."""

    def __init__(self, random: Random, source: Source) -> None:
        self._random = random
        self._source = source
        self._cart: list[tuple[Product, int]] = []
        self._answers = (random.choice(list(BREWERS)), random.choice(list(FLAVOURS)))
        self._signed_up = False

    def steps(self) -> list[Step]:
        """Walk until the visitor leaves; at least one step, at most `MOST_STEPS`."""
        page = draw_landing(self._random, self._source)
        bounced = self._random.random() < self._source.bounce
        done = [self._step(page, bounced)]
        while not bounced and len(done) < MOST_STEPS:
            following = self._following(page, first=len(done) == 1)
            if following is None:
                break
            page = following
            done.append(self._step(page, bounced=False))
        return done

    def _following(self, page: Page, first: bool) -> Page | None:
        weights = dict(_NEXT[page.kind])
        if first:
            weights.pop(LEAVE)  # who bounces was drawn before
        if self._cart:
            kind, weight = _TO_PAY.get(page.kind, (Kind.CART, _TO_CART))
            if kind is not page.kind:
                weights[kind] = weight
        chosen = pick(self._random, weights.items())
        if chosen == LEAVE:
            return None
        if page.kind is Kind.FINDER_FLAVOUR:
            return PAGES[f"/finder/match/{matches(*self._answers)[0].slug}/"]
        return pick(self._random, [(p, float(p.weight)) for p in self._candidates(page, chosen)])

    def _candidates(self, page: Page, kind: Kind | str) -> list[Page]:
        found = [way for way in ways(page) if way.kind == kind]
        if kind == Kind.FINDER_MATCH:
            suggested = {coffee.slug for coffee in matches(*self._answers)}
            return [way for way in found if way.slug in suggested] or found
        return found

    def _step(self, page: Page, bounced: bool) -> Step:
        median = 11.0 if bounced and page.kind is not Kind.STORY else _READING[page.kind]
        read_ms = self._duration(median + 14 * page.minutes * (not bounced))
        away = self._random.random() < 0.1 and read_ms > 12_000
        away_ms = int(read_ms * self._random.uniform(0.2, 0.5)) if away else 0
        actions = () if bounced else tuple(self._actions(page, read_ms))
        return Step(page, read_ms, away_ms, self._scroll(page, bounced), actions)

    def _duration(self, median_s: float) -> int:
        seconds = self._random.lognormvariate(math.log(median_s), 0.75)
        return int(1000 * min(max(seconds, 1.8), 600))

    def _scroll(self, page: Page, bounced: bool) -> int:
        reach = self._random.betavariate(2, 3) if bounced else self._random.betavariate(4, 1.6)
        shown = 45 if page.kind in {Kind.CART, Kind.CHECKOUT, Kind.THANKS} else 18
        return min(100, shown + round(reach * (100 - shown)))

    def _actions(self, page: Page, read_ms: int) -> list[Action]:
        """Custom events of a page: buying, matching, signing up; a purchase happens at once on arrival."""
        done: list[Action] = []
        if page.kind in {Kind.COFFEE, Kind.GEAR} and self._random.random() < 0.17:
            done.append(self._add(PRODUCTS[page.slug], int(read_ms * 0.8)))
        if page.kind is Kind.THANKS and self._cart:
            done.append(self._buy())
        if page.kind is Kind.FINDER_MATCH:
            done.append(Action("coffee_matched", 0, {"product": page.slug}))
        if not self._signed_up and page.kind not in {Kind.CART, Kind.CHECKOUT} and self._random.random() < 0.012:
            self._signed_up = True
            done.append(Action("signup", int(read_ms * 0.9), {"place": "footer"}))
        return done

    def _add(self, product: Product, after_ms: int) -> Action:
        quantity = pick(self._random, ((1, 78.0), (2, 17.0), (3, 5.0)))
        self._cart.append((product, quantity))
        return Action("add_to_cart", after_ms, {"product": product.slug, "quantity": quantity})

    def _buy(self) -> Action:
        cents = sum(product.price_cents * quantity for product, quantity in self._cart)
        items = sum(quantity for _, quantity in self._cart)
        self._cart = []
        return Action("purchase", 0, {"items": items}, money(cents))
