# ruff: noqa: S608  # only our own file names are written into statements
"""Which hours have to be worked out again after their events were put back.

While events were missing, rollup and archive went on without them. Their work is repeated for hours of which the log
now knows more than the archive. Where the archive knows more, it stays the only one that does: working such an hour
out again would lose what it has.
"""

from collections.abc import Iterable, Mapping

from liveinsight import tables
from liveinsight.archive import progress
from liveinsight.archive.layout import EVENTS, HOURS, day_key, hour_key, site_prefix
from liveinsight.archive.log import logged
from liveinsight.archive.objects import Bucket
from liveinsight.archive.workspace import Workspace, literal
from liveinsight.restore.files import downloaded
from liveinsight.sites import Site
from liveinsight.tables import EventItem, LateMarkItem
from liveinsight.timing import DAY_MS, HOUR_MS, hour_of, midnight

UNSURE_MS = 3 * HOUR_MS
"""So long before the point that was restored, rollup may not have come to visits that the archive has events of."""


def mark(bucket: Bucket, space: Workspace, site: Site, hours: Iterable[int], now_ms: int, *, unsure_from: int) -> int:
    """Mark those of the hours (UTC ms) that rollup and archive have to work out again. Returns how many.

    Hours from `unsure_from` on are marked also when the archive knows exactly as much. Older hours than the log
    surely holds must not be among them.
    """
    archived = _Archived(bucket, space, site.key)
    marked = 0
    for hour in sorted(hours):
        kept, here = archived.count(hour), logged_count(site, hour)
        if kept is None or here > kept or (here == kept and hour >= unsure_from):
            LateMarkItem(LateMarkItem.KIND, f"{site.key}#{hour_of(hour)}", marked_at=now_ms).save()
            marked += 1
    return marked


def logged_count(site: Site, hour: int) -> int:
    """How many events of this hour the log has."""
    pages = tables.patient_client().get_paginator("query")
    return sum(
        page["Count"]
        for partition in site.partitions(f"{site.key}#{hour_of(hour)}")
        for page in pages.paginate(
            TableName=EventItem.Meta.table_name,
            KeyConditionExpression="site_hour = :partition",
            ExpressionAttributeValues={":partition": {"S": partition}},
            Select="COUNT",
            ConsistentRead=True,
        )
    )


class _Archived:
    """How many events of an hour the archive has; None of an hour that it has not come to."""

    def __init__(self, bucket: Bucket, space: Workspace, site: str) -> None:
        self._bucket = bucket
        self._space = space
        self._site = site
        self._progress = progress.load(bucket, site)
        self._keys = {key for kind in (EVENTS, HOURS) for key in bucket.keys(site_prefix(kind, site))}
        self._days: dict[int, Mapping[int, int]] = {}

    def count(self, hour: int) -> int | None:
        if self._progress is None or hour >= self._progress.hours_to:
            return None
        if hour >= self._progress.kept_from:
            key = hour_key(self._site, hour)
            if key not in self._keys:
                return 0
            with downloaded(self._bucket, self._space, key) as (path,):
                return self._space.number(f"SELECT count(*) FROM {logged(path)}")
        day = midnight(hour)
        if day not in self._days:
            self._days[day] = self._of_day(day)
        return self._days[day].get(hour, 0)

    def _of_day(self, day: int) -> Mapping[int, int]:
        key = day_key(EVENTS, self._site, day)
        if key not in self._keys:
            return {}
        with downloaded(self._bucket, self._space, key) as (path,):
            found = self._space.run(
                f"""SELECT epoch_ms("at") // {HOUR_MS:d} * {HOUR_MS:d}, count(*)
                FROM read_parquet({literal(path)}) GROUP BY 1"""
            )
            return dict(found.fetchall())


def surely_logged_from(now_ms: int, retention_days: int) -> int:
    """From when (UTC ms) on no event can have expired; a day more than that, for visits that reach back."""
    return now_ms - (retention_days - 2) * DAY_MS
