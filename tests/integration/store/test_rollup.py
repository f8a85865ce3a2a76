"""Rollup by example: what it stores, what it takes away, and what it leaves alone."""

import time

import pytest

from liveinsight import sites, tables, visitors
from liveinsight.errors import Conflict
from liveinsight.rollup import run
from liveinsight.rollup import run as rollup_run
from liveinsight.rollup.lease import LIFE_S, Lease
from liveinsight.settings import Settings
from liveinsight.tables import ActiveSessionItem, LateMarkItem, LeaseItem, SaltItem, SiteItem
from liveinsight.timing import DAY_MS, day_of
from tests.integration.store.reference import Hit, visits
from tests.integration.store.world import MIDNIGHT, World

pytestmark = pytest.mark.store

MINUTE = 60_000
HOUR = 60 * MINUTE
NOON = MIDNIGHT + 12 * HOUR


def view(at: int, number: int = 0, path: str = "/", person: int = 1, user: str = "") -> Hit:
    return Hit(person, at, f"p{person}-{number}", "pageview", path, user=user)


@pytest.fixture
def world(settings: Settings) -> World:
    return World(settings, created_at=NOON - 2 * HOUR)


def test_a_visit_is_stored_half_an_hour_after_its_last_event_and_not_before(world: World) -> None:
    world.send([view(NOON)], NOON)
    world.rollup(NOON + 30 * MINUTE)
    assert world.visits() == []
    world.rollup(NOON + 33 * MINUTE)
    assert world.visits() == visits([view(NOON)])


def test_a_visit_that_goes_on_is_stored_only_when_asked_for(world: World) -> None:
    world.send([view(NOON)], NOON)
    world.rollup(NOON + MINUTE, ongoing=True)
    assert [visit.pageviews for visit in world.visits()] == [1]
    hits = [view(NOON), view(NOON + 2 * MINUTE, 1, "/a")]
    world.send(hits[1:], NOON + 2 * MINUTE)
    world.rollup(NOON + HOUR)
    assert world.visits() == visits(hits)


def test_a_late_event_joins_two_stored_visits_into_one(world: World) -> None:
    hits = [view(NOON), view(NOON + 40 * MINUTE, 1, "/b"), view(NOON + 20 * MINUTE, 2, "/a")]
    for hit in hits[:2]:
        world.send([hit], hit.at)
    world.rollup(NOON + 2 * HOUR)
    assert len(world.visits()) == 2
    world.send(hits[2:], NOON + 3 * HOUR)
    report = world.rollup(NOON + 3 * HOUR + 3 * MINUTE)
    assert (report.late_hours, report.removed) == (1, 1)
    assert world.visits() == visits(hits)


def test_a_late_event_before_a_stored_visit_gives_it_a_new_beginning(world: World) -> None:
    hits = [view(NOON), view(NOON - 10 * MINUTE, 1, "/first")]
    world.send(hits[:1], NOON)
    world.rollup(NOON + HOUR)
    world.send(hits[1:], NOON + 2 * HOUR)
    world.rollup(NOON + 2 * HOUR + 3 * MINUTE)
    assert world.visits() == visits(hits)
    assert world.visits()[0].entry_page == "/first"


def test_two_devices_of_one_identified_visitor_are_two_visits_whatever_comes_late(world: World) -> None:
    hits = [view(NOON, user="kim"), view(NOON + MINUTE, person=2, user="kim"), view(NOON + 2 * MINUTE, 1, user="kim")]
    for hit in hits:
        world.send([hit], hit.at)
    world.rollup(NOON + HOUR)
    assert world.visits() == visits(hits)
    hits.append(view(NOON + 3 * MINUTE, 2))
    world.send(hits[3:], NOON + 2 * HOUR)
    assert world.rollup(NOON + 2 * HOUR + 3 * MINUTE).removed == 0
    assert world.visits() == visits(hits)
    assert [visit.user for visit in world.visits()] == ["kim", "kim"]


def test_a_visit_that_is_identified_after_it_was_stored_is_found_again(world: World) -> None:
    hits = [view(NOON), view(NOON - 10 * MINUTE, 1, user="kim")]
    world.send(hits[:1], NOON)
    world.rollup(NOON + HOUR)
    world.send(hits[1:], NOON + 2 * HOUR)
    assert world.rollup(NOON + 2 * HOUR + 3 * MINUTE).removed == 1
    hits.append(view(NOON - 20 * MINUTE, 2, user="lee"))
    world.send(hits[2:], NOON + 3 * HOUR)
    assert world.rollup(NOON + 3 * HOUR + 3 * MINUTE).removed == 1
    assert world.visits() == visits(hits)
    assert [visit.user for visit in world.visits()] == ["lee"]


def test_midnight_does_not_split_a_visit(world: World) -> None:
    hits = [view(MIDNIGHT - 20 * MINUTE), view(MIDNIGHT + 5 * MINUTE, 1, "/a"), view(MIDNIGHT + 30 * MINUTE, 2, "/b")]
    world = World(Settings(endpoint_url=None), created_at=MIDNIGHT - HOUR)
    for hit in hits:
        world.send([hit], hit.at)
    world.rollup(MIDNIGHT + 2 * HOUR)
    assert world.visits() == visits(hits)
    assert {item.site_day for item in world.stored()} == {f"{world.site.key}#{day_of(MIDNIGHT - 1)}"}


def test_a_visit_of_many_hours_is_one_session(world: World) -> None:
    hits = [view(NOON + number * 25 * MINUTE, number, f"/{number}") for number in range(10)]
    for hit in hits:
        world.send([hit], hit.at)
        world.rollup(hit.at + 10 * MINUTE)
    world.rollup(hits[-1].at + HOUR)
    assert world.visits() == visits(hits)


def test_nothing_is_lost_when_live_sessions_expire_early(world: World) -> None:
    hits = [view(NOON), view(NOON + 10 * MINUTE, 1, "/a")]
    world.send(hits[:1], NOON)
    for item in ActiveSessionItem.query(world.site.key):
        item.delete()
    world.send(hits[1:], hits[1].at)
    world.rollup(NOON + HOUR)
    assert world.visits() == visits(hits)


def test_a_second_run_changes_nothing(world: World) -> None:
    world.send([view(NOON)], NOON)
    world.rollup(NOON + HOUR)
    before = [item.to_simple_dict() for item in world.stored()]
    assert world.rollup(NOON + HOUR + MINUTE).stored == 0
    assert [item.to_simple_dict() for item in world.stored()] == before


def test_the_visitors_of_a_sharded_site_are_spread_and_found_again(settings: Settings) -> None:
    world = World(settings, created_at=NOON - HOUR, shards=4)
    hits = [view(NOON + person, 0, "/", person) for person in range(1, 21)]
    for hit in hits:
        world.send([hit], hit.at)
    used = [sum(1 for _ in ActiveSessionItem.query(name)) for name in world.current_site().partitions(world.site.key)]
    assert sum(used) == 20
    assert sum(1 for count in used if count) > 1
    world.rollup(NOON + HOUR)
    assert world.visits() == visits(hits)


def test_one_broken_site_does_not_stop_the_others(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    healthy = World(settings, created_at=NOON - HOUR)
    for each in (world, healthy):
        each.send([view(NOON)], NOON)
    original = rollup_run.__globals__["roll_up"]

    def break_one(site: sites.Site, *args: object, **kwargs: object) -> object:
        if site.key == world.site.key:
            raise RuntimeError("broken")
        return original(site, *args, **kwargs)

    monkeypatch.setitem(rollup_run.__globals__, "roll_up", break_one)
    report = run(NOON + HOUR)
    assert report.failed == [world.site.key]
    assert "the next run takes it up again" in caplog.text
    assert len(healthy.visits()) == 1
    monkeypatch.undo()
    run(NOON + HOUR)
    assert len(world.visits()) == 1


def test_hundreds_of_sites_are_rolled_up_and_the_ones_behind_come_first(settings: Settings) -> None:
    worlds = [World(settings, created_at=NOON - HOUR) for _ in range(150)]
    for world in worlds:
        world.send([view(NOON)], NOON)
    none = run(NOON + HOUR, time_limit_s=0)
    assert (none.sites, none.unfinished) == (0, 150)
    assert run(NOON + HOUR).sites == 150
    assert all(len(world.visits()) == 1 for world in worlds)


def test_only_one_rollup_runs_at_a_time(world: World) -> None:
    with Lease("rollup"), pytest.raises(Conflict, match="another rollup is running"):
        world.rollup(NOON)
    world.rollup(NOON)


def test_a_dead_run_s_lease_runs_out(world: World) -> None:
    LeaseItem(LeaseItem.KIND, "rollup", holder="dead", until=time.time() + LIFE_S).save()
    with pytest.raises(Conflict):
        world.rollup(NOON)
    LeaseItem(LeaseItem.KIND, "rollup", holder="dead", until=time.time() - 1).save()
    world.rollup(NOON)


@pytest.mark.usefixtures("settings")
def test_a_run_that_lost_its_lease_stops_and_leaves_the_new_holder_alone() -> None:
    with Lease("rollup") as lease:
        LeaseItem(LeaseItem.KIND, "rollup", holder="other", until=time.time() + LIFE_S).save()
        lease._renewed = 0.0
        with pytest.raises(Conflict):
            lease.renew()
    assert LeaseItem.get(LeaseItem.KIND, "rollup").holder == "other"


def test_marks_of_late_hours_go_when_they_are_done(world: World) -> None:
    world.send([view(NOON)], NOON + 5 * HOUR)
    assert len(list(LateMarkItem.query(LateMarkItem.KIND))) == 1
    world.rollup(NOON + 5 * HOUR + MINUTE)
    assert len(list(LateMarkItem.query(LateMarkItem.KIND))) == 1, "the event may not be stored yet"
    world.rollup(NOON + 5 * HOUR + 3 * MINUTE)
    assert list(LateMarkItem.query(LateMarkItem.KIND)) == []


def test_rollup_forgets_salts_after_two_days(world: World) -> None:
    world.send([view(NOON)], NOON)
    assert day_of(NOON) in {item.id for item in SaltItem.query(SaltItem.KIND)}
    world.rollup(NOON - 12 * HOUR + 2 * DAY_MS)
    assert day_of(NOON) not in {item.id for item in SaltItem.query(SaltItem.KIND)}
    assert visitors.Salts().of_day(NOON - 12 * HOUR, NOON - 12 * HOUR + 2 * DAY_MS) is None


def test_rollup_notes_when_a_site_s_events_began(world: World) -> None:
    world.send([view(NOON)], NOON)
    assert world.current_site().first_event_at is None
    world.rollup(NOON + HOUR)
    world.send([view(NOON + HOUR, 1)], NOON + HOUR)
    world.rollup(NOON + 3 * HOUR)
    assert world.current_site().first_event_at == NOON


def test_sessions_expire_after_the_site_s_retention(world: World) -> None:
    site = SiteItem(SiteItem.KIND, world.site.key)
    site.update(actions=[SiteItem.retention_days.set(30)])
    world.send([view(NOON)], NOON)
    world.rollup(NOON + HOUR)
    (item,) = world.stored()
    assert item.expires == tables.expiry(NOON, 30 * 86_400)
