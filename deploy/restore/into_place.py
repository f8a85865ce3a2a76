"""What is missing in the tables in use, put back from the copies. Nothing that is there is overwritten.

While this works, rollup and archive wait: they would take a log that is half there for all that happened.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.environment import Environment
from deploy.restore import items
from deploy.restore.comparison import Comparison, compare
from deploy.restore.copies import Copy
from deploy.restore.items import Item, key_of
from liveinsight import sites
from liveinsight.archive.lease import KeptLease
from liveinsight.archive.objects import Bucket
from liveinsight.archive.workspace import workspace
from liveinsight.restore import again
from liveinsight.restore.events import NUMBERED
from liveinsight.settings import Settings
from liveinsight.tables import LeaseItem
from liveinsight.timing import HOUR_MS, parse_hour

ORDER = ("Settings", "Events", "Sessions", "ActiveSessions")
"""Settings first: without its site, the collector refuses an event."""
MARKS = {"late", "late-bots", "archive-again"}
MARK_LIFE_MS = 26 * HOUR_MS
"""Work that waited longer than this has been done since, or is about days that nothing changes any more."""
REMEMBERED = 64


@dataclass
class Done:
    """`compared`: kind of table → what was found and put; `hours` of each site that got events back (UTC ms)."""

    compared: dict[str, Comparison] = field(default_factory=dict)
    marked: int = 0


def put_back(
    env: Environment, copies: Sequence[Copy], settings: Settings, point_ms: int, now_ms: int, *, exact: bool
) -> Done:
    """Put back into the tables in use, which are bound, what only the copies have; safe to repeat.

    `point_ms` is the moment that was restored. `exact` says that the copies' events are those of the log, not
    made of statistics. Raises Conflict when rollup or archive is at work.
    """
    done = Done()
    with KeptLease("rollup") as rollup, KeptLease("archive") as archive:
        for copy in sorted(copies, key=lambda copy: ORDER.index(copy.kind)):
            putting = _Putting(env.client("dynamodb"), copy, now_ms)

            def put(missing: list[Item], putting: "_Putting" = putting) -> int:
                rollup.check()
                archive.check()
                return putting.put(missing)

            done.compared[copy.kind] = compare(env, copy, copy.name, copy.live, now_ms, put)
            if copy.kind == "Events" and exact:
                done.marked = _work_out_again(putting.hours, settings, point_ms, now_ms)
    return done


def _work_out_again(hours: dict[str, set[int]], settings: Settings, point_ms: int, now_ms: int) -> int:
    oldest = again.surely_logged_from(now_ms, settings.event_retention_days)
    marked = 0
    with workspace() as space:
        bucket = Bucket(settings)
        for site in sites.every():
            of_site = [hour for hour in hours.get(site.key, ()) if hour >= oldest]
            unsure = point_ms - again.UNSURE_MS
            marked += again.mark(bucket, space, site, of_site, now_ms, unsure_from=unsure)
    return marked


@dataclass
class _Putting:
    client: Any
    copy: Copy
    now_ms: int
    hours: dict[str, set[int]] = field(default_factory=dict)
    _sessions: OrderedDict[str, list[Item]] = field(default_factory=OrderedDict)
    _own: OrderedDict[str, bool] = field(default_factory=OrderedDict)

    def put(self, missing: list[Item]) -> int:
        if self.copy.kind == "Events":
            return self._events([item for item in missing if not self._known_otherwise(item)])
        if self.copy.kind == "Sessions":
            # Only rollup writes here, and it waits.
            fitting = [item for item in missing if not self._superseded(item)]
            items.put(self.client, self.copy.live, fitting)
            return len(fitting)
        return sum(
            items.put_where_none(self.client, self.copy.live, item, self.copy.keys)
            for item in missing
            if not self._passing(item)
        )

    def _events(self, missing: list[Item]) -> int:
        """The same key is the same event, so it does not matter whether it comes in meanwhile."""
        items.put(self.client, self.copy.live, missing)
        for item in missing:
            site, _, hour = item["site_hour"]["S"].partition("#")
            if not hour.startswith("bots#"):
                self.hours.setdefault(site, set()).add(parse_hour(hour.partition("#")[0]))
        return len(missing)

    def _known_otherwise(self, item: Item) -> bool:
        """An event without its own id cannot be recognised: it goes only where the log has none with its own."""
        if NUMBERED not in item["event_key"]["S"]:
            return False
        partition = item["site_hour"]["S"]
        return bool(_remembered(self._own, partition, lambda: self._has_events(partition)))

    def _has_events(self, partition: str) -> bool:
        found = self._query("site_hour", partition, "event_key")
        return any(NUMBERED not in item["event_key"]["S"] for item in found)

    def _superseded(self, item: Item) -> bool:
        """Whether the table in use has this visit under another key, as it became when more was known of it."""
        if "started_at" not in item:
            return False
        day = item["site_day"]["S"]
        wanted = "session_key, visitor, daily_visitor, started_at, ended_at"
        stored = _remembered(self._sessions, day, lambda: list(self._query("site_day", day, wanted)))
        return any(_same_visit(item, other) for other in stored)

    def _query(self, name: str, value: str, wanted: str) -> Iterable[Item]:
        pages = self.client.get_paginator("query").paginate(
            TableName=self.copy.live,
            KeyConditionExpression=f"{name} = :value",
            ExpressionAttributeValues={":value": {"S": value}},
            ProjectionExpression=wanted,
            ConsistentRead=True,
        )
        for page in pages:
            yield from page["Items"]

    def _passing(self, item: Item) -> bool:
        """Who did a job at that time, and what waited then and does not any more."""
        if self.copy.kind != "Settings":
            return False
        kind = key_of(item, self.copy.keys)[0]
        if kind in MARKS:
            return int(item.get("marked_at", {"N": "0"})["N"]) < self.now_ms - MARK_LIFE_MS
        return kind == LeaseItem.KIND


def _same_visit(a: Item, b: Item) -> bool:
    if "started_at" not in b or _person(a) != _person(b):
        return False
    return int(a["started_at"]["N"]) <= int(b["ended_at"]["N"]) and int(b["started_at"]["N"]) <= int(a["ended_at"]["N"])


def _person(item: Item) -> str:
    return str((item.get("daily_visitor") or item["visitor"])["S"])


def _remembered(known: OrderedDict[str, Any], key: str, find: Any) -> Any:
    """Items come partition by partition, so a few answers are enough."""
    if (found := known.get(key)) is None:
        found = known[key] = find()
        if len(known) > REMEMBERED:
            known.popitem(last=False)
    return found
