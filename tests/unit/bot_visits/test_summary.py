"""Days of bots: small whatever comes, the same in whatever order, and labelled as the Stats API labels times."""

import random
from collections import Counter
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveinsight.bot_visits import summary
from liveinsight.bot_visits.hits import MAX_PATH_BYTES, DayOfHits, Hit, shortened
from liveinsight.bot_visits.labels import Interval, Labels
from liveinsight.enrich.bots import Bot, BotKind
from liveinsight.query import buckets
from liveinsight.query.dates import Span, day_start
from liveinsight.timing import DAY_MS, MINUTE_MS

DAY = 20_000 * DAY_MS
LARGEST_ITEM = 400 * 1024
HITS_OF_A_FLOOD = 96_000
"""All hits that a day can have: 2,000 an hour, on the day and late on the next one."""


def test_a_day_is_small_whatever_a_flood_names_and_looks_at() -> None:
    chance = random.Random(5)
    hits = [
        Hit(
            DAY + chance.randrange(DAY_MS),
            Bot(f"{chance.randrange(1500)}".rjust(60, "가"), chance.choice(list(BotKind))),
            shortened(f"/{chance.random()}" + "힣" * 2000),
        )
        for _ in range(HITS_OF_A_FLOOD)
    ]
    found = summary.of(DAY, DayOfHits(hits, tuple(range(24))))
    assert len(msgspec.json.encode(found)) < LARGEST_ITEM
    assert sum(sum(bot.quarters.values()) for bot in found.bots) == HITS_OF_A_FLOOD
    by_kind = Counter(hit.bot.kind for hit in hits)
    for kind in BotKind:
        assert sum(sum(bot.quarters.values()) for bot in found.bots if bot.kind is kind) == by_kind[kind]


def test_the_rarest_bots_lose_their_names_and_nothing_else() -> None:
    often = [Hit(DAY, Bot(f"bot {number}", BotKind.SEO), "/") for number in range(summary.MOST_BOTS)] * 2
    rare = [Hit(DAY + 5, Bot("rare", BotKind.SEO), "/"), Hit(DAY + 9, Bot("rare too", BotKind.TOOL), "/")]
    found = {(bot.name, bot.kind): bot for bot in summary.of(DAY, DayOfHits([*rare, *often])).bots}
    assert found["", BotKind.SEO].last == DAY + 5
    assert found["", BotKind.TOOL].quarters == {0: 1}
    assert not {name for name, _ in found} & {"rare", "rare too"}


@given(
    st.lists(st.tuples(st.integers(0, DAY_MS - 1), st.sampled_from("ab"), st.sampled_from(["/", "/a"]))), st.randoms()
)
def test_order_makes_no_difference(drawn: list[tuple[int, str, str]], chance: random.Random) -> None:
    hits = [Hit(DAY + at, Bot(name, BotKind.AI_CRAWLER), path) for at, name, path in drawn]
    expected = summary.of(DAY, DayOfHits(hits))
    chance.shuffle(hits)
    assert summary.of(DAY, DayOfHits(hits)) == expected
    encoded = msgspec.json.encode(expected)
    assert msgspec.json.decode(encoded, type=summary.Summary) == expected


def test_paths_are_cut_between_characters() -> None:
    assert shortened("/" + "가" * 200) == "/" + "가" * ((MAX_PATH_BYTES - 1) // 3)
    assert shortened("/a") == "/a"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "America/New_York"])
@pytest.mark.parametrize("interval", ["hour", "day", "week", "month"])
def test_labels_are_those_of_the_stats_api(zone: str, interval: Interval) -> None:
    first, last = date(2026, 10, 28), date(2026, 11, 5)  # clocks change in between in New York
    span = Span(day_start(first, zone), day_start(last, zone), zone)
    labels = Labels(span, interval)
    found = [labels.of(at) for at in range(span.from_ms, span.to_ms, 15 * MINUTE_MS)]
    assert list(dict.fromkeys(found)) == buckets.labels(f"time:{interval}", span)
