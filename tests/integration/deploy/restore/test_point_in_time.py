"""To a moment: what happened later is not in the copy, and stays in the tables in use."""

import time
from datetime import UTC, datetime
from unittest import mock

import pytest

from deploy.errors import Refused
from liveinsight import tables
from liveinsight.restore import again
from liveinsight.timing import day_of, hour_of
from tests.integration.deploy.restore.installation import KINDS, Installation
from tests.integration.history.story import DAY, HOUR, MINUTE, view


def moment() -> str:
    """A time between two changes, as an operator writes it."""
    time.sleep(0.02)
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    time.sleep(0.02)
    return now


def test_the_tables_as_they_were_at_a_moment(installation: Installation) -> None:
    before, at = installation.state(), moment()
    installation.delete("Events", *sorted(before["Events"])[:20])
    installation.delete("Settings", *(key for key in before["Settings"] if key[0] == "user"))
    installation.story.send(view(installation.now, 900, "/later", person=7))
    later = installation.state()
    installation.restore(at, to=f"{installation.project}-then")
    assert installation.state(f"{installation.project}-then") == before
    installation.restore(at, to=f"{installation.project}-then", into_place=True)
    now = installation.state()
    assert now["Events"] == before["Events"] | later["Events"]
    assert len(now["Events"]) == len(before["Events"]) + 1
    assert {key for key in now["Settings"] if key[0] == "user"} == {("user", "kim@shop.example")}


def test_jobs_that_went_on_without_the_events_work_them_out_again(installation: Installation) -> None:
    """Visits come while nobody rolls up; the log is emptied; rollup and archive pass over the gap; then a restore."""
    story = installation.story
    for number in range(4):
        story.send(view(installation.now + number * 10 * MINUTE, number, f"/gap-{number}", person=11))
    at = moment()
    installation.delete("Events")
    story.archive(installation.now + 3 * HOUR)
    installation.now += 3 * HOUR
    rows = installation.look_anew().rows("SELECT count(*) FROM events WHERE path LIKE '/gap%'")
    assert rows == [(0,)]

    # It dies when everything is back and nothing is marked yet; the next run has nothing to put, and still marks.
    with mock.patch.object(again, "mark", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        installation.restore(at, into_place=True)
    installation.restore(at, into_place=True)
    assert not [key for key in installation.items(installation.names["Settings"]) if key[0] == "restored"]
    installation.now += 10 * MINUTE
    story.archive(installation.now)
    installation.look_anew().check()
    assert any("/gap-3" in visit.pages for visit in story.world.visits())


def test_an_hour_of_which_the_archive_knows_more_is_not_worked_out_again(installation: Installation) -> None:
    """Events that came after the restored moment are lost from the log; the archive has them, and keeps them."""
    story, key = installation.story, sorted(installation.state()["Events"])[0]
    start = installation.now - installation.now % HOUR
    story.send(view(start + 6 * MINUTE, 1, "/early", person=11))
    at = moment()
    story.send(view(start + 20 * MINUTE, 2, "/late", person=11))
    installation.now = start + 2 * HOUR + 5 * MINUTE
    story.archive(installation.now)
    installation.delete("Events")
    installation.restore(at, into_place=True)
    now = installation.state()
    assert key in now["Events"]
    assert not any("/late" in str(item) for item in now["Events"].values())
    tables.bind(installation.settings)
    story.archive(installation.now + 10 * MINUTE)
    found = installation.look_anew().rows("SELECT path FROM events WHERE path IN ('/early', '/late') ORDER BY path")
    assert found == [("/early",), ("/late",)]
    assert any(set(visit.pages) == {"/early", "/late"} for visit in story.world.visits())


def test_restored_salts_past_their_life_are_gone(installation: Installation) -> None:
    at = moment()
    installation.now += 3 * 24 * HOUR
    installation.restore(at, only="Settings", to=f"{installation.project}-salts")
    copied = installation.items(f"{installation.project}-salts-Settings")
    salts = {key for key in installation.state()["Settings"] if key[0] == "salt"}
    assert salts
    assert not salts & copied.keys()
    assert copied.keys() >= {("user", "kim@shop.example")}


def test_a_copy_that_is_there_is_not_made_again_and_a_strange_table_is_left_alone(installation: Installation) -> None:
    at = moment()
    prefix = f"{installation.project}-again"
    installation.restore(at, to=prefix)
    made = installation.dynamodb.describe_table(TableName=f"{prefix}-Events")["Table"]["TableId"]
    installation.delete("Events")
    installation.restore(at, to=prefix)
    assert installation.dynamodb.describe_table(TableName=f"{prefix}-Events")["Table"]["TableId"] == made
    strange = f"{installation.project}-strange"
    installation.dynamodb.create_table(
        TableName=f"{strange}-Events",
        KeySchema=[
            {"AttributeName": "site_hour", "KeyType": "HASH"},
            {"AttributeName": "event_key", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "site_hour", "AttributeType": "S"},
            {"AttributeName": "event_key", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    for discard in (False, True):
        with pytest.raises(Refused, match="is there, and"):
            installation.restore(at, to=strange, discard=discard)
    assert f"{strange}-Events" in installation.tables()


def test_a_deleted_table_cannot_be_restored_to_a_moment_but_from_a_backup(installation: Installation) -> None:
    before, at = installation.state(), moment()
    installation.back_up()
    name = installation.names["Sessions"]
    try:
        installation.dynamodb.delete_table(TableName=name)
        with pytest.raises(Refused, match=f"{name} is gone, and with it its points in time; use FROM=latest"):
            installation.restore(at)
        with pytest.raises(Refused, match=f"{name} are gone; make infra ENV=testing makes them, then INTO_PLACE=1"):
            installation.restore("latest", into_place=True)
        assert name not in installation.tables()
    finally:
        tables.bind(installation.settings)
        tables.create()
    installation.restore("latest", into_place=True)
    assert {kind: installation.state()[kind] for kind in KINDS} == before


def test_work_that_waited_is_done_again_only_where_the_log_knows_more(installation: Installation) -> None:
    tables.bind(installation.settings)
    known, emptied = sorted({hit.at - hit.at % HOUR for hit in installation.story.sent})[-2:]
    for hour in (known, emptied):
        tables.LateMarkItem("archive-again", f"{installation.site}#{hour_of(hour)}", marked_at=installation.now).save()
    tables.LeaseItem("lease", "somebody's", holder="x", until=1).save()
    moved = f"hours/site={installation.site}/date={day_of(emptied)}/{hour_of(emptied)[-2:]}.parquet"
    installation.shelf.s3.delete_object(Bucket=installation.settings.archive_bucket, Key=moved)
    at = moment()
    installation.delete("Settings")
    # The moment lies days before these events, so nothing about them is unsure.
    with mock.patch.object(again, "UNSURE_MS", -10 * DAY):
        installation.restore(at, only="Settings", into_place=True)
    kinds = {(kind, name) for kind, name in installation.items(installation.names["Settings"]) if kind != "user"}
    assert ("late", f"{installation.site}#{hour_of(emptied)}") in kinds
    assert [kind for kind, _ in kinds if kind in ("late", "archive-again")] == ["late"]
    assert ("lease", "somebody's") not in kinds
    installation.story.archive(installation.now + 10 * MINUTE)
    installation.look_anew().check()
