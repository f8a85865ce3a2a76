"""Where visitors come from, what they speak there, and when they are awake."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Country:
    """An ISO 3166 code, its share of visitors, hours ahead of UTC, and its languages, commonest first."""

    code: str
    weight: float
    utc_hours: float
    languages: tuple[str, ...]


_TABLE = """
KR 26 9 ko-KR en-US
US 17 -6 en-US es-US
JP 8 9 ja-JP
GB 5 0 en-GB
DE 5 1 de-DE en-US
FR 3.5 1 fr-FR
CA 3 -5 en-CA fr-CA
AU 3 10 en-AU
TW 2.5 8 zh-TW
NL 2 1 nl-NL en-US
SG 2 8 en-SG zh-CN
CN 2 8 zh-CN
IN 2 5.5 en-IN hi-IN
BR 1.8 -3 pt-BR
ES 1.6 1 es-ES
IT 1.6 1 it-IT
SE 1.3 1 sv-SE en-US
HK 1.2 8 zh-HK en-HK
VN 1.2 7 vi-VN
TH 1.1 7 th-TH
ID 1.1 7 id-ID
MX 1 -6 es-MX
PL 1 1 pl-PL
CH 0.9 1 de-CH fr-CH
DK 0.8 1 da-DK
NO 0.8 1 nb-NO
FI 0.7 2 fi-FI
AT 0.7 1 de-AT
BE 0.7 1 nl-BE fr-BE
IE 0.6 0 en-IE
PH 0.6 8 en-PH
MY 0.6 8 ms-MY en-MY
NZ 0.6 12 en-NZ
PT 0.5 0 pt-PT
CZ 0.5 1 cs-CZ
TR 0.5 3 tr-TR
AE 0.4 4 ar-AE en-AE
AR 0.4 -3 es-AR
CO 0.4 -5 es-CO
ZA 0.3 2 en-ZA
KE 0.2 3 en-KE
ET 0.2 3 am-ET en-US
"""

# How many are about at each hour of their own day: asleep at four, a peak at lunch, another at nine.
_DAY = (22, 12, 7, 5, 5, 8, 18, 38, 58, 70, 78, 84, 96, 90, 78, 74, 74, 76, 78, 84, 96, 100, 80, 48)


def _row(line: str) -> Country:
    code, weight, utc_hours, *languages = line.split()
    return Country(code, float(weight), float(utc_hours), tuple(languages))


COUNTRIES: tuple[Country, ...] = tuple(_row(line) for line in _TABLE.strip().splitlines())


def daylight(country: Country, at_ms: int) -> float:
    """Return how busy people are online, 0–1, at this moment of their day."""
    hours = (at_ms / HOUR_MS + country.utc_hours) % 24
    early, late = _DAY[int(hours)], _DAY[(int(hours) + 1) % 24]
    return (early + (late - early) * (hours % 1)) / 100


def awake(at_ms: int) -> list[tuple[Country, float]]:
    """All countries with their share of the visitors who arrive at this moment."""
    return [(country, country.weight * daylight(country, at_ms)) for country in COUNTRIES]


def busyness(at_ms: int) -> float:
    """Return how many arrive at this moment, in multiples of the average of a day."""
    return sum(share for _, share in awake(at_ms)) / _average()


@lru_cache(maxsize=1)
def _average() -> float:
    quarters = range(0, 24 * HOUR_MS, HOUR_MS // 4)
    return sum(share for at in quarters for _, share in awake(at)) / len(quarters)


def accept_language(tag: str) -> str:
    """Write a language tag as browsers send it, with falling preference down to English."""
    wanted = [tag, tag.split("-")[0]]
    if not tag.startswith("en"):
        wanted += ["en-US", "en"]
    return ",".join(t if n == 0 else f"{t};q=0.{10 - n}" for n, t in enumerate(wanted))
