"""What the archive's job keeps of a site's settings, so that the bucket says by itself whose data it is."""

import json
from collections.abc import Iterator

import pytest

from liveinsight import annotations, goals, sites, tables, tokens, users
from liveinsight.archive import registry
from liveinsight.archive.layout import registry_key
from liveinsight.archive.objects import Bucket
from liveinsight.archive.workspace import workspace
from liveinsight.goals import Wanted
from liveinsight.restore.sites import bring_back
from liveinsight.settings import Settings
from liveinsight.tables import SiteItem
from tests.integration.archive.shelf import Shelf
from tests.integration.store.world import MIDNIGHT, World


@pytest.fixture
def shelf(settings: Settings) -> Iterator[Shelf]:
    made = Shelf(settings)
    yield made
    made.clear()


def test_it_is_written_when_it_changed_and_only_then(shelf: Shelf) -> None:
    world = World(shelf.settings)
    key, now = registry_key(world.site.key), MIDNIGHT
    shelf.run(now)
    first = shelf.etags()[key]
    world.rollup(now + 60_000)
    shelf.run(now + 60_000)
    assert shelf.etags()[key] == first
    goals.add(world.site.key, Wanted(event="signup"))
    annotations.add(world.site.key, "2026-11-22", "Launch")
    shelf.run(now + 120_000)
    assert shelf.etags()[key][0] != first[0]
    kept = registry.kept(Bucket(shelf.settings), world.site.key)
    assert {item["kind"]["S"] for item in kept} == {"site", "goals", f"annotation#{world.site.key}"}
    assert not any("rolled_up_to" in item for item in kept)


def test_no_other_site_and_nobody_is_in_it(shelf: Shelf) -> None:
    world, other = World(shelf.settings), World(shelf.settings)
    goals.add(other.site.key, Wanted(event="theirs"))
    users.add("kim@shop.example", "a long password")
    tokens.create(world.site.key, "Reports")
    shelf.run(MIDNIGHT)
    content = Bucket(shelf.settings).get(registry_key(world.site.key)) or b""
    assert [item["id"]["S"] for item in json.loads(content)] == [world.site.key]
    assert other.site.key.encode() not in content


def test_settings_that_are_gone_do_not_take_what_is_kept_with_them(shelf: Shelf) -> None:
    """The job comes by while the table is empty: the bucket is then the only one that knows."""
    world = World(shelf.settings)
    shelf.run(MIDNIGHT)
    before = sites.get(world.site.key)
    world.close()
    shelf.run(MIDNIGHT + 3_600_000)
    bucket = Bucket(shelf.settings)
    with workspace() as space:
        found = bring_back(bucket, space, world.site.key, MIDNIGHT)
        assert found.guessed is False
        assert bring_back(bucket, space, "unheardof", None).guessed is None
    after = sites.get(world.site.key)
    assert (after.name, after.domain, after.identify, after.created_at) == (
        before.name,
        before.domain,
        before.identify,
        before.created_at,
    )
    assert after.rolled_up_to == MIDNIGHT
    assert (
        tables.client()
        .get_item(TableName=SiteItem.Meta.table_name, Key={"kind": {"S": "site"}, "id": {"S": "unheardof"}})
        .get("Item")
        is None
    )
