"""Rehearsals: everything is restored and compared, nothing is left behind, and what is wrong is said."""

import pytest

from deploy.errors import Refused
from deploy.restore import copies, rehearsal
from deploy.restore.origin import found
from tests.integration.deploy.restore.installation import Installation
from tests.integration.deploy.restore.test_point_in_time import moment
from tests.integration.history.story import DAY


def only_in_use(installation: Installation) -> bool:
    return sorted(installation.tables()) == sorted(installation.names.values())


def test_it_goes_well_and_leaves_nothing(installation: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    installation.back_up()
    before = installation.state()
    for origin in ("latest", moment()):
        installation.restore(origin, rehearse=True)
        said = capsys.readouterr().out
        assert f"-Events: {len(before['Events'])} items" in said
        assert "The rehearsal went well" in said
        assert only_in_use(installation)
    assert installation.state() == before


def test_what_the_tables_in_use_have_lost_is_found(installation: Installation) -> None:
    installation.back_up()
    installation.delete("Events", *sorted(installation.state()["Events"])[:3])
    with pytest.raises(Refused, match=r"3 items of the copy are missing in Test\w+-Events, and have not expired"):
        installation.restore("latest", rehearse=True)
    assert only_in_use(installation)


def test_what_the_backup_lacks_is_found(installation: Installation) -> None:
    """Events and visits that had settled when the backup was made must be in it, exactly."""
    installation.back_up()
    origin = found(installation.env, "latest")
    every = copies.planned(installation.env, f"{installation.project}-broken")
    copies.make(installation.env, origin, every, installation.now)
    point_ms = installation.now + 2 * DAY
    assert list(rehearsal.problems(rehearsal.compared(installation.env, every, point_ms, installation.now))) == []
    events = f"{installation.project}-broken-Events"
    items = sorted(installation.items(events).items())
    (first, _), (_, second) = items[:2]
    keys = {"site_hour": {"S": first[0]}, "event_key": {"S": first[1]}}
    installation.dynamodb.delete_item(TableName=events, Key=keys)
    installation.dynamodb.put_item(TableName=events, Item={**second, "path": {"S": "/changed"}})
    for key in list(installation.items(f"{installation.project}-broken-Sessions")):
        keys = {"site_day": {"S": key[0]}, "session_key": {"S": key[1]}}
        installation.dynamodb.delete_item(TableName=f"{installation.project}-broken-Sessions", Key=keys)
    wrong = list(rehearsal.problems(rehearsal.compared(installation.env, every, point_ms, installation.now)))
    used = installation.project
    assert wrong[:2] == [
        f"1 settled items of {used}-Events are not in the copy",
        f"1 settled items of {used}-Events are different in the copy",
    ]
    assert wrong[2] == f"{used}-broken-Sessions is empty, {used}-Sessions is not"
    # Later items may rightly differ: at the moment of the backup nothing of the last day had settled.
    early = rehearsal.compared(installation.env, every[:2], installation.now - 2 * DAY, installation.now)
    assert [result.backward.missing for result in early if result.copy.kind == "Events"] == [1]


def test_nothing_is_left_when_the_comparison_fails(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    installation.back_up()

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(rehearsal, "compare", fails)
    with pytest.raises(RuntimeError, match="out of memory"):
        installation.restore("latest", rehearse=True)
    assert only_in_use(installation)


def test_a_strange_table_of_that_name_is_not_deleted(installation: Installation) -> None:
    installation.back_up()
    stamp = found(installation.env, "latest").stamp
    strange = f"{installation.project}-rehearsal-{stamp}-Events"
    installation.dynamodb.create_table(
        TableName=strange,
        KeySchema=[{"AttributeName": "site_hour", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "site_hour", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    with pytest.raises(Refused, match=f"{strange} is there, and no copy that a restore has made"):
        installation.restore("latest", rehearse=True)
    assert strange in installation.tables()
