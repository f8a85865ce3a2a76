"""Hours of the log that got events back, for rollup and archive to look at when everything is there."""

from typing import Any

from deploy.restore.items import Item
from liveinsight import sites
from liveinsight.archive.objects import Bucket
from liveinsight.archive.workspace import workspace
from liveinsight.restore import again
from liveinsight.restore.rebuild import DONE
from liveinsight.settings import Settings
from liveinsight.timing import hour_of, parse_hour

_NOTED = "again "


class Hours:
    """Each hour is noted in Settings before its events are put, so that a run that dies forgets none."""

    def __init__(self, client: Any, settings_table: str) -> None:
        self._client = client
        self._table = settings_table
        self._noted: set[str] = set()

    def note(self, key: str) -> None:
        """`SITE#HOUR`, perhaps with a shard."""
        name = "#".join(key.split("#")[:2])
        if name not in self._noted:
            self._client.put_item(TableName=self._table, Item=_note(name))
            self._noted.add(name)

    def work_out_again(self, settings: Settings, point_ms: int, now_ms: int) -> int:
        """Mark those of the hours for which it is needed, and forget all of them. Returns how many were marked.

        `point_ms` is the moment that was restored: of visits shortly before it, rollup may know nothing.
        """
        oldest = again.surely_logged_from(now_ms, settings.event_retention_days)
        noted, marked = self._by_site(), 0
        with workspace() as space:
            bucket = Bucket(settings)
            for site in sites.every():
                hours = [hour for hour in noted.get(site.key, ()) if hour >= oldest]
                unsure = point_ms - again.UNSURE_MS
                marked += again.mark(bucket, space, site, hours, now_ms, unsure_from=unsure)
        self._forget(noted)
        return marked

    def _by_site(self) -> dict[str, set[int]]:
        """Site → hours (UTC ms) noted by this run or one that died."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="kind = :kind AND begins_with(id, :noted)",
            ExpressionAttributeValues={":kind": {"S": DONE}, ":noted": {"S": _NOTED}},
            ConsistentRead=True,
        )
        hours: dict[str, set[int]] = {}
        for site, hour in (item["id"]["S"][len(_NOTED) :].split("#") for page in pages for item in page["Items"]):
            hours.setdefault(site, set()).add(parse_hour(hour))
        return hours

    def _forget(self, hours: dict[str, set[int]]) -> None:
        for site, starts in hours.items():
            for start in starts:
                self._client.delete_item(TableName=self._table, Key=_note(f"{site}#{hour_of(start)}"))


def _note(name: str) -> Item:
    return {"kind": {"S": DONE}, "id": {"S": f"{_NOTED}{name}"}}
