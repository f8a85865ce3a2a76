"""What is counted of bots, what is not, how often, and at what cost."""

import logging
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from liveinsight import events as event_log
from liveinsight import sites, tables
from liveinsight.bot_visits import budget, hits
from liveinsight.ingest.draft import DropReason
from liveinsight.ingest.pipeline import Ingest
from liveinsight.rollup import run
from liveinsight.settings import Settings
from liveinsight.sites import Changes
from liveinsight.tables import BotBudgetItem, BotDayItem, BotHitItem, SessionItem
from liveinsight.timing import DAY_MS, HOUR_MS, MINUTE_MS, day_of
from tests.integration.bots.world import BINGBOT, GOOGLEBOT, MIDNIGHT, NAMELESS, NOON, PERSON, Look, World, by_name

pytestmark = pytest.mark.store
TODAY = (MIDNIGHT, MIDNIGHT + DAY_MS)


@pytest.fixture
def world(settings: Settings) -> World:
    return World(settings)


def stored(world: World) -> list[BotHitItem]:
    return list(BotHitItem.query(hits.partition(world.key, NOON), BotHitItem.event_key < hits.BUDGET))


def test_bots_are_dropped_and_counted_by_name_kind_time_and_path(world: World) -> None:
    outcome = world.send(Look("1", NOON, path="/a"), Look("2", NOON + 1, path="/b"), now=NOON + 5)
    assert (outcome.accepted, outcome.dropped) == (0, [("1", DropReason.BOT), ("2", DropReason.BOT)])
    world.send(Look("3", NOON + HOUR_MS, GOOGLEBOT, "/a"), now=NOON + HOUR_MS)
    world.send(Look("4", NOON + 2, NAMELESS, "/a"), now=NOON + HOUR_MS)
    found = world.report(*TODAY, now=NOON + 2 * HOUR_MS)
    assert found.hits == 4
    assert [(bot.name, bot.kind.value, bot.hits, bot.percent, bot.last_seen) for bot in found.bots] == [
        ("GPTBot", "ai_crawler", 2, 50.0, NOON + 1),
        ("", "other", 1, 25.0, NOON + 2),
        ("Googlebot", "search_engine", 1, 25.0, NOON + HOUR_MS),
    ]
    assert [(kind.kind.value, kind.hits, kind.bots) for kind in found.kinds] == [
        ("ai_crawler", 2, 1),
        ("search_engine", 1, 1),
        ("other", 1, 1),
    ]
    assert [(path.path, path.hits, len(path.kinds)) for path in found.paths] == [("/a", 3, 3), ("/b", 1, 1)]
    assert [(point.time, point.hits) for point in found.series] == [(day_of(NOON), 4)]


def test_no_number_about_visitors_has_bots_in_it(world: World) -> None:
    world.send(Look("1", NOON), now=NOON)
    world.send(Look("2", NOON, PERSON), now=NOON)
    assert [event.id for event in event_log.read(world.site, MIDNIGHT - DAY_MS, MIDNIGHT + 2 * DAY_MS)] == ["2"]
    run(MIDNIGHT + 2 * DAY_MS)
    assert len(list(SessionItem.query(f"{world.key}#{day_of(NOON)}"))) == 1
    assert world.report(*TODAY, now=MIDNIGHT + 2 * DAY_MS).hits == 1


@pytest.mark.parametrize("clock_error", [0, 40_000, -3 * HOUR_MS, 400 * DAY_MS])
def test_a_beacon_that_is_sent_again_counts_once(world: World, clock_error: int) -> None:
    look = Look("1", NOON)
    for later in (0, MINUTE_MS, 5 * HOUR_MS, 20 * HOUR_MS):
        world.send(look, look, now=NOON + later, clock_error=clock_error)
    assert world.report(*TODAY, now=NOON + 20 * HOUR_MS).hits == 1
    run(NOON + 40 * HOUR_MS)
    assert world.report(*TODAY, now=NOON + 40 * HOUR_MS).hits == 1


def test_only_pageviews_that_the_site_does_not_exclude_and_of_the_last_day_are_counted(world: World) -> None:
    sites.change(world.key, Changes(excluded_addresses=["198.51.100.0/24"], excluded_paths=["/admin/*"]))
    world.ingest = Ingest(world.settings)
    world.send(Look("1", NOON), Look("2", NOON, type="engagement"), Look("3", NOON, type="event"), now=NOON)
    world.send(Look("4", NOON, path="/admin/x"), now=NOON)
    world.send(Look("5", NOON), now=NOON, address="198.51.100.7")
    world.send(Look("6", NOON - DAY_MS - 1), now=NOON)
    world.send(Look("7", NOON + 2 * MINUTE_MS), now=NOON)
    assert world.report(MIDNIGHT - 2 * DAY_MS, MIDNIGHT + DAY_MS, now=NOON).hits == 1


def test_a_browser_that_says_it_is_driven_is_one(world: World) -> None:
    world.send(Look("1", NOON, PERSON), now=NOON, webdriver=True)
    (bot,) = world.report(*TODAY, now=NOON).bots
    assert (bot.name, bot.kind.value) == ("WebDriver", "headless")


def test_a_flood_is_cut_off_for_all_collectors_of_the_hour_and_the_report_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MOST_AN_HOUR", 60)
    collectors = [Ingest(world.settings) for _ in range(2)]
    for number in range(200):
        world.ingest = collectors[number % 2]
        world.send(Look(f"{number}", NOON + number), now=NOON + number)
    assert len(stored(world)) == 60
    assert world.report(*TODAY, now=NOON + HOUR_MS).meta.exceeded_hours == 1
    world.send(Look("next", NOON + HOUR_MS), now=NOON + HOUR_MS)
    run(MIDNIGHT + 2 * DAY_MS)
    found = world.report(*TODAY, now=MIDNIGHT + 2 * DAY_MS)
    assert (found.hits, found.meta.exceeded_hours) == (61, 1)
    assert world.report(NOON + HOUR_MS, NOON + 2 * HOUR_MS, now=MIDNIGHT + 2 * DAY_MS).meta.exceeded_hours == 0


def test_a_flood_costs_no_requests_once_the_hour_is_used_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_AN_HOUR", 40)
    for number in range(3):
        world.send(*(Look(f"{number}-{place}", NOON) for place in range(20)), now=NOON)
    assert len(stored(world)) == 40
    calls = count_calls(monkeypatch)
    for number in range(5):
        # A wrong clock would cost a look-up each.
        world.send(Look(f"{number}", NOON), now=NOON, clock_error=-2 * HOUR_MS)
    assert calls == []


def test_a_hit_costs_one_write_and_a_claim_now_and_then(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.send(Look("first", NOON, path="/" + "ü" * 1000), now=NOON)
    calls = count_calls(monkeypatch)
    for number in range(40):
        world.send(Look(f"{number}", NOON), now=NOON)
    assert calls.count("PutItem") == 40
    assert calls.count("UpdateItem") == 2
    assert len(calls) == 42
    (item,) = (item for item in stored(world) if item.path != "/")
    assert len(item.path.encode()) <= hits.MAX_PATH_BYTES
    assert item.expires.timestamp() * 1000 == NOON + 7 * DAY_MS


@pytest.mark.parametrize("count", [1, 50])
def test_a_store_that_fails_does_not_fail_the_beacon(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, count: int
) -> None:
    world.send(Look("0", NOON), now=NOON)

    def unreachable(*_: Any) -> Any:
        raise EndpointConnectionError(endpoint_url="http://nowhere")

    monkeypatch.setattr(tables.client(), "_make_api_call", unreachable)
    with caplog.at_level(logging.WARNING):
        outcome = world.send(*(Look(f"{number}", NOON) for number in range(count)), now=NOON)
    assert [reason for _, reason in outcome.dropped] == [DropReason.BOT] * count
    assert "could not be stored" in caplog.text


def test_days_are_kept_as_long_as_visits(world: World) -> None:
    sites.change(world.key, Changes(retention_days=400))
    world.send(Look("1", NOON, BINGBOT), now=NOON)
    assert list(BotBudgetItem.query(hits.partition(world.key, NOON), BotBudgetItem.event_key >= hits.BUDGET))
    run(MIDNIGHT + DAY_MS + 3 * MINUTE_MS)
    (day,) = BotDayItem.query(f"{world.key}#bots")
    assert (day.session_key, day.expires.timestamp() * 1000) == (day_of(NOON), MIDNIGHT + 401 * DAY_MS)
    assert by_name(world.report(*TODAY, now=MIDNIGHT + 90 * DAY_MS)) == {"bingbot": 1}


def test_the_report_says_from_when_on_bots_are_counted(settings: Settings) -> None:
    """Of a site that is older than this count, the days whose hits would still be there."""
    new, old = World(settings, created_at=NOON), World(settings, created_at=NOON - 9 * DAY_MS)

    def told(now: int) -> list[int]:
        return [world.report(*TODAY, now=now).meta.counted_from for world in (new, old)]

    assert told(NOON) == [MIDNIGHT, MIDNIGHT - 6 * DAY_MS]
    run(NOON)
    run(NOON + DAY_MS)
    run(NOON + 4 * DAY_MS)
    assert told(NOON + 20 * DAY_MS) == [MIDNIGHT, MIDNIGHT - 6 * DAY_MS]


def test_a_site_without_bots_gets_no_items(world: World) -> None:
    run(MIDNIGHT + 2 * DAY_MS)
    assert list(BotDayItem.query(f"{world.key}#bots")) == []
    assert world.report(MIDNIGHT - 30 * DAY_MS, MIDNIGHT + DAY_MS, now=NOON).bots == []


def count_calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the requests to DynamoDB from now on."""
    calls: list[str] = []
    client = tables.client()
    original = client._make_api_call

    def call(operation: str, arguments: dict[str, Any]) -> Any:
        calls.append(operation)
        return original(operation, arguments)

    monkeypatch.setattr(client, "_make_api_call", call)
    return calls
