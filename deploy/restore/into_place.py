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
from deploy.restore.hours import Hours
from deploy.restore.items import Item, key_of
from liveinsight.archive.lease import KeptLease
from liveinsight.restore.events import NUMBERED
from liveinsight.settings import Settings
from liveinsight.tables import LeaseItem

ORDER = ("Settings", "Events", "Sessions", "ActiveSessions")
"""Settings first: without its site, the collector refuses an event."""
WAITING = {"late", "archive-again"}
"""Kinds of marks of hours that waited for rollup and archive. They are not put back: most of the work was done since,
and whether an hour needs it is found out here."""
PASSING = {*WAITING, "late-bots", LeaseItem.KIND}
REMEMBERED = 64


@dataclass
class Done:
    """`compared`: kind of table → what was found and put; `marked` hours are worked out again by rollup and archive."""

    compared: dict[str, Comparison] = field(default_factory=dict)
    marked: int = 0


def put_back(env: Environment, copies: Sequence[Copy], settings: Settings, point_ms: int, now_ms: int) -> Done:
    """Put back into the tables in use, which are bound, what only the copies have; safe to repeat.

    `point_ms` is the moment that was restored. Raises Conflict when rollup or archive is at work.
    """
    done, hours = Done(), Hours(env.client("dynamodb"), f"{env.project}-Settings")
    with KeptLease("rollup") as rollup, KeptLease("archive") as archive:
        for copy in sorted(copies, key=lambda copy: ORDER.index(copy.kind)):
            putting = _Putting(env.client("dynamodb"), copy, hours)

            def put(missing: list[Item], putting: "_Putting" = putting) -> int:
                rollup.check()
                archive.check()
                return putting.put(missing)

            done.compared[copy.kind] = compare(env, copy, copy.name, copy.live, now_ms, put)
        done.marked = hours.work_out_again(settings, point_ms, now_ms)
    return done


@dataclass
class _Putting:
    client: Any
    copy: Copy
    hours: Hours
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
        for item in missing:
            if "#bots#" not in item["site_hour"]["S"]:
                self.hours.note(item["site_hour"]["S"])
        items.put(self.client, self.copy.live, missing)
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
        """Who did a job at that time, and what waited for one."""
        kind, name = key_of(item, self.copy.keys)
        if self.copy.kind == "Settings" and kind in WAITING:
            self.hours.note(name)
        return self.copy.kind == "Settings" and kind in PASSING


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
