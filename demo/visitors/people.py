"""One simulated person: country, languages, browser, screen and address."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from random import Random

from demo.visitors.agents import BOTS, Screen, draw_agent
from demo.visitors.chance import chance, pick
from demo.visitors.countries import COUNTRIES, Country, accept_language

REGULARS = 400
RETURNING = 0.22
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


def draw_person(random: Random, seed: str, country: Country, visit: str) -> Person:
    """Draw a newcomer, a regular of this country, who is the same at each visit, or a bot."""
    luck = random.random()
    if luck < BOT_SHARE:
        return _bot(random)
    if luck < BOT_SHARE + RETURNING:
        total = sum(other.weight for other in COUNTRIES)
        number = random.randrange(max(2, round(REGULARS * country.weight / total)))
        return _make(chance(seed, "regular", country.code, number), country)
    return _make(chance(seed, "newcomer", visit), country)
