"""The walk through the shop: which page comes next, how long it is read, what is done on it."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

from demo.site.catalogue import BREWERS, CURRENCY, FLAVOURS, PRODUCTS, Product, matches, money
from demo.site.pages import PAGES, Kind, Page, ways
from demo.visitors.chance import pick
from demo.visitors.sources import Source, draw_landing

MOST_STEPS = 24
BUYS = 0.13  # of the looks at a product
SIGNS_UP = 0.012  # of the pages
LEAVE = "leave"

_DATA = tomllib.loads((Path(__file__).parent / "behaviour.toml").read_text("utf-8"))

# Weights of the next page's kind; what is left out is not gone to.
_NEXT: dict[Kind, dict[str, float]] = {Kind(kind): ways for kind, ways in _DATA["next"].items()}

# Median reading time in seconds.
_READING: dict[Kind, float] = {Kind(kind): seconds for kind, seconds in _DATA["reading_s"].items()}

# What a basket with something in it adds to the weights.
_TO_PAY: dict[Kind, tuple[Kind, float]] = {Kind.CART: (Kind.CHECKOUT, 70), Kind.CHECKOUT: (Kind.THANKS, 70)}
_TO_CART = 45.0


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
            matched = page.kind is Kind.FINDER_FLAVOUR
            page = following
            done.append(self._step(page, bounced=False, matched=matched))
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

    def _candidates(self, page: Page, kind: str) -> list[Page]:
        found = [way for way in ways(page) if way.kind == kind]
        if kind == Kind.FINDER_MATCH:
            suggested = {coffee.slug for coffee in matches(*self._answers)}
            return [way for way in found if way.slug in suggested] or found
        return found

    def _step(self, page: Page, bounced: bool, matched: bool = False) -> Step:
        median = 11.0 if bounced and page.kind is not Kind.STORY else _READING[page.kind]
        read_ms = self._duration(median + 14 * page.minutes * (not bounced))
        away = self._random.random() < 0.1 and read_ms > 12_000
        away_ms = int(read_ms * self._random.uniform(0.2, 0.5)) if away else 0
        actions = [] if bounced else self._actions(page, read_ms)
        if matched:
            actions.insert(0, Action("coffee_matched", 0, {"product": page.slug}))
        return Step(page, read_ms, away_ms, self._scroll(page, bounced), tuple(actions))

    def _duration(self, median_s: float) -> int:
        seconds = self._random.lognormvariate(math.log(median_s), 0.75)
        return int(1000 * min(max(seconds, 1.8), 600))

    def _scroll(self, page: Page, bounced: bool) -> int:
        reach = self._random.betavariate(2, 3) if bounced else self._random.betavariate(4, 1.6)
        shown = 45 if page.kind in {Kind.CART, Kind.CHECKOUT, Kind.THANKS} else 18
        return min(100, shown + round(reach * (100 - shown)))

    def _actions(self, page: Page, read_ms: int) -> list[Action]:
        """Custom events of a page: buying and signing up; a purchase is announced at once on arrival."""
        done: list[Action] = []
        if page.kind in {Kind.COFFEE, Kind.GEAR} and self._random.random() < BUYS:
            done.append(self._add(PRODUCTS[page.slug], int(read_ms * 0.8)))
        if page.kind is Kind.THANKS and self._cart:
            done.append(self._buy())
        if not self._signed_up and page.kind not in {Kind.CART, Kind.CHECKOUT} and self._random.random() < SIGNS_UP:
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
