"""What owners set and saved for a site, kept beside its data: the bucket alone can then say whose data it is.

The site itself, its goals, segments, funnels and journeys, its annotations. Nothing that lets anybody in or tells
visitors apart is kept: no people, tokens, share links, salts or secrets.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from liveinsight import tables
from liveinsight.archive.layout import registry_key
from liveinsight.archive.objects import Bucket
from liveinsight.tables import AnnotationItem, SiteItem

COLLECTIONS = ("funnels", "goals", "journeys", "segments")
PROGRESS = "rolled_up_to"
"""Changes with every run, and says something about the tables only."""

Item = dict[str, dict[str, Any]]
"""An item as the plain client gives and takes it."""


def keep(bucket: Bucket, site: str) -> bool:
    """Make the bucket say what the table says of this site. Returns False, and writes nothing, when it does."""
    content = msgspec.json.format(msgspec.json.encode(list(_items(site)), order="sorted"), indent=1)
    key = registry_key(site)
    if bucket.get(key) == content:
        return False
    bucket.put(key, content)
    return True


def kept(bucket: Bucket, site: str) -> list[Item]:
    """The items of the site as they were kept; none where nothing was."""
    content = bucket.get(registry_key(site))
    return [] if content is None else msgspec.json.decode(content, type=list[Item])


def _items(site: str) -> Iterator[Item]:
    for kind in (SiteItem.KIND, *COLLECTIONS):
        for item in _query(kind, site):
            item.pop(PROGRESS, None)
            yield item
    yield from _query(f"{AnnotationItem.KIND}#{site}")


def _query(kind: str, item_id: str | None = None) -> Iterator[Item]:
    condition, values = "kind = :kind", {":kind": {"S": kind}}
    if item_id is not None:
        condition, values = f"{condition} AND id = :id", {**values, ":id": {"S": item_id}}
    pages = tables.patient_client().get_paginator("query")
    for page in pages.paginate(
        TableName=SiteItem.Meta.table_name, KeyConditionExpression=condition, ExpressionAttributeValues=values
    ):
        yield from page["Items"]
