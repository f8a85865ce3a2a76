"""Every page of the shop: its path, title and kind.

The site takes its titles from here and the simulated visitors take their paths from here, so the
two cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from demo.site.catalogue import COFFEES, GEAR, PRODUCTS, STORIES, beside, featured

SHOP = "Hanok Coffee"


class Kind(StrEnum):
    """What a page is for; the visitors' walk moves between kinds."""

    HOME = "home"
    COFFEES = "coffees"
    COFFEE = "coffee"
    GEAR_SHELF = "gear shelf"
    GEAR = "gear"
    STORIES = "stories"
    STORY = "story"
    ABOUT = "about"
    CART = "cart"
    CHECKOUT = "checkout"
    THANKS = "thanks"
    FINDER = "finder"
    FINDER_BREWER = "finder brewer"
    FINDER_FLAVOUR = "finder flavour"
    FINDER_MATCH = "finder match"


# Pages that the finder shows by pushState, without loading a document.
VIRTUAL = frozenset({Kind.FINDER_BREWER, Kind.FINDER_FLAVOUR, Kind.FINDER_MATCH})


@dataclass(frozen=True, slots=True)
class Page:
    """One address; `slug` names the product or story, `weight` its popularity within its kind."""

    path: str
    title: str
    kind: Kind
    slug: str = ""
    weight: int = 1
    minutes: int = 0


def _titled(name: str) -> str:
    return f"{name} – {SHOP}"


def _fixed() -> list[Page]:
    return [
        Page("/", f"{SHOP} – roasted under a tiled roof in Seoul", Kind.HOME),
        Page("/coffee/", _titled("Coffee"), Kind.COFFEES),
        Page("/gear/", _titled("Brewing gear"), Kind.GEAR_SHELF),
        Page("/stories/", _titled("Stories"), Kind.STORIES),
        Page("/about/", _titled("Our house"), Kind.ABOUT),
        Page("/cart/", _titled("Your basket"), Kind.CART),
        Page("/checkout/", _titled("Checkout"), Kind.CHECKOUT),
        Page("/thanks/", _titled("Thank you"), Kind.THANKS),
        Page("/finder/", _titled("Find your coffee"), Kind.FINDER),
        Page("/finder/brewer/", _titled("How do you brew?"), Kind.FINDER_BREWER),
        Page("/finder/flavour/", _titled("What do you like?"), Kind.FINDER_FLAVOUR),
    ]


def _from_catalogue() -> list[Page]:
    kinds = {"coffee": Kind.COFFEE, "gear": Kind.GEAR}
    products = [Page(p.path, _titled(p.name), kinds[p.shelf], p.slug, p.weight) for p in PRODUCTS.values()]
    stories = [Page(s.path, _titled(s.title), Kind.STORY, s.slug, s.weight, s.minutes) for s in STORIES.values()]
    found = [
        Page(
            f"/finder/match/{c.slug}/",
            _titled(f"Your match: {c.name}"),
            Kind.FINDER_MATCH,
            c.slug,
            c.weight,
        )
        for c in COFFEES
    ]
    return products + stories + found


PAGES: dict[str, Page] = {page.path: page for page in _fixed() + _from_catalogue()}


def of_kind(kind: Kind) -> list[Page]:
    """All pages of one kind, in the shop's order."""
    return [page for page in PAGES.values() if page.kind is kind]


NAVIGATION = ("/", "/coffee/", "/gear/", "/finder/", "/stories/", "/about/", "/cart/")

_SHELVES: dict[Kind, list[str]] = {
    Kind.HOME: [p.path for p in featured()] + [s.path for s in list(STORIES.values())[:3]],
    Kind.COFFEES: [p.path for p in COFFEES],
    Kind.GEAR_SHELF: [p.path for p in GEAR],
    Kind.STORIES: [s.path for s in STORIES.values()],
    Kind.CART: ["/checkout/"],
    Kind.CHECKOUT: ["/thanks/"],
    Kind.FINDER: ["/finder/brewer/"],
    Kind.FINDER_BREWER: ["/finder/flavour/"],
    Kind.FINDER_FLAVOUR: [f"/finder/match/{c.slug}/" for c in COFFEES],
}


def ways(page: Page) -> list[Page]:
    """The pages that a page leads to: by link, and at checkout and in the finder by its next step."""
    if page.kind in {Kind.COFFEE, Kind.GEAR}:
        content = [PRODUCTS[slug].path for slug in PRODUCTS[page.slug].goes_with]
    elif page.kind is Kind.STORY:
        content = [s.path for s in beside(STORIES[page.slug])] + [c.path for c in COFFEES[:2]]
    elif page.kind is Kind.FINDER_MATCH:
        others = [f"/finder/match/{c.slug}/" for c in COFFEES if c.slug != page.slug]
        content = [PRODUCTS[page.slug].path, *others]
    else:
        content = _SHELVES.get(page.kind, [])
    return [PAGES[path] for path in dict.fromkeys([*content, *NAVIGATION]) if path != page.path]
