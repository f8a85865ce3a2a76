"""Live sessions in their table: read, changed under a version, and remembered for a while by this process."""

import random
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import msgspec
from pynamodb.exceptions import PutError

from liveinsight import tables
from liveinsight.domain.active import ActiveSession
from liveinsight.domain.event import Attribution, Client
from liveinsight.domain.session import INACTIVITY_MS, Origin, PageSeen, Session
from liveinsight.sites import Site
from liveinsight.tables import CONDITION_FAILED, ActiveSessionItem

ATTEMPTS = 6
LOCKS = 64
REMEMBER_S = 60.0
REMEMBER_MOST = 5000

_CLIENT = attrgetter(*Client.__dataclass_fields__)
_ATTRIBUTION = attrgetter(*Attribution.__dataclass_fields__)

Change = Callable[[ActiveSession | None], ActiveSession]


class ActiveSessions:
    """The live sessions as one process changes them.

    A visitor's beacons tend to reach the same process, so the state it wrote last is tried first: that saves a
    read. The version condition makes a stale memory harmless: the write is refused and the item is read.

    When many beacons of one visitor come at once (a school behind one address), the threads of one process queue
    up, and processes try again after a random pause.
    """

    def __init__(self) -> None:
        self._remembered: OrderedDict[tuple[str, str], tuple[float, ActiveSessionItem]] = OrderedDict()
        self._locks = [threading.Lock() for _ in range(LOCKS)]

    def get(self, site: Site, visitor: str) -> ActiveSession | None:
        item = self._item(site, visitor)
        return None if item is None else decode(site.key, item)

    def change(self, site: Site, visitor: str, change: Change) -> bool:
        """Replace a visitor's live session by what `change` makes of it; nobody else's change is lost.

        `change` may be called several times. False when others kept changing it: then the live session lacks
        these events, which are stored all the same, and history, which is made of the events, does not.
        """
        with self._locks[hash((site.key, visitor)) % LOCKS]:
            return any(self._changed(site, visitor, change, attempt) for attempt in range(ATTEMPTS))

    def _changed(self, site: Site, visitor: str, change: Change, attempt: int) -> bool:
        if attempt:
            time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311  # jitter, not a secret
        item = self._item(site, visitor)
        before = None if item is None else decode(site.key, item)
        after = change(before)
        if after == before:
            return True
        if item is None:
            item = ActiveSessionItem(site.partition(site.key, visitor), visitor)
        return self._saved(site, item, after)

    def _saved(self, site: Site, item: ActiveSessionItem, after: ActiveSession) -> bool:
        last_seen = max(after.session.ended_at, int(item.last_seen or 0))
        item.last_seen = last_seen
        item.expires = tables.expiry(last_seen, INACTIVITY_MS // 1000)
        item.state = encode(after.session)
        item.marks = after.marks
        key = (site.key, item.visitor)
        self._remembered.pop(key, None)
        try:
            item.save()
        except PutError as error:
            if error.cause_response_code == CONDITION_FAILED:
                return False
            raise
        self._remember(key, item)
        return True

    def _item(self, site: Site, visitor: str) -> ActiveSessionItem | None:
        known = self._remembered.pop((site.key, visitor), None)
        if known is not None and time.monotonic() - known[0] < REMEMBER_S:
            return known[1]
        try:
            return ActiveSessionItem.get(site.partition(site.key, visitor), visitor, consistent_read=True)
        except ActiveSessionItem.DoesNotExist:
            return None

    def _remember(self, key: tuple[str, str], item: ActiveSessionItem) -> None:
        self._remembered[key] = (time.monotonic(), item)
        if len(self._remembered) > REMEMBER_MOST:
            self._remembered.popitem(last=False)


def encode(session: Session) -> str:
    """A session's state as compact JSON: values by position, because names would be half of the item."""
    origin = session.origin
    values = (
        session.first,
        session.last,
        session.visitor,
        session.hostname,
        _CLIENT(session.client),
        (origin.rank, origin.page, _ATTRIBUTION(origin.attribution)),
        (session.exit.key, session.exit.path),
        session.pageviews,
        session.custom_events,
        session.interactive_events,
        session.visible_ms,
    )
    return msgspec.json.encode(values).decode()


def decode(site: str, item: ActiveSessionItem) -> ActiveSession:
    return ActiveSession(decode_state(site, item.state), bytes(item.marks))


def decode_state(site: str, state: str) -> Session:
    """The session that `encode` wrote."""
    first, last, visitor, hostname, client, origin, exit_, *counts = msgspec.json.decode(state)
    rank, page, attribution = origin
    return Session(
        site,
        _key(first),
        _key(last),
        visitor,
        hostname,
        Client(*client),
        Origin((rank[0], _key(rank[1])), page, Attribution(*attribution)),
        (),
        PageSeen(_key(exit_[0]), exit_[1]),
        *counts,
    )


def _key(value: list[Any]) -> tuple[int, str]:
    return value[0], value[1]


def read(site: Site, now_ms: int) -> list[Session]:
    """The active sessions of a site, newest activity first: last activity within 30 minutes."""
    found: dict[str, Session] = {}
    for partition in site.partitions(site.key):
        for item in _unexpired(partition, now_ms):
            session = decode_state(site.key, item["state"]["S"])
            known = found.get(session.id)
            if known is None or known.last < session.last:
                found[session.id] = session
    return sorted(found.values(), key=lambda session: session.last, reverse=True)


def _unexpired(partition: str, now_ms: int) -> Iterator[dict[str, Any]]:
    pages = (
        tables.client()
        .get_paginator("query")
        .paginate(
            TableName=ActiveSessionItem.Meta.table_name,
            KeyConditionExpression="site_shard = :partition",
            FilterExpression="last_seen >= :oldest",
            ProjectionExpression="#state",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":partition": {"S": partition}, ":oldest": {"N": str(now_ms - INACTIVITY_MS)}},
        )
    )
    for page in pages:
        yield from page["Items"]
