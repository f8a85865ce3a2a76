"""Sites in their table: registered, changed, and what collectors make of a change."""

import pytest

from liveinsight import sites
from liveinsight.errors import InvalidRequest, NotFound
from liveinsight.ingest.draft import DropReason
from liveinsight.settings import Settings
from liveinsight.sites import Changes
from tests.integration.store.reference import Hit
from tests.integration.store.world import MIDNIGHT, World

pytestmark = pytest.mark.store

NOON = MIDNIGHT + 12 * 3_600_000


@pytest.mark.usefixtures("settings")
def test_a_change_sets_what_is_given_and_leaves_the_rest() -> None:
    site = sites.add("Shop", "shop.example", "Asia/Seoul")
    changed = sites.change(site.key, Changes(name="My shop", excluded_addresses=["203.0.113.0/24"]))
    assert (changed.name, changed.excluded_addresses) == ("My shop", ("203.0.113.0/24",))
    assert (changed.domain, changed.timezone) == ("shop.example", "Asia/Seoul")
    assert sites.change(site.key, Changes(excluded_addresses=[])).excluded_addresses == ()
    assert sites.change(site.key, Changes()) == sites.get(site.key)


@pytest.mark.usefixtures("settings")
def test_a_site_takes_ids_of_its_pages_only_while_its_owner_wants_it() -> None:
    site = sites.add("Shop", "shop.example")
    assert site.identify is False
    assert sites.change(site.key, Changes(identify=True)).identify is True
    assert sites.change(site.key, Changes(name="My shop")).identify is True
    assert sites.change(site.key, Changes(identify=False)).identify is False


@pytest.mark.usefixtures("settings")
def test_shards_are_raised_and_never_lowered() -> None:
    site = sites.add("Shop", "shop.example")
    assert sites.change(site.key, Changes(shards=4)).shards == 4
    with pytest.raises(InvalidRequest, match="4 to 64"):
        sites.change(site.key, Changes(shards=2))


@pytest.mark.usefixtures("settings")
def test_a_wrong_value_changes_nothing() -> None:
    site = sites.add("Shop", "shop.example")
    with pytest.raises(InvalidRequest):
        sites.change(site.key, Changes(name="Other", timezone="Mars/Olympus"))
    assert sites.get(site.key) == site
    with pytest.raises(NotFound):
        sites.change("nobody", Changes(name="Other"))


def test_collectors_drop_what_the_owner_excludes(settings: Settings) -> None:
    world = World(settings)
    sites.change(world.site.key, Changes(excluded_addresses=["203.0.113.2"], excluded_paths=["/admin/*"]))
    mine = Hit(2, NOON, "mine", "pageview", "/")
    hidden = Hit(1, NOON, "hidden", "pageview", "/admin/orders")
    assert world.send([mine], NOON).dropped == [("mine", DropReason.EXCLUDED_ADDRESS)]
    assert world.send([hidden], NOON).dropped == [("hidden", DropReason.EXCLUDED_PATH)]
    assert world.send([Hit(1, NOON, "seen", "pageview", "/")], NOON).accepted == 1
