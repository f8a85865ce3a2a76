"""The answer about bots: which, of what kind, how often, when, and at which pages."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal

import msgspec

from liveinsight.bot_visits import days, hits, late_days, summary
from liveinsight.bot_visits.condense import KEPT_MS
from liveinsight.bot_visits.labels import Interval, Labels
from liveinsight.bot_visits.summary import QUARTER_MS, Summary
from liveinsight.enrich.bots import Bot, BotKind
from liveinsight.query.dates import Span
from liveinsight.query.reports.percentages import percent
from liveinsight.sites import Site
from liveinsight.timing import DAY_MS, HOUR_MS, midnight
from liveinsight.timing import days as days_of

MOST_PATHS = 100
Hits = Annotated[int, msgspec.Meta(description="pages that were looked at")]


class KindHits(msgspec.Struct, kw_only=True):
    kind: BotKind
    hits: Hits
    bots: Annotated[int, msgspec.Meta(description="how many different ones, by name")]


class BotHits(msgspec.Struct, kw_only=True):
    name: Annotated[str, msgspec.Meta(description="empty for bots without a name that is known")]
    kind: BotKind
    hits: Hits
    percent: Annotated[float, msgspec.Meta(description="of the hits of all bots")]
    last_seen: Annotated[int, msgspec.Meta(description="UTC ms, within the time asked about")]


class Point(msgspec.Struct, kw_only=True):
    time: Annotated[str, msgspec.Meta(description="start of the interval on the site's clock")]
    hits: Hits
    kinds: Annotated[dict[BotKind, int], msgspec.Meta(description="hits by kind")]


class PathHits(msgspec.Struct, kw_only=True):
    path: str
    hits: Hits
    kinds: Annotated[dict[BotKind, int], msgspec.Meta(description="hits by kind")]


class Meta(msgspec.Struct, kw_only=True):
    date_range: Annotated[list[str], msgspec.Meta(description="first and last second of the time asked about")]
    interval: Annotated[Literal["hour", "day", "week", "month"], msgspec.Meta(description="of the series")]
    counted_from: Annotated[int, msgspec.Meta(description="UTC ms: before that day bots of this site were not counted")]
    exceeded_hours: Annotated[
        int, msgspec.Meta(description="hours in which there were more hits than are kept: the numbers are the least")
    ]


class Answer(msgspec.Struct, kw_only=True):
    site: Annotated[str, msgspec.Meta(description="the site's key")]
    hits: Hits
    kinds: Annotated[list[KindHits], msgspec.Meta(description="AI crawlers and assistants first; without empty ones")]
    bots: Annotated[list[BotHits], msgspec.Meta(description="most hits first")]
    series: Annotated[list[Point], msgspec.Meta(description="by time; intervals without hits are left out")]
    paths: Annotated[
        list[PathHits],
        msgspec.Meta(description="most hits first, from the 20 paths that each kind looked at most on each day (UTC)"),
    ]
    meta: Meta


@dataclass(slots=True)
class _Sums:
    """What is added up day by day."""

    quarters: defaultdict[tuple[int, BotKind], Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    bots: Counter[Bot] = field(default_factory=Counter)
    last: dict[Bot, int] = field(default_factory=dict)
    paths: defaultdict[str, Counter[BotKind]] = field(default_factory=lambda: defaultdict(Counter))
    exceeded: int = 0


def answer(site: Site, span: Span, interval: Interval, now_ms: int) -> Answer:
    """Counts of the bots that ran the page's script or fetched its pixel, by kind, name, time and path."""
    sums = _Sums()
    kept_from = midnight(now_ms) - KEPT_MS
    since, until = days.stored(site.key) or (max(midnight(site.created_at), kept_from), 0)
    for day_ms, day in _days(site, span, now_ms, max(until, kept_from)):
        _add(sums, span, day_ms, day)
    total = sums.bots.total()
    return Answer(
        site=site.key,
        hits=total,
        kinds=_kinds(sums),
        bots=_bots(sums, total),
        series=_series(sums, Labels(span, interval), span),
        paths=_paths(sums),
        meta=Meta(date_range=span.iso(), interval=interval, counted_from=since, exceeded_hours=sums.exceeded),
    )


def _days(site: Site, span: Span, now_ms: int, open_from: int) -> Iterator[tuple[int, Summary]]:
    """The UTC days that the span touches: summed up, but from their hits where those are needed and still there.

    `open_from` was looked up before: a day that is summed up meanwhile is read from its hits, and once.
    """
    kept_from = midnight(now_ms) - KEPT_MS
    from_hits = {
        day
        for day in (*_cut(span), *late_days.marked(site.key))
        if max(kept_from, midnight(span.from_ms)) <= day < min(open_from, span.to_ms)
    }
    for day_ms, day in days.read(site.key, midnight(span.from_ms), min(span.to_ms, open_from)):
        if day_ms not in from_hits:
            yield day_ms, day if _counts_paths(span, day_ms) else msgspec.structs.replace(day, paths=[])
    until = min(span.to_ms, midnight(now_ms) + 2 * DAY_MS)  # events may be a minute ahead
    from_hits.update(days_of(max(span.from_ms, open_from), until))
    for day_ms in sorted(from_hits):
        found = hits.read(site.key, day_ms)
        within = [hit for hit in found.hits if span.from_ms <= hit.at < span.to_ms]
        yield day_ms, summary.of(day_ms, hits.DayOfHits(within, found.exceeded))


def _cut(span: Span) -> list[int]:
    """The UTC days of which the span has only a part: its first and its last one may be such."""
    return [midnight(edge) for edge in (span.from_ms, span.to_ms) if edge % DAY_MS]


def _counts_paths(span: Span, day_ms: int) -> bool:
    """Stored paths have no times: those of a day that is cut count where most of the day lies."""
    return day_ms not in _cut(span) or span.from_ms <= day_ms + DAY_MS // 2 < span.to_ms


def _add(sums: _Sums, span: Span, day_ms: int, day: Summary) -> None:
    for found in day.bots:
        quarters = _within(span, day_ms, found.quarters)
        if quarters:
            bot = Bot(found.name, found.kind)
            sums.quarters[day_ms, bot.kind].update(quarters)
            sums.bots[bot] += sum(quarters.values())
            sums.last[bot] = max(sums.last.get(bot, 0), _last(span, day_ms + max(quarters) * QUARTER_MS, found.last))
    sums.exceeded += sum(span.from_ms <= day_ms + hour * HOUR_MS < span.to_ms for hour in day.exceeded)
    for each in day.paths:
        sums.paths[each.path][each.kind] += each.hits


def _within(span: Span, day_ms: int, quarters: dict[int, int]) -> dict[int, int]:
    """The quarters of an hour that the span touches; mostly it has the whole day."""
    if span.from_ms <= day_ms and day_ms + DAY_MS <= span.to_ms:
        return quarters
    first, end = (span.from_ms - day_ms) // QUARTER_MS, -(-(span.to_ms - day_ms) // QUARTER_MS)
    return {quarter: count for quarter, count in quarters.items() if first <= quarter < end}


def _last(span: Span, quarter_ms: int, last: int) -> int:
    """When a bot was last seen, given the last quarter in which it was and its last hit of that day."""
    return last if last < min(quarter_ms + QUARTER_MS, span.to_ms) else max(quarter_ms, span.from_ms)


def _kinds(sums: _Sums) -> list[KindHits]:
    found = ((kind, [bot for bot in sums.bots if bot.kind is kind]) for kind in BotKind)
    return [
        KindHits(kind=kind, hits=sum(sums.bots[bot] for bot in bots), bots=len(bots)) for kind, bots in found if bots
    ]


def _bots(sums: _Sums, total: int) -> list[BotHits]:
    ranked = sorted(sums.bots.items(), key=lambda entry: (-entry[1], entry[0].kind, entry[0].name))
    return [
        BotHits(name=bot.name, kind=bot.kind, hits=count, percent=percent(count, total), last_seen=sums.last[bot])
        for bot, count in ranked
    ]


def _series(sums: _Sums, labels: Labels, span: Span) -> list[Point]:
    found: defaultdict[str, Counter[BotKind]] = defaultdict(Counter)
    for (day_ms, kind), quarters in sums.quarters.items():
        for quarter, count in quarters.items():
            found[labels.of(max(day_ms + quarter * QUARTER_MS, span.from_ms))][kind] += count
    return [Point(time=time, hits=kinds.total(), kinds=dict(kinds)) for time, kinds in sorted(found.items())]


def _paths(sums: _Sums) -> list[PathHits]:
    ranked = sorted(sums.paths.items(), key=lambda entry: (-entry[1].total(), entry[0]))
    return [PathHits(path=path, hits=kinds.total(), kinds=dict(kinds)) for path, kinds in ranked[:MOST_PATHS]]
