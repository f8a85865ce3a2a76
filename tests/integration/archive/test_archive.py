"""The archive on a real S3 and DynamoDB of this machine: what lies there after which event and which run."""

import time

import pytest

from liveinsight import events as event_log
from liveinsight.archive.columns import EVENTS, SESSIONS
from liveinsight.archive.lease import KeptLease
from liveinsight.archive.log import signed
from liveinsight.archive.objects import Bucket
from liveinsight.archive.run import day
from liveinsight.domain.event import Event
from liveinsight.errors import Conflict, InvalidRequest
from liveinsight.settings import Settings
from liveinsight.tables import ATTRIBUTION, CLIENT, LeaseItem, SessionItem
from liveinsight.timing import DAY_MS, day_of
from liveinsight.visitors import lasting_id
from tests.integration.archive.shelf import Row, Shelf, rollup
from tests.integration.store.reference import Hit
from tests.integration.store.world import MIDNIGHT, World

MINUTE = 60_000
HOUR = 60 * MINUTE
NOON = MIDNIGHT + 12 * HOUR
NEXT = MIDNIGHT + DAY_MS
AFTER = NEXT + 2 * HOUR


def view(at: int, number: int = 0, path: str = "/", person: int = 1, source: str = "", user: str = "") -> Hit:
    return Hit(person, at, f"p{person}-{number}", "pageview", path, source, user=user)


@pytest.fixture
def world(settings: Settings) -> World:
    return World(settings, created_at=MIDNIGHT - HOUR)


def send(world: World, hits: list[Hit]) -> None:
    for hit in hits:
        assert world.send([hit], hit.at).accepted == 1


def logged(world: World) -> list[Event]:
    events = event_log.read(world.current_site(), MIDNIGHT - DAY_MS, MIDNIGHT + 3 * DAY_MS)
    return sorted(events, key=lambda event: event.key)


def of_event(event: Event) -> Row:
    """The columns that are an event's own."""
    return {
        "at": event.at,
        "visitor_id": signed(event.visitor),
        "type": event.type,
        "name": event.name,
        "hostname": event.hostname,
        "path": event.path,
        "props": event.props,
        "revenue_amount": event.revenue_amount or None,
        "revenue_currency": event.revenue_currency,
        "visible_ms": event.visible_ms,
        "scroll_pct": event.scroll_pct,
        "interactive": event.interactive,
        "site": event.site,
        "date": day_of(event.at),
    }


def of_session(item: SessionItem) -> Row:
    """An item of the Sessions table, as rollup wrote it, in the archive's terms."""
    same = (
        "started_at", "ended_at", "duration_ms", "engaged_ms", "pageviews", "events", "bounce", "hostname",
        "entry_page", "exit_page",
    )  # fmt: skip
    return {
        "session_id": signed(item.id),
        "visitor_id": signed(item.visitor),
        **{name: getattr(item, name) for name in same},
        **{name: getattr(item, name) or "" for name in (*ATTRIBUTION, *CLIENT)},
        "site": item.site_day.partition("#")[0],
        "date": day_of(int(item.started_at)),
    }


def check_all(shelf: Shelf, world: World) -> None:
    """The archive says exactly what the log and rollup say."""
    rows = shelf.rows("events")
    own = [{name: row[name] for name in of_event(event)} for row, event in zip(rows, logged(world), strict=True)]
    assert own == [of_event(event) for event in logged(world)]
    sessions = shelf.rows("sessions")
    stored = sorted((of_session(item) for item in world.stored()), key=lambda row: row["session_id"])
    assert sorted(sessions, key=lambda row: row["session_id"]) == stored
    by_id = {row["session_id"]: row for row in sessions}
    for row in rows:
        visit = by_id[row["session_id"]]
        assert visit["started_at"] <= row["at"] <= visit["ended_at"]
        described = ("entry_page", "exit_page", *ATTRIBUTION, *CLIENT)
        assert {name: row[name] for name in described} == {name: visit[name] for name in described}


def test_a_closed_day_is_one_file_of_events_and_one_of_sessions(shelf: Shelf, world: World) -> None:
    hits = [view(NOON, source="letter"), view(NOON + MINUTE, 1, "/a"), view(NOON + 3 * HOUR, 2), view(NOON, 0, "/b", 2)]
    send(world, hits)
    rollup(world, AFTER)
    report = shelf.run(AFTER)
    assert (report.days, report.sites) == (1, 1)
    date = f"site={world.site.key}/date={day_of(NOON)}/day.parquet"
    assert shelf.days() == [f"events/{date}", f"sessions/{date}"]
    assert len(shelf.rows("sessions")) == 3
    check_all(shelf, world)


def test_the_columns_are_those_of_the_documentation(shelf: Shelf, world: World) -> None:
    send(world, [view(NOON)])
    shelf.run(AFTER)
    assert list(shelf.rows("events")[0]) == [*EVENTS, "date", "site"]
    assert list(shelf.rows("sessions")[0]) == [*SESSIONS, "date", "site"]


def test_an_open_day_is_kept_by_hours_that_other_readers_do_not_see(shelf: Shelf, world: World) -> None:
    send(world, [view(NOON), view(NOON + 2 * HOUR, 1)])
    shelf.run(NOON + 3 * HOUR + 3 * MINUTE)
    assert shelf.days() == []
    hours = f"hours/site={world.site.key}/date={day_of(NOON)}"
    assert shelf.object_keys(hours) == [f"{hours}/12.parquet", f"{hours}/14.parquet"]


def test_an_hour_is_copied_only_when_no_event_can_come_on_time(shelf: Shelf, world: World) -> None:
    send(world, [view(NOON)])
    shelf.run(NOON + HOUR + MINUTE)
    assert shelf.object_keys("hours/site=" + world.site.key + "/date=") == []
    shelf.run(NOON + HOUR + 2 * MINUTE)
    assert len(shelf.object_keys("hours/site=" + world.site.key + "/date=")) == 1


def test_a_second_run_writes_nothing(shelf: Shelf, world: World) -> None:
    send(world, [view(NOON), view(NOON + DAY_MS, 1)])
    shelf.run(AFTER)
    before = shelf.etags()
    time.sleep(1.1)  # ministack tells times of writing to the second
    report = shelf.run(AFTER)
    assert (report.changed_objects, report.read_units) == (0, 0)
    assert shelf.etags() == before
    day(world.current_site(), day_of(NOON), AFTER, shelf.settings)
    assert shelf.etags() == before


def test_a_visit_across_hours_and_midnight_is_one(shelf: Shelf, world: World) -> None:
    path = [view(NEXT - 70 * MINUTE + 25 * MINUTE * step, step, f"/{step}") for step in range(7)]
    send(world, path)
    rollup(world, NEXT + 3 * HOUR)
    shelf.run(NEXT + 3 * HOUR + 3 * MINUTE)
    assert [row["date"] for row in shelf.rows("sessions")] == [day_of(NOON)]
    assert [row["date"] for row in shelf.rows("events")] == [day_of(NOON)] * 3
    shelf.run(NEXT + DAY_MS + 2 * HOUR)
    assert [row["exit_page"] for row in shelf.rows("events")] == ["/6"] * 7
    assert len({row["visitor_id"] for row in shelf.rows("events")}) == 2, "ids change at midnight"
    check_all(shelf, world)


def test_a_day_waits_for_its_visits_to_end_but_not_for_ever(shelf: Shelf, world: World) -> None:
    step = 25 * MINUTE
    monitor = [view(NEXT - MINUTE + step * number, number) for number in range(70)]
    send(world, monitor)
    shelf.run(NEXT + 20 * HOUR)
    assert shelf.days() == []
    send(world, [view(monitor[-1].at + step * number, 70 + number - 1) for number in range(1, 5)])
    shelf.run(NEXT + 27 * HOUR + 3 * MINUTE)
    assert [key.rpartition("date=")[2][:10] for key in shelf.days()] == [day_of(NOON)] * 2


def test_a_late_event_rewrites_its_day(shelf: Shelf, world: World) -> None:
    hits = [view(NOON), view(NOON + 40 * MINUTE, 1, "/b")]
    send(world, hits)
    rollup(world, AFTER)
    shelf.run(AFTER)
    assert len(shelf.rows("sessions")) == 2
    world.send([view(NOON + 20 * MINUTE, 2, "/a")], AFTER)
    rollup(world, AFTER + 5 * MINUTE)
    report = shelf.run(AFTER + HOUR)
    assert (report.late_hours, len(shelf.rows("sessions"))) == (1, 1)
    check_all(shelf, world)
    before = shelf.etags("events")
    assert shelf.run(AFTER + HOUR).late_hours == 0
    assert shelf.etags("events") == before


def test_a_late_event_rewrites_the_days_that_its_visit_touches(shelf: Shelf, world: World) -> None:
    send(world, [view(NEXT - 10 * MINUTE), view(NEXT + 5 * HOUR, 9, person=2)])
    rollup(world, NEXT + 6 * HOUR)
    shelf.run(NEXT + 6 * HOUR)
    assert shelf.rows("events")[0]["exit_page"] == "/"
    world.send([view(NEXT + 15 * MINUTE, 1, "/late")], NEXT + 7 * HOUR)
    rollup(world, NEXT + 8 * HOUR)
    shelf.run(NEXT + 8 * HOUR)
    assert shelf.rows("events")[0]["exit_page"] == "/late"
    shelf.run(NEXT + DAY_MS + 2 * HOUR)
    rollup(world, NEXT + DAY_MS + 2 * HOUR)
    check_all(shelf, world)


def test_a_visitor_who_is_identified_late_has_the_whole_visit_on_both_days(shelf: Shelf, world: World) -> None:
    send(world, [view(NEXT - 10 * MINUTE), view(NEXT + 15 * MINUTE, 1), view(NEXT - 10 * MINUTE, person=2, user="kim")])
    shelf.run(NEXT + DAY_MS + 2 * HOUR)
    kim = signed(lasting_id(world.site.key, "kim"))
    assert [row["visitor_id"] == kim for row in shelf.rows("events")].count(True) == 1
    world.send([view(NEXT + 20 * MINUTE, 2, user="kim")], NEXT + 7 * HOUR)
    rollup(world, NEXT + DAY_MS + 3 * HOUR)
    shelf.run(NEXT + DAY_MS + 3 * HOUR)
    assert [row["visitor_id"] for row in shelf.rows("events")] == [kim] * 4
    sessions = sorted(shelf.rows("sessions"), key=lambda row: row["session_id"])
    assert sessions == sorted(map(of_session, world.stored()), key=lambda row: row["session_id"])
    assert [row["visitor_id"] for row in sessions] == [kim] * 2


def test_the_first_event_of_an_empty_day_may_be_late(shelf: Shelf, world: World) -> None:
    shelf.run(AFTER)
    assert shelf.days() == []
    world.send([view(NOON)], AFTER)
    rollup(world, AFTER + 5 * MINUTE)
    shelf.run(AFTER + HOUR)
    check_all(shelf, world)
    assert len(shelf.days()) == 2


def test_a_sharded_site(shelf: Shelf, settings: Settings) -> None:
    world = World(settings, created_at=MIDNIGHT, shards=3)
    send(
        world,
        [view(NOON + person * MINUTE + HOUR * step, step, "/", person) for person in range(1, 9) for step in (0, 1)],
    )
    rollup(world, AFTER)
    shelf.run(AFTER)
    assert len(shelf.rows("events")) == 16
    check_all(shelf, world)


def test_sites_are_kept_apart_and_an_empty_one_leaves_nothing_but_its_progress(
    shelf: Shelf, world: World, settings: Settings
) -> None:
    other, empty = World(settings, created_at=MIDNIGHT), World(settings, created_at=MIDNIGHT)
    send(world, [view(NOON)])
    send(other, [view(NOON, 1), view(NOON + MINUTE, 2)])
    shelf.run(AFTER)
    of_empty = f"hours/site={empty.site.key}"
    assert shelf.object_keys(f"{of_empty}/") == [f"{of_empty}/progress.json", f"{of_empty}/settings.json"]
    counted = [row["site"] for row in shelf.rows("events")]
    assert {site: counted.count(site) for site in counted} == {world.site.key: 1, other.site.key: 2}
    assert not any(empty.site.key in key for key in shelf.days())


def test_copies_of_hours_go_when_their_day_cannot_change_any_more(shelf: Shelf, world: World) -> None:
    send(world, [view(NOON)])
    shelf.run(AFTER)
    hours = f"hours/site={world.site.key}/date="
    assert len(shelf.object_keys(hours)) == 1
    shelf.run(NEXT + 27 * HOUR)
    assert shelf.object_keys(hours) == []
    assert len(shelf.days()) == 2


def test_a_day_is_worked_out_by_hand(shelf: Shelf, world: World) -> None:
    site = world.current_site()
    send(world, [view(NOON)])
    built, changed = day(site, day_of(NOON), NOON + MINUTE, shelf.settings)
    assert (built.events, built.sessions, changed) == (1, 1, 2)
    send(world, [view(NOON + 2 * MINUTE, 1, "/a")])
    rollup(world, AFTER)
    shelf.run(AFTER)
    check_all(shelf, world)
    assert day(site, day_of(NOON), AFTER, shelf.settings)[1] == 0


@pytest.mark.parametrize("date", ["yesterday", "2026-13-01", day_of(NOON + DAY_MS), day_of(NOON - 36 * DAY_MS)])
def test_dates_that_cannot_be_archived_are_refused(shelf: Shelf, world: World, date: str) -> None:
    with pytest.raises(InvalidRequest, match=date):
        day(world.current_site(), date, NOON, shelf.settings)
    assert shelf.object_keys() == []


def test_only_one_archive_runs_at_a_time(shelf: Shelf, world: World) -> None:
    send(world, [view(NOON)])
    with KeptLease(), pytest.raises(Conflict, match="another archive is running"):
        shelf.run(AFTER)
    shelf.run(AFTER)
    assert len(shelf.days()) == 2


def test_a_run_that_lost_its_lease_writes_no_more(shelf: Shelf, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    send(world, [view(NOON)])
    monkeypatch.setattr("liveinsight.archive.lease.RENEW_S", 0.01)
    monkeypatch.setattr("liveinsight.rollup.lease.RENEW_S", 0.0)
    with KeptLease() as lease:
        LeaseItem(LeaseItem.KIND, "archive", holder="other", until=time.time() + 60).save()
        lease._renewer.join(10)
        bucket = Bucket(shelf.settings, lease.check)
        with pytest.raises(Conflict, match="another archive is running"):
            bucket.put("events/any", b"content")
    assert shelf.object_keys() == []
