"""The bots of one UTC day, summed up from its hits: small however many there were.

Hits are counted by quarters of an hour, because a site's day begins where its time zone says; all time zones differ
from UTC by whole quarters.
"""

from collections import Counter, defaultdict

import msgspec

from liveinsight.bot_visits.hits import DayOfHits
from liveinsight.enrich.bots import Bot, BotKind
from liveinsight.timing import MINUTE_MS

QUARTER_MS = 15 * MINUTE_MS
MOST_BOTS = 200
MOST_PATHS = 20
"""For each kind of bot."""


class BotDay(msgspec.Struct, kw_only=True):
    """A bot's day. `quarters`: which quarter of an hour since midnight (UTC) → hits. `last` is its last hit, UTC ms."""

    name: str
    kind: BotKind
    last: int
    quarters: dict[int, int]


class PathDay(msgspec.Struct, kw_only=True):
    path: str
    kind: BotKind
    hits: int


class Summary(msgspec.Struct, kw_only=True):
    """`exceeded`: hours (UTC) in which there were more hits than are kept."""

    bots: list[BotDay]
    paths: list[PathDay]
    exceeded: tuple[int, ...] = ()


def of(day_ms: int, day: DayOfHits) -> Summary:
    """The summary of the day that begins at `day_ms`. The same hits in any order give the same."""
    quarters: defaultdict[Bot, Counter[int]] = defaultdict(Counter)
    last: dict[Bot, int] = {}
    paths: defaultdict[BotKind, Counter[str]] = defaultdict(Counter)
    for hit in day.hits:
        quarters[hit.bot][(hit.at - day_ms) // QUARTER_MS] += 1
        last[hit.bot] = max(last.get(hit.bot, 0), hit.at)
        paths[hit.bot.kind][hit.path] += 1
    return Summary(bots=_bots(quarters, last), paths=_paths(paths), exceeded=day.exceeded)


def _bots(quarters: dict[Bot, Counter[int]], last: dict[Bot, int]) -> list[BotDay]:
    """The bots with most hits by name; the others of each kind together without one."""
    ranked = sorted(quarters, key=lambda bot: (-quarters[bot].total(), bot.kind, bot.name))
    for bot in ranked[MOST_BOTS:]:
        rest = Bot("", bot.kind)
        quarters.setdefault(rest, Counter()).update(quarters.pop(bot))
        last[rest] = max(last.get(rest, 0), last[bot])
    return [
        BotDay(name=bot.name, kind=bot.kind, last=last[bot], quarters=dict(sorted(counts.items())))
        for bot, counts in sorted(quarters.items(), key=lambda entry: (entry[0].kind, entry[0].name))
    ]


def _paths(paths: dict[BotKind, Counter[str]]) -> list[PathDay]:
    return [
        PathDay(path=path, kind=kind, hits=hits)
        for kind in sorted(paths)
        for path, hits in ranked(paths[kind])[:MOST_PATHS]
    ]


def ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """Most hits first, then by name."""
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
