"""Weeks of visits as a file for `liveinsight import`: what the shop's visitors did before the simulation began."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any

from demo.visitors.arrivals import Arrivals, Rate
from demo.visitors.chance import chance, digest
from demo.visitors.countries import busyness
from demo.visitors.people import Person
from demo.visitors.visit import Visit
from demo.visitors.vitals import measured
from liveinsight.enrich import agent

_HOUR_MS = 3_600_000
DAY_MS = 24 * _HOUR_MS
_SEOUL_MS = 9 * _HOUR_MS
_WEEK = (1.06, 1.08, 1.06, 1.04, 1.0, 0.82, 0.86)
_YOUNG = 0.5
"""How many came thirty days ago, as a share of how many come at the end."""
_GROWN_DAYS = 30
_MAILING = 1.5
_MAILING_DAYS = 7
_AGREED = 0.7
"""Share of the visitors who agreed to be recognised; the others are somebody new on each day, as on a live site."""


def growing(visits_a_day: float, until_ms: int) -> Rate:
    """Return a rate that has grown to `visits_a_day` by `until_ms`, falls at weekends and rises with each mailing.

    A mailing goes out every seventh day, the last one two days before the end.
    """

    def rate(at_ms: int) -> float:
        days_ago = (until_ms - at_ms) / DAY_MS
        grown = 1 - (1 - _YOUNG) * min(1.0, days_ago / _GROWN_DAYS)
        weekday = datetime.fromtimestamp((at_ms + _SEOUL_MS) // 1000, UTC).weekday()
        mailing = _MAILING if int(days_ago) % _MAILING_DAYS == 2 else 1.0
        return visits_a_day / (24 * 60) * grown * _WEEK[weekday] * mailing * busyness(at_ms)

    return rate


def write(file: IO[str], arrivals: Arrivals, from_ms: int, until_ms: int, visits_a_day: float) -> int:
    """Write the events of the visits that start in this time as lines of JSON; returns how many. Bots are left out."""
    written = 0
    for planned in arrivals.between(from_ms, until_ms, growing(visits_a_day, until_ms)):
        visit = measured(planned)
        if not visit.person.bot:
            file.writelines(f"{json.dumps(line, ensure_ascii=False)}\n" for line in _lines(visit))
            written += len(visit.moments)
    return written


def _lines(visit: Visit) -> Iterator[dict[str, Any]]:
    """What the collector would have known of the visitor goes with every event."""
    person = visit.person
    software = agent.parse(person.agent)
    known = {
        "visitor": _visitor(person, visit.started_ms),
        "country": person.country,
        "browser": software.browser,
        "browser_version": software.browser_version,
        "os": software.os,
        "os_version": software.os_version,
        "device": software.device,
        "language": person.language,
        "screen": list(person.screen),
    }
    return ({**moment.fields, **known} for moment in visit.moments)


def _visitor(person: Person, at_ms: int) -> str:
    known = (person.address, person.agent)
    return digest(*known) if chance(*known, "agreed").random() < _AGREED else digest(*known, at_ms // DAY_MS)
