"""Ids that pages give to visitors after consent: taken only where the site is open to them, and kept only as a hash."""

from typing import Any, cast

import pytest

from liveinsight import sites
from liveinsight.sites import Changes
from liveinsight.tables import SecretItem
from liveinsight.visitors import LastingIds, lasting_id
from tests.integration.collector.gateway import Collector, items

USER = "kim@shop.example"


@pytest.fixture
def open_site(collector: Collector) -> Collector:
    """The collector, its site open to ids that pages give."""
    sites.change(collector.site.key, Changes(identify=True))
    return collector


def test_a_site_is_closed_unless_its_owner_opens_it(collector: Collector) -> None:
    assert collector.post(collector.beacon(user=USER)).json == {"accepted": 1, "dropped": []}
    (stored,) = collector.events()
    assert stored.lasting_visitor == ""
    assert USER not in str(items())


def test_what_is_kept_is_a_hash_that_lasts(open_site: Collector) -> None:
    open_site.post(open_site.beacon(open_site.event(1), open_site.event(2), user=USER))
    open_site.clock.now_ms += 26 * 3_600_000
    open_site.post(open_site.beacon(open_site.event(3), user=USER))
    first, _, last = open_site.events()
    assert {event.lasting_visitor for event in open_site.events()} == {lasting_id(open_site.site.key, USER)}
    assert first.visitor != last.visitor
    assert USER not in str(items())
    assert "kim" not in str(items())


@pytest.mark.parametrize("nobody", ["", " \u0001\n"])
def test_an_id_without_a_character_is_nobody_s(nobody: str, open_site: Collector) -> None:
    assert open_site.post(open_site.beacon(user=nobody)).json["accepted"] == 1
    (stored,) = open_site.events()
    assert stored.lasting_visitor == ""


def test_ids_are_told_apart_however_long_they_are(open_site: Collector) -> None:
    for number, user in enumerate(["u" * 3000 + "1", "u" * 3000 + "2"]):
        open_site.post(open_site.beacon(open_site.event(number), user=user))
    assert len({event.lasting_visitor for event in open_site.events()}) == 2


def test_other_sites_know_the_same_user_by_another_id(open_site: Collector) -> None:
    other = sites.add("Other", "shop.example")
    assert lasting_id(other.key, USER) != lasting_id(open_site.site.key, USER)


def test_beacons_of_others_and_from_before_are_anonymous(open_site: Collector) -> None:
    for number, user in enumerate([None, USER, None]):
        open_site.post(open_site.beacon(open_site.event(number, at=open_site.clock.now_ms + number), user=user))
    assert [bool(event.lasting_visitor) for event in open_site.events()] == [False, True, False]
    (session,) = open_site.sessions()
    assert session.pageviews == 3, "the live session is the same visit throughout"
    assert session.visitor == open_site.events()[0].visitor
    assert session.identified is None


def test_a_site_that_is_closed_again_takes_no_more(open_site: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liveinsight.ingest.site_memory.KNOWN_S", -1.0)
    open_site.post(open_site.beacon(open_site.event(1), user=USER))
    sites.change(open_site.site.key, Changes(identify=False))
    open_site.post(open_site.beacon(open_site.event(2), user=USER))
    assert sorted(bool(event.lasting_visitor) for event in open_site.events()) == [False, True]


@pytest.mark.parametrize("user", [7, True, ["kim"], {}])
def test_a_wrong_id_is_refused_and_nothing_stored(open_site: Collector, user: Any) -> None:
    answer = open_site.post(open_site.beacon(user=user))
    assert (answer.status, answer.error) == (400, "invalid_beacon")
    assert "$.user" in answer.json["error"]["message"]
    assert open_site.events() == []


@pytest.mark.usefixtures("collector")
def test_two_processes_that_make_the_secret_at_once_use_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = LastingIds().of("site", USER)
    too_early = iter([True])
    get: Any = SecretItem.get

    def look(*key: str, **options: Any) -> SecretItem:
        if next(too_early, False):
            raise SecretItem.DoesNotExist
        return cast(SecretItem, get(*key, **options))

    monkeypatch.setattr(SecretItem, "get", look)
    assert LastingIds().of("site", USER) == expected
    assert next(too_early, None) is None, "the table was asked"
