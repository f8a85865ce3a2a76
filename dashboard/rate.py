"""How often one caller may ask: a sliding window of a minute for each, in this process.

Every process counts for itself, so N workers or tasks let N times as many through. The limit protects the machine,
and a machine has one process; it needs no store that could fail.
"""

import math
import time
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, g
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from liveinsight.errors import TooManyRequests
from liveinsight.settings import Settings

WINDOW_S = 60
GUESSES = 30
"""Wrong tokens a minute from one address, before the tables are no longer asked."""
PAGES_SHARE = 10
"""Somebody's open pages together may ask this many times as often as one token: each asks every few seconds."""
MOST_KNOWN = 10_000
GUESS = RateLimitItemPerMinute(GUESSES)


@dataclass(frozen=True)
class Limits:
    """What `init_app` keeps in `app.extensions["rate"]`.

    `amount` is requests a minute for a token, 0 for no limit; `known` are tokens that were right before.
    """

    amount: int
    limiter: SlidingWindowCounterRateLimiter
    known: dict[str, None] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    app.extensions["rate"] = Limits(settings.api_rate_limit, SlidingWindowCounterRateLimiter(MemoryStorage()))
    app.after_request(_add_headers)


def count(name: str, share: int = 1) -> None:
    """Count a request of this caller. Raises `TooManyRequests`."""
    limits = _limits()
    if not limits.amount:
        return
    item = RateLimitItemPerMinute(limits.amount * share)
    allowed = limits.limiter.hit(item, name)
    reset_at, remaining = limits.limiter.get_window_stats(item, name)
    wait_s = max(1, math.ceil(reset_at - time.time()))
    g.rate = (item.amount, remaining if allowed else 0, wait_s)
    if not allowed:
        text = f"more than {item.amount} requests within a minute; try again in {wait_s} s"
        raise TooManyRequests("too_many_requests", text, wait_s)


def check_guesses(name: str, address: str) -> None:
    """Raises `TooManyRequests` after too many wrong tokens from this address, but not for a token that was right."""
    limits = _limits()
    if not limits.amount or name in limits.known:
        return
    if not limits.limiter.test(GUESS, address):
        raise TooManyRequests("too_many_guesses", "too many wrong tokens from this address; try again later", WINDOW_S)


def count_guess(name: str, address: str) -> None:
    """Note a wrong token from this address."""
    limits = _limits()
    limits.known.pop(name, None)
    if limits.amount:
        limits.limiter.hit(GUESS, address)


def count_known(name: str) -> None:
    """Note a right token. Others who guess from the same address do not shut it out."""
    known = _limits().known
    known[name] = None
    while len(known) > MOST_KNOWN:
        known.pop(next(iter(known)), None)


def _limits() -> Limits:
    found: Limits = current_app.extensions["rate"]
    return found


def _add_headers(response: Response) -> Response:
    """As draft-ietf-httpapi-ratelimit-headers names them (10: `RateLimit-Policy` and `RateLimit`)."""
    if "rate" in g:
        amount, remaining, reset_s = g.rate
        response.headers["RateLimit-Policy"] = f'"default";q={amount};w={WINDOW_S}'
        response.headers["RateLimit"] = f'"default";r={remaining};t={reset_s}'
    return response
