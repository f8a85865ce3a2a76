"""One simulated person: country, languages, browser, screen and address."""

from __future__ import annotations

import math
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from random import Random

from demo.visitors.agents import BOTS, Screen, draw_agent
from demo.visitors.chance import chance, pick
from demo.visitors.countries import COUNTRIES, HOUR_MS, Country, accept_language, awake, daylight

RETURNING = 0.28
NEW_REGULARS = 20
"""How many a day become regulars. Each comes again in the days after, soon and seldom late."""
_AGAIN_DAYS, _AGAIN_SIGMA = 5.0, 1.2
_CANDIDATES = 4
BOT_SHARE = 0.04

# Ranges that are reserved for benchmarks and documentation: nobody real has such an address.
_V4_FIRST, _V4_BITS = int(IPv4Address("198.18.0.0")), 17
_V6_FIRST, _V6_BITS = int(IPv6Address("2001:db8::")), 96


@dataclass(frozen=True, slots=True)
class Person:
    """What the collector sees of somebody; `headers` go with each of their requests."""

    country: str
    language: str
    address: str
    agent: str
    screen: Screen
    bot: bool = False

    def headers(self) -> dict[str, str]:
        """Request headers that tell who it is."""
        return {
            "User-Agent": self.agent,
            "Accept-Language": accept_language(self.language),
            "X-Forwarded-For": self.address,
            "CloudFront-Viewer-Country": self.country,
        }


def _address(random: Random) -> str:
    if random.random() < 0.7:
        return str(IPv4Address(_V4_FIRST + random.getrandbits(_V4_BITS)))
    return str(IPv6Address(_V6_FIRST + random.getrandbits(_V6_BITS)))


def _make(random: Random, country: Country) -> Person:
    falling = [(tag, 0.2**n) for n, tag in enumerate(country.languages)]
    agent, screen = draw_agent(random, country.code == "KR")
    return Person(country.code, pick(random, falling), _address(random), agent, screen)


def _bot(random: Random) -> Person:
    return Person("US", "en-US", _address(random), pick(random, BOTS), (1024, 1024), bot=True)


def _regular(random: Random, seed: str, at_ms: int) -> Person:
    """Somebody who was here before, or is for the first time and will come again; rather one who is awake now."""
    days = min(365, int(random.lognormvariate(math.log(_AGAIN_DAYS), _AGAIN_SIGMA)))
    first_day = at_ms // (24 * HOUR_MS) - days
    found: list[tuple[Person, float]] = []
    for number in random.sample(range(NEW_REGULARS), _CANDIDATES):
        own = chance(seed, "regular", first_day, number)
        country = pick(own, [(country, country.weight) for country in COUNTRIES])
        found.append((_make(own, country), daylight(country, at_ms)))
    return pick(random, found)


def draw_person(random: Random, seed: str, at_ms: int, visit: str) -> Person:
    """Draw who comes at this moment (UTC ms): a newcomer, a regular, who is the same at each visit, or a bot."""
    luck = random.random()
    if luck < BOT_SHARE:
        return _bot(random)
    if luck < BOT_SHARE + RETURNING:
        return _regular(random, seed, at_ms)
    return _make(chance(seed, "newcomer", visit), pick(random, awake(at_ms)))
