"""From AWS Backup: every item of every table, beside the ones in use, then into them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from deploy.errors import Refused
from deploy.restore import items
from tests.integration.deploy.restore.installation import KINDS, Installation, Item

DAMAGE_EVERY = 3


def damage(installation: Installation) -> None:
    """A wrong hand: events, visits, goals, a person and a token are gone, and a site got another name."""
    before = installation.state()
    installation.delete("Events", *sorted(before["Events"])[::DAMAGE_EVERY])
    installation.delete("Sessions", *sorted(before["Sessions"])[:5])
    installation.delete(
        "Settings", *(key for key in before["Settings"] if key[0] in ("goals", "user", "token", "share"))
    )
    installation.dynamodb.update_item(
        TableName=installation.names["Settings"],
        Key={"kind": {"S": "site"}, "id": {"S": installation.site}},
        UpdateExpression="SET #name = :name",
        ExpressionAttributeNames={"#name": "name"},
        ExpressionAttributeValues={":name": {"S": "Renamed since"}},
    )


def prefix_of(installation: Installation, word: str = "backup", kind: str = "Events") -> str:
    (found,) = (name for name in installation.tables() if word in name and name.endswith(f"-{kind}"))
    return found.removesuffix(f"-{kind}")


def test_every_item_comes_back_beside_the_tables_in_use_and_then_into_them(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    before = installation.state()
    assert all(before[kind] for kind in KINDS)
    installation.back_up()
    damage(installation)
    damaged = installation.state()

    installation.restore("latest")
    prefix = prefix_of(installation)
    assert installation.state(prefix) == before
    assert installation.state() == damaged
    for kind in KINDS:
        ttl = installation.dynamodb.describe_time_to_live(TableName=f"{prefix}-{kind}")["TimeToLiveDescription"]
        assert (ttl["TimeToLiveStatus"], ttl["AttributeName"]) == ("ENABLED", "expires")
    said = capsys.readouterr().out
    gone = len(before["Events"]) - len(damaged["Events"])
    assert f"{gone} missing in use" in said
    assert "missing: 1 goals, 1 share, 1 token, 1 user" in said
    assert "different: site" in said

    installation.restore("latest", into_place=True)
    now = installation.state()
    site = ("site", installation.site)
    assert now["Settings"].pop(site)["name"] == {"S": "Renamed since"}
    del before["Settings"][site]
    late = {key for key in now["Settings"] if key[0] == "late"}
    assert {kind: now[kind] for kind in KINDS if kind != "Settings"} == {
        kind: before[kind] for kind in KINDS if kind != "Settings"
    }
    assert {key: item for key, item in now["Settings"].items() if key not in late} == before["Settings"]
    assert f"{gone} items put back" in capsys.readouterr().out

    installation.restore("latest", into_place=True)
    assert "-Events: 0 items put back" in capsys.readouterr().out
    installation.story.archive(installation.now + 600_000)
    installation.look_anew().check()


def test_a_run_that_is_killed_goes_on_where_it_was(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    before = installation.state()
    installation.back_up()
    installation.delete("Events")
    installation.delete("Sessions")
    put, calls = items.put, count(1)

    def dies(*args: Any) -> None:
        if next(calls) == 2:
            raise KeyboardInterrupt
        put(*args)

    monkeypatch.setattr(items, "put", dies)
    monkeypatch.setattr(items, "pages", _small_pages(items.pages))
    with pytest.raises(KeyboardInterrupt):
        installation.restore("latest", into_place=True)
    partly = installation.state()
    assert 0 < len(partly["Events"]) + len(partly["Sessions"]) < len(before["Events"]) + len(before["Sessions"])
    monkeypatch.setattr(items, "put", put)
    installation.restore("latest", into_place=True)
    now = installation.state()
    assert (now["Events"], now["Sessions"]) == (before["Events"], before["Sessions"])


def _small_pages(pages: Callable[[Any, str, int], Iterator[list[Item]]]) -> Callable[..., Iterator[list[Item]]]:
    def small(client: Any, table: str, segment: int) -> Iterator[list[Item]]:
        for page in pages(client, table, segment):
            for start in range(0, len(page), 7):
                yield page[start : start + 7]

    return small


def test_what_came_since_stays_and_nothing_newer_is_overwritten(installation: Installation) -> None:
    installation.back_up()
    before = installation.state()
    installation.delete("Events", *sorted(before["Events"])[:10])
    # What the tables in use say of a visit that grew since, under the key that it had in the backup and under another.
    first, second = [key for key in sorted(before["Sessions"]) if "#bots" not in key[0]][:2]
    grown = {**before["Sessions"][first], "pageviews": {"N": "77"}}
    installation.dynamodb.put_item(TableName=installation.names["Sessions"], Item=grown)
    moved = dict(before["Sessions"][second])
    earlier = int(moved["started_at"]["N"]) - 60_000
    moved |= {"session_key": {"S": f"{earlier:013d}#{'f' * 16}"}, "started_at": {"N": str(earlier)}}
    installation.delete("Sessions", second)
    installation.dynamodb.put_item(TableName=installation.names["Sessions"], Item=moved)
    newer = {**next(iter(before["Events"].values())), "event_key": {"S": f"{installation.now:013d}#newer"}}
    installation.dynamodb.put_item(TableName=installation.names["Events"], Item=newer)

    installation.restore("latest", into_place=True)
    now = installation.state()
    assert now["Sessions"][first] == grown
    assert second not in now["Sessions"]
    assert moved in now["Sessions"].values()
    assert len(now["Events"]) == len(before["Events"]) + 1


def test_only_some_tables_and_their_removal(installation: Installation) -> None:
    before = installation.state()
    installation.back_up()
    installation.delete("Settings")
    installation.delete("Events")
    installation.restore("latest", only="Settings", into_place=True, to=f"{installation.project}-x")
    now = installation.state()
    assert (now["Settings"], now["Events"]) == (before["Settings"], {})
    assert f"{installation.project}-x-Settings" in installation.tables()
    assert f"{installation.project}-x-Events" not in installation.tables()
    installation.restore("2020-01-01", discard=True)
    assert f"{installation.project}-x-Settings" in installation.tables()
    installation.restore("2020-01-01", discard=True, to=f"{installation.project}-x")
    assert sorted(installation.tables()) == sorted(installation.names.values())
    installation.restore("latest", discard=True, to=f"{installation.project}-x")
    with pytest.raises(Refused, match="there is no Users; there are ActiveSessions"):
        installation.restore("latest", only="Users")


def test_the_backup_is_the_newest_whole_one_or_the_one_that_is_named(installation: Installation) -> None:
    before = installation.state()
    first = installation.back_up()
    installation.delete("Events")
    installation.back_up("Events", "Settings")
    installation.restore("latest", to=f"{installation.project}-a")
    assert installation.state(f"{installation.project}-a") == before
    installation.restore(first["Sessions"], to=f"{installation.project}-b")
    assert installation.state(f"{installation.project}-b") == before


def test_a_backup_of_some_tables_brings_these_back_and_says_what_has_the_others(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = {**installation.env.outputs, "switches": {"backup_tables": ["Settings"]}}
    monkeypatch.setattr(installation, "env", replace(installation.env, outputs=outputs))
    before = installation.state()
    whole = installation.back_up()
    installation.back_up("Settings")
    installation.restore("latest", rehearse=True)
    installation.delete("Settings", *(key for key in before["Settings"] if key[0] in ("user", "token")))
    installation.restore("latest", into_place=True)
    said = capsys.readouterr().out
    assert "UTC: ActiveSessions, Events, Sessions. Restore these from a time within the last 35 days" in said
    assert installation.state()["Settings"] == before["Settings"]
    assert [name for name in installation.tables() if "backup" in name] == [
        f"{prefix_of(installation, kind='Settings')}-Settings"
    ]
    with pytest.raises(Refused, match="there is no Events; there are Settings"):
        installation.restore("latest", only="Events")
    installation.restore(whole["Events"], only="Events", to=f"{installation.project}-older")
    assert installation.items(f"{installation.project}-older-Events") == before["Events"]
