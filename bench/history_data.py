"""`python -m bench.history_data --events 10000000 > events.ndjson`: a year of a made-up site, for `import`.

The same arguments write the same bytes. Every day is drawn by itself, so that processes can share the work. Half of
the visits leave after one page, most visitors are known for one day only, one in seven comes back under one name.
"""

import argparse
import json
import random
import sys
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import accumulate
from multiprocessing import get_context
from typing import NamedTuple

from bench import history_world as world

DAY_MS = 86_400_000
MOST_PAGES = 40
RETURNING = 0.14
_HOURS = (30, 20, 14, 10, 9, 12, 22, 40, 62, 78, 86, 90, 94, 92, 90, 88, 86, 84, 86, 92, 96, 90, 70, 46)
_WEEK = (1.08, 1.1, 1.09, 1.06, 1.0, 0.82, 0.85)
_GROWTH = 0.7
"""How much more happens on the last day than on the first."""


class Weighted:
    """Things drawn by weight."""

    def __init__(self, things: Sequence[str], weights: Iterable[float]) -> None:
        self._things = things
        self._steps = list(accumulate(weights))
        self._last = len(things) - 1

    def draw(self, share: float) -> str:
        """The thing at this share (0 to 1) of all weights."""
        return self._things[min(bisect(self._steps, share * self._steps[-1]), self._last)]


def zipf(count: int, power: float = 1.0) -> list[float]:
    return [1 / rank**power for rank in range(1, count + 1)]


PAGES = Weighted([f'"url":"{world.ORIGIN}{path}"' for path in world.paths(2000)], zipf(2000))
TITLES = {f'"url":"{world.ORIGIN}{path}"': f'"title":"{world.title(path)}"' for path in world.paths(2000)}
SOURCES = Weighted([json.dumps(source) for source in world.SOURCES], [source[2] for source in world.SOURCES])
COUNTRIES = Weighted([json.dumps(country) for country in world.COUNTRIES], zipf(len(world.COUNTRIES), 1.1))
CLIENTS = Weighted([text for text, _ in world.CLIENTS], [weight for _, weight in world.CLIENTS])
HOURS = Weighted([str(hour) for hour in range(24)], _HOURS)
GOALS = Weighted(world.GOALS, (50, 22, 14, 8, 6))


class Plan(NamedTuple):
    """What one day is to write."""

    day: date
    events: int


def plan(events: int, first: date, days: int) -> list[Plan]:
    """Exactly `events` over the days: growing through the year, quieter at weekends."""
    every = [first + timedelta(number) for number in range(days)]
    busy = [_WEEK[day.weekday()] * (1 + _GROWTH * number / days) for number, day in enumerate(every)]
    steps = [round(events * step / sum(busy)) for step in accumulate(busy)]
    return [Plan(day, upto - before) for day, before, upto in zip(every, [0, *steps], steps, strict=False)]


def write_day(wanted: Plan, seed: str) -> bytes:
    """The lines of one day, by time. A visit that goes on after midnight is written with the day it began on."""
    chance = random.Random(f"{seed}/{wanted.day}")  # noqa: S311  # made-up data, to be repeated exactly
    midnight = int(datetime(wanted.day.year, wanted.day.month, wanted.day.day, tzinfo=UTC).timestamp()) * 1000
    lines: list[tuple[int, str]] = []
    number = 0
    while len(lines) < wanted.events:
        lines += _visit(chance, f"{wanted.day:%y%m%d}{number:x}", midnight)
        number += 1
    lines = sorted(lines[: wanted.events])
    return "".join([line for _, line in lines]).encode()


def _visit(chance: random.Random, name: str, midnight: int) -> Iterator[tuple[int, str]]:
    """Every event of one visit as (time in ms, line)."""
    draw = chance.random
    at = midnight + int(HOURS.draw(draw())) * 3_600_000 + int(draw() * 3_600_000)
    country, language = json.loads(COUNTRIES.draw(draw()))
    referrer, query, _ = json.loads(SOURCES.draw(draw()))
    visitor = f"member-{int(draw() ** 2 * 40_000)}" if draw() < RETURNING else name
    who = f'"visitor":"{visitor}","country":"{country}","language":"{language}",{CLIENTS.draw(draw())}'
    pages = 1 if draw() < 0.45 else min(MOST_PAGES, 2 + int(chance.expovariate(1 / 2.75)))
    event = 0
    for page in range(pages):
        url = PAGES.draw(draw())
        title = TITLES[url]
        where = url if page else f'{url[:-1]}{query}"'
        came = f',"referrer":"{referrer}"' if referrer and not page else ""
        yield at, f'{{"id":"{name}-{event}","type":"pageview","at":{at},{where}{came},{title},{who}}}\n'
        event += 1
        read = int(chance.expovariate(1 / 42_000)) + 900
        if draw() < 0.16:
            when = at + int(read * 0.7)
            yield when, f'{{"id":"{name}-{event}","type":"event","at":{when},{where},{_goal(chance)},{who}}}\n'
            event += 1
        if draw() < 0.92:
            shown = f'"visible_ms":{read * 9 // 10},"scroll_pct":{int(100 * draw() ** 0.6)}'
            yield at + read, f'{{"id":"{name}-{event}","type":"engagement","at":{at + read},{where},{shown},{who}}}\n'
            event += 1
        at += read + 400


def _goal(chance: random.Random) -> str:
    """Name, properties and revenue of a custom event."""
    goal = GOALS.draw(chance.random())
    if '"purchase"' in goal:
        return f'{goal},"revenue":{{"amount":"{500 + int(chance.expovariate(1 / 4500))}e-2","currency":"EUR"}}'
    return goal


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.history_data", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000, help="how many lines")
    parser.add_argument("--first-day", type=date.fromisoformat, default=date(2025, 11, 1), help="default 2025-11-01")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", default="liveinsight")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    days = plan(given.events, given.first_day, given.days)
    with get_context("spawn").Pool(given.processes) as pool:
        for lines in pool.imap(partial(write_day, seed=given.seed), days):
            sys.stdout.buffer.write(lines)


if __name__ == "__main__":
    main()
