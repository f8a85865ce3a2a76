"""Twelve days of a small shop, ending yesterday: few enough visits to know every number on the pages.

Each day three people come: Kim from South Korea by Google, who signs up; Lee from South Korea, who leaves at once; and
Max from Germany by the newsletter, who buys for 19.90 EUR. All three have lasting ids.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any

DAYS = 12
MINUTE_MS = 60_000
SHOP = "https://shop.example"
Line = dict[str, Any]
_PHONE = {"browser": "Safari", "os": "iOS", "device": "mobile"}
_DESK = {"browser": "Chrome", "os": "Windows", "device": "desktop"}


def lines(now: datetime) -> list[Line]:
    """The story as lines of an import. `now` is in UTC, which is the site's time zone too."""
    days = [(now - timedelta(days=back)).date() for back in range(DAYS, 0, -1)]
    noons = [int(datetime.combine(day, time(12), UTC).timestamp() * 1000) for day in days]
    return [line for noon in noons for line in _kim(noon) + _lee(noon + MINUTE_MS) + _max(noon + 2 * MINUTE_MS)]


def _kim(at: int) -> list[Line]:
    someone = {"visitor": "kim", "country": "KR", **_PHONE}
    beans = {"url": f"{SHOP}/beans"}
    return [
        {"type": "pageview", "at": at, "url": f"{SHOP}/", "referrer": "https://www.google.com/", **someone},
        {"type": "pageview", "at": at + MINUTE_MS, **beans, **someone},
        {"type": "engagement", "at": at + 90_000, "visible_ms": 24_000, "scroll_pct": 80, **beans, **someone},
        {"type": "event", "name": "signup", "props": {"plan": "pro"}, "at": at + 2 * MINUTE_MS, **beans, **someone},
    ]


def _lee(at: int) -> list[Line]:
    return [{"type": "pageview", "at": at, "url": f"{SHOP}/", "visitor": "lee", "country": "KR", **_DESK}]


def _max(at: int) -> list[Line]:
    someone = {"visitor": "max", "country": "DE", **_DESK}
    tagged = f"{SHOP}/beans?utm_source=newsletter&utm_medium=email&utm_campaign=autumn"
    price = {"amount": "19.90", "currency": "EUR"}
    checkout = {"url": f"{SHOP}/checkout"}
    return [
        {"type": "pageview", "at": at, "url": tagged, **someone},
        {"type": "pageview", "at": at + MINUTE_MS, **checkout, **someone},
        {"type": "event", "name": "purchase", "revenue": price, "at": at + 2 * MINUTE_MS, **checkout, **someone},
    ]
