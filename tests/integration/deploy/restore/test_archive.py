"""From the archive alone: sites, log, visits, and statistics that say what they said."""

from itertools import count
from typing import Any

import pytest

from deploy.errors import Refused
from liveinsight import annotations, goals, sites, tables
from liveinsight.restore.events import NUMBERED
from tests.integration.deploy.restore.installation import KINDS, Installation, Item
from tests.integration.history.story import DAY, HOUR, MINUTE, view
from tests.integration.store.world import MIDNIGHT

QUESTIONS = (
    "SELECT count(*), count(DISTINCT visitor_id), count(DISTINCT session_id) FROM events",
    "SELECT source, channel, country, browser, count(*) FROM events GROUP BY ALL ORDER BY ALL",
    "SELECT epoch_ms(started_at) // 86400000, count(*), sum(pageviews), count(*) FILTER (bounce) FROM sessions "
    "GROUP BY ALL ORDER BY ALL",
)
PROVISIONAL = ("session", "entry_page", "source", "channel")


def statistics(installation: Installation) -> list[Any]:
    story = installation.look_anew()
    return [story.rows(question) for question in QUESTIONS]


def empty(installation: Installation) -> None:
    for kind in KINDS:
        installation.delete(kind)


def without(item: Item, *names: str) -> Item:
    return {name: value for name, value in item.items() if name not in names}


def test_from_nothing_but_the_bucket(installation: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    before, asked = installation.state(), statistics(installation)
    installation.story.check()
    site = sites.get(installation.site)
    empty(installation)

    installation.restore("archive", into_place=True)
    now = installation.state()
    assert statistics(installation) == asked
    installation.story.check()
    _check_sessions(before["Sessions"], now["Sessions"])
    _check_events(before["Events"], now["Events"])
    tables.bind(installation.settings)
    restored = sites.get(installation.site)
    assert (restored.name, restored.domain, restored.identify) == (site.name, site.domain, True)
    assert [goal.event for goal in goals.every(installation.site)] == ["signup"]
    assert [note.text for note in annotations.every(installation.site)] == ["Launch"]
    assert {key[0] for key in now["Settings"]} <= {"site", "goals", f"annotation#{installation.site}", "bots"}
    assert "Not in the archive: people, API tokens, share links" in capsys.readouterr().out

    installation.restore("archive", into_place=True)
    assert installation.state() == now
    assert "-Events: 0 items put back" in capsys.readouterr().out
    # Life goes on: new events are counted once, together with what came back.
    installation.story.send(view(installation.now + MINUTE, 700, "/after", person=7))
    installation.now += DAY
    installation.story.archive(installation.now)
    installation.look_anew().check()


def _check_sessions(before: dict[tuple[str, str], Item], now: dict[tuple[str, str], Item]) -> None:
    """Of closed days, the daily id of a visit whose visitor was identified is not known any more; nothing else."""
    people = {key: item for key, item in before.items() if "#bots" not in key[0]}
    assert now.keys() == people.keys()
    for key, item in now.items():
        lost = ("daily_visitor",) if key[1] < f"{MIDNIGHT + 3 * DAY:013d}" else ()
        assert item == without(people[key], *lost)
    assert any("daily_visitor" in item for item in now.values())


def _check_events(before: dict[tuple[str, str], Item], now: dict[tuple[str, str], Item]) -> None:
    """The last two days have all that was sent; days before them have as many events, as statistics know them.

    Of a visit, an item has what was known of it in the end, no longer what was known when the event came.
    """
    sent = {key: item for key, item in before.items() if "#bots#" not in key[0]}
    kept_from = f"{MIDNIGHT + 2 * DAY:013d}"
    own = {key: without(item, *PROVISIONAL) for key, item in sent.items() if key[1] >= kept_from}
    assert {key: without(item, *PROVISIONAL) for key, item in now.items() if key[1] >= kept_from} == own
    old = [key for key in now if key[1] < kept_from]
    assert all(key[1].partition("#")[2].startswith(NUMBERED) for key in old)
    assert sorted(key[1][:13] for key in old) == sorted(key[1][:13] for key in sent if key[1] < kept_from)


def test_a_backup_and_then_the_archive_bring_back_more_than_either(installation: Installation) -> None:
    """The backup has people and secrets, and is a night old; the archive has what happened since."""
    installation.back_up()
    for number in range(5):
        installation.story.send(view(installation.now + number * 40 * MINUTE, number, f"/since-{number}", person=11))
    installation.now += 5 * HOUR
    installation.story.archive(installation.now)
    before, asked = installation.state(), statistics(installation)
    installation.story.check()
    empty(installation)
    for origin in ("latest", "archive"):
        installation.restore(origin, into_place=True)
    now = installation.state()
    assert {key for key in now["Settings"] if key[0] != "late"} == before["Settings"].keys()
    assert now["Events"].keys() == before["Events"].keys()
    assert statistics(installation) == asked
    installation.story.check()
    installation.now += 10 * MINUTE
    installation.story.archive(installation.now)
    assert installation.state()["Sessions"].keys() == before["Sessions"].keys()
    installation.look_anew().check()


def test_what_is_left_is_not_doubled(installation: Installation) -> None:
    before = installation.state()
    hour = f"{installation.site}#"
    kept = [key for key in sorted(before["Events"]) if key[0].startswith(hour) and "#bots#" not in key[0]]
    first_hour = kept[0][0]
    one_of_it = next(key for key in kept if key[0] == first_hour)
    installation.delete("Events", *(key for key in kept if key != one_of_it))
    installation.restore("archive", into_place=True)
    now = installation.state()["Events"]
    assert [key for key in now if key[0] == first_hour] == [one_of_it]
    whole = [key for key in before["Events"] if key[0] != first_hour]
    assert len([key for key in now if key[0] != first_hour]) == len(whole)
    assert {kind: installation.state()[kind] for kind in ("Sessions", "Settings")} == {
        kind: before[kind] for kind in ("Sessions", "Settings")
    }


def test_killed_anywhere_it_goes_on(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = f"{installation.project}-whole"
    installation.restore("archive", to=prefix)
    whole = installation.state(prefix)
    batch, calls = tables._put_batch, count(1)
    died = 0
    for fatal in (1, 3, 6):
        calls = count(1)

        def dies(items: Any, fatal: int = fatal, calls: "count[int]" = calls) -> None:
            if next(calls) == fatal:
                raise KeyboardInterrupt
            batch(items)

        monkeypatch.setattr(tables, "_put_batch", dies)
        try:
            installation.restore("archive")
        except KeyboardInterrupt:
            died += 1
    monkeypatch.setattr(tables, "_put_batch", batch)
    assert died >= 2
    installation.restore("archive")
    assert installation.state(f"{installation.project}-archive") == whole


def test_a_site_of_which_only_its_events_tell(installation: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    """An archive from before settings were kept: name and domain are guessed, and said to be."""
    for name in ("settings", "progress"):
        key = f"hours/site={installation.site}/{name}.json"
        installation.shelf.s3.delete_object(Bucket=installation.settings.archive_bucket, Key=key)
    empty(installation)
    installation.restore("archive", into_place=True)
    tables.bind(installation.settings)
    site = sites.get(installation.site)
    assert (site.name, site.domain, site.timezone) == ("shop.example", "shop.example", "UTC")
    assert f"{installation.site}: name and domain are guessed" in capsys.readouterr().out
    first = min(hit.at for hit in installation.story.sent)
    assert site.created_at == first
    days = {key[0].split("#")[1][:10] for key in installation.state()["Events"]}
    assert len(days) == 3


def test_no_secret_is_in_the_archive(installation: Installation) -> None:
    """Neither as it is nor as it is stored."""
    settings = installation.state()["Settings"]
    secrets = [key[1] for key in settings if key[0] in ("user", "token", "share")]
    values = [item["value"]["B"] for key, item in settings.items() if key[0] in ("salt", "secret")]
    hashes = [item["password_hash"]["S"] for item in settings.values() if "password_hash" in item]
    assert all((secrets, values, hashes))
    for key in installation.shelf.object_keys():
        content = installation._object(key)[0]
        assert not any(text.encode() in content for text in (*secrets, *hashes)), key
        assert not any(bytes(value) in content for value in values), key


def test_without_a_bucket_nothing_is_made(installation: Installation) -> None:
    there = installation.env.outputs["archive_bucket"]
    installation.env.outputs["archive_bucket"] = "no-such-bucket-of-anybody"  # type: ignore[index]
    try:
        with pytest.raises(Refused, match="there is no bucket no-such-bucket-of-anybody"):
            installation.restore("archive")
    finally:
        installation.env.outputs["archive_bucket"] = there  # type: ignore[index]
    assert sorted(installation.tables()) == sorted(installation.names.values())


def test_a_rehearsal_of_the_archive(installation: Installation) -> None:
    before = installation.state()
    installation.restore("archive", rehearse=True)
    assert installation.state() == before
    assert sorted(installation.tables()) == sorted(installation.names.values())
    day = f"events/site={installation.site}/date="
    installation.shelf.s3.delete_object(
        Bucket=installation.settings.archive_bucket, Key=installation.shelf.object_keys(day)[1]
    )
    with pytest.raises(Refused, match="has 0 of"):
        installation.restore("archive", rehearse=True)
    installation.reset()
    # A late event that the archive has not taken in yet is no fault of it.
    installation.story.send(view(installation.now - 5 * HOUR, 800, "/late", person=7), late_ms=5 * HOUR)
    installation.story.world.rollup(installation.now + 5 * MINUTE)
    installation.now += 10 * MINUTE
    installation.restore("archive", rehearse=True)
    tables.bind(installation.settings)
    for mark in tables.LateMarkItem.query("archive-again"):
        mark.delete()
    with pytest.raises(Refused, match=r"T09 has 7 of 8 items"):
        installation.restore("archive", rehearse=True)
    assert sorted(installation.tables()) == sorted(installation.names.values())
