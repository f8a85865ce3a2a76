"""Two months of invented visits, the file they are imported from, and plain counts over them."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

PAGES = ("/", "/pricing", "/blog/one", "/blog/two")
SOURCES = ("newsletter", "partner", "")
COUNTRIES = ("KR", "DE", "FR")
BROWSERS = ("Firefox", "Safari")
PLANS = ("free", "team")
VISITS = 300
DAYS = 70


@dataclass(frozen=True)
class Visit:
    """Pages that a visitor looked at, a minute and some seconds apart. `plan` is that of a sign-up at the end."""

    visitor: str
    at: datetime
    pages: tuple[str, ...]
    gap: timedelta
    source: str
    country: str
    browser: str
    plan: str = ""

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def events(self) -> int:
        return len(self.pages) + bool(self.plan)

    @property
    def seconds(self) -> int:
        return int(self.gap.total_seconds()) * (self.events - 1)

    @property
    def bounced(self) -> bool:
        return self.events == 1

    def lines(self) -> list[dict[str, Any]]:
        """Its events in the form of import files."""
        paths = [*self.pages, *([self.pages[-1]] if self.plan else [])]
        found = []
        for number, path in enumerate(paths):
            query = f"?utm_source={self.source}" if self.source and number == 0 else ""
            line = {
                "type": "pageview",
                "at": int((self.at + number * self.gap).timestamp() * 1000),
                "visitor": self.visitor,
                "url": f"https://shop.example{path}{query}",
                "country": self.country,
                "browser": self.browser,
            }
            signed_up = number == len(self.pages)
            found.append(
                line | ({"type": "event", "name": "signup", "props": {"plan": self.plan}} if signed_up else {})
            )
        return found


def visits(today: date) -> list[Visit]:
    """Visits of the days before today; nobody comes twice on the same day."""
    chance = random.Random(7)
    found = {}
    for _ in range(VISITS):
        visitor, days = f"visitor {chance.randrange(40)}", chance.randint(1, DAYS)
        start = datetime(today.year, today.month, today.day, chance.randint(1, 20), chance.randrange(60), tzinfo=UTC)
        found[visitor, days] = Visit(
            visitor=visitor,
            at=start - timedelta(days=days),
            pages=tuple(chance.choices(PAGES, k=chance.choice((1, 1, 2, 4)))),
            gap=timedelta(seconds=chance.randint(61, 119)),
            source=chance.choice(SOURCES),
            country=chance.choice(COUNTRIES),
            browser=chance.choice(BROWSERS),
            plan=chance.choice(("", "", *PLANS)),
        )
    return list(found.values())


def as_file(found: Iterable[Visit]) -> bytes:
    return "".join(json.dumps(line) + "\n" for visit in found for line in visit.lines()).encode()


def between(found: Iterable[Visit], first: date, last: date) -> list[Visit]:
    return [visit for visit in found if first <= visit.day <= last]


def totals(found: list[Visit]) -> dict[str, float]:
    """The metrics of these visits."""
    views = sum(len(visit.pages) for visit in found)
    return {
        "visitors": visitors(found),
        "visits": len(found),
        "pageviews": views,
        "events": sum(visit.events for visit in found),
        "bounce_rate": _rounded(Fraction(100 * sum(visit.bounced for visit in found), len(found))),
        "visit_duration": _rounded(Fraction(sum(visit.seconds for visit in found), len(found))),
        "views_per_visit": _rounded(Fraction(100 * views, len(found))) / 100,
    }


def visitors(found: Iterable[Visit]) -> int:
    return len({visit.visitor for visit in found})


def visitors_by(found: Iterable[Visit], values: Callable[[Visit], Iterable[str]]) -> dict[str, int]:
    """How many visitors there are of each value that their visits have."""
    pairs = {(value, visit.visitor) for visit in found for value in values(visit)}
    return dict(Counter(value for value, _ in pairs))


def _rounded(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
