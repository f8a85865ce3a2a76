"""How fast the shop's pages are for its visitors: web vitals, as a page would measure and send them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import urlsplit

from demo.site.pages import PAGES, Kind
from demo.visitors.chance import chance
from demo.visitors.countries import COUNTRIES, HOUR_MS
from demo.visitors.visit import Moment, Visit

MEASURED = 0.15
"""Share of the visits that measure: enough for every page, and few beside the other events."""
_SEOUL_HOURS = 9.0
_BUSY_EVERY_DAYS, _BUSY_DAYS = 17, 2
_HOURS_AHEAD = {country.code: country.utc_hours for country in COUNTRIES}

# Medians on a phone: ms from the first byte to the largest paint, ms that the slowest answer to a tap takes, and how
# far the layout moves. What is left out is as on a product's page.
_PAGES: dict[Kind, tuple[float, float, float]] = {
    Kind.HOME: (2400, 120, 0.07),
    Kind.COFFEES: (2000, 140, 0.11),
    Kind.GEAR_SHELF: (1900, 120, 0.08),
    Kind.STORY: (2900, 90, 0.19),
    Kind.STORIES: (1500, 85, 0.05),
    Kind.FINDER: (1300, 210, 0.03),
    Kind.CART: (1000, 190, 0.05),
    Kind.CHECKOUT: (1200, 330, 0.08),
}
_PRODUCT = (1800.0, 140.0, 0.06)


def measured(visit: Visit) -> Visit:
    """The visit with the measurements of its pages, if it is one of those that measure."""
    random = chance(visit.id, "vitals")
    if visit.person.bot or random.random() >= MEASURED:
        return visit
    found = sorted((*visit.moments, *_measurements(visit, random)), key=lambda moment: moment.at_ms)
    return replace(visit, moments=tuple(found))


def _measurements(visit: Visit, random: Random) -> Iterator[Moment]:
    """Of each page that was loaded: two while it loads, the others when it is left."""
    number, loaded = 0, -1
    for moment in visit.moments:
        if moment.document == loaded:
            continue
        loaded = moment.document
        left_ms = max(other.at_ms for other in visit.moments if other.document == loaded)
        for name, value in _values(visit, moment, random).items():
            at_ms = min(left_ms, moment.at_ms + int(value)) if name in ("TTFB", "FCP") else left_ms
            yield Moment(at_ms, loaded, _event(f"{visit.id}-v{number}", at_ms, moment.fields["url"], name, value))
            number += 1


def _values(visit: Visit, first: Moment, random: Random) -> dict[str, float]:
    """Metric → value, ms or for CLS a plain number. Only Chromium measures CLS; not everybody taps anywhere."""
    agent = visit.person.agent
    slow = 1.0 if "Mobile" in agent or "Android" in agent else 0.5
    again = 0.6 if first.document else 1.0
    paint, tap, shift = _PAGES.get(PAGES[urlsplit(first.fields["url"]).path].kind, _PRODUCT)
    ttfb = _spread(random, _first_byte(visit.person.country, first.at_ms) * (0.6 + 0.4 * slow) * again, 0.45)
    fcp = ttfb + _spread(random, 800 * slow * again, 0.45)
    found = {"TTFB": ttfb, "FCP": fcp, "LCP": max(fcp, ttfb + _spread(random, paint * slow * again, 0.5))}
    if "Chrome/" in agent:
        found["CLS"] = 0.0 if random.random() < 0.35 else _spread(random, shift * (0.5 + 0.5 * slow), 0.9)
    if random.random() < 0.8:
        found["INP"] = _spread(random, 1.25 * tap * (0.35 + 0.65 * slow), 0.6)
    return found


def _first_byte(country: str, at_ms: int) -> float:
    """Median ms: the server is in Seoul, and busy on two days of seventeen."""
    apart = abs(_HOURS_AHEAD.get(country, 0.0) - _SEOUL_HOURS)
    far = 55 * min(apart, 24 - apart)
    busy = at_ms // (24 * HOUR_MS) % _BUSY_EVERY_DAYS < _BUSY_DAYS
    return (260 + far) * (1.7 if busy else 1.0)


def _spread(random: Random, median: float, sigma: float) -> float:
    return random.lognormvariate(math.log(median), sigma)


def _event(event_id: str, at_ms: int, url: str, name: str, value: float) -> dict[str, Any]:
    props = {"name": name, "value": f"{value:.4f}" if name == "CLS" else f"{value:.1f}"}
    return {
        "id": event_id,
        "type": "event",
        "name": "web-vital",
        "interactive": False,
        "at": at_ms,
        "url": url,
        "props": props,
    }
