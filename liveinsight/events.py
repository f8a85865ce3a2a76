"""The event log: events to items and back, written in batches, read by ranges of time."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from liveinsight import tables
from liveinsight.domain.event import Attribution, Client, Event
from liveinsight.sites import Site
from liveinsight.tables import EventItem
from liveinsight.timing import hour_of, hours

_TEXT = (
    *("entry_page", "bridge", "lasting_visitor", "name", "title"),
    *("props", "revenue_amount", "revenue_currency"),
)


def event_key(at_ms: int, event_id: str) -> str:
    """Sort key of an event: sorts by time, is the same whenever the same event is sent again."""
    return f"{at_ms:013d}#{event_id}"


def partition(site: Site, visitor: str, at_ms: int) -> str:
    """Hash key of an event: its site, UTC hour and, for a hot site, the visitor's shard."""
    return site.partition(f"{site.key}#{hour_of(at_ms)}", visitor)


def to_item(event: Event, site: Site, retention_days: int) -> EventItem:
    """The item that stores this event. Empty values are left out; they cost nothing then."""
    texts = {name: value for name in _TEXT if (value := getattr(event, name))}
    return EventItem(
        partition(site, event.visitor, event.at),
        event_key(event.at, event.id),
        expires=tables.expiry(event.at, retention_days * 86_400),
        type=event.type,
        visitor=event.visitor,
        session=event.session,
        hostname=event.hostname,
        path=event.path,
        visible_ms=event.visible_ms or None,
        scroll_pct=event.scroll_pct or None,
        passive=None if event.interactive else True,
        own=None if event.own == event.visit else _own(event.own),
        **texts,
        **tables.described(event.visit, event.client),
    )


def _own(own: Attribution) -> str:
    """What an event itself says of its source, where that differs from what its visit goes by."""
    return msgspec.json.encode({name: value for name in tables.ATTRIBUTION if (value := getattr(own, name))}).decode()


def from_item(item: dict[str, dict[str, Any]]) -> Event:
    """The event in an item as the plain client returns it; attributes that were not read are empty."""

    def text(name: str) -> str:
        value = item.get(name)
        return value["S"] if value else ""

    at, _, event_id = text("event_key").partition("#")
    visit = Attribution(*(text(name) for name in tables.ATTRIBUTION))
    own = item.get("own")
    return Event(
        site=text("site_hour").partition("#")[0],
        id=event_id,
        type=text("type"),  # type: ignore[arg-type]  # only ingest writes it, from its own three types
        at=int(at),
        visitor=text("visitor"),
        hostname=text("hostname"),
        path=text("path"),
        client=Client(*(text(name) for name in tables.CLIENT)),
        own=visit if own is None else Attribution(**msgspec.json.decode(own["S"])),
        visit=visit,
        session=text("session"),
        visible_ms=int(item["visible_ms"]["N"]) if "visible_ms" in item else 0,
        scroll_pct=int(item["scroll_pct"]["N"]) if "scroll_pct" in item else 0,
        interactive="passive" not in item,
        **{name: text(name) for name in _TEXT},
    )


def write(events: Iterable[Event], site: Site, retention_days: int) -> None:
    """Store events; storing the same event again changes nothing.

    Raises `StoreUnavailable` when DynamoDB does not take all of them after a few attempts.
    """
    items = [to_item(event, site, retention_days) for event in events]
    if len(items) == 1:
        items[0].save()
    else:
        tables.put_all(items)


def read(
    site: Site, start_ms: int, end_ms: int, *, newest_first: bool = False, patient: bool = False
) -> Iterator[Event]:
    """Events of the site with start ≤ at < end, page by page; in order of time within an hour and shard.

    `patient` is for jobs: they would rather wait for a slow answer than fail.
    """
    client = tables.patient_client() if patient else tables.client()
    starts = list(hours(start_ms, end_ms))
    for hour in reversed(starts) if newest_first else starts:
        for hash_key in site.partitions(f"{site.key}#{hour_of(hour)}"):
            yield from _read_partition(client, hash_key, start_ms, end_ms, newest_first)


def _read_partition(client: Any, hash_key: str, start_ms: int, end_ms: int, newest_first: bool) -> Iterator[Event]:
    paginator = client.get_paginator("query")
    pages = paginator.paginate(
        TableName=EventItem.Meta.table_name,
        KeyConditionExpression="site_hour = :partition AND event_key BETWEEN :start AND :end",
        ExpressionAttributeValues={
            ":partition": {"S": hash_key},
            # Keys end in "#id", so the bare time sorts before every event of that millisecond.
            ":start": {"S": f"{start_ms:013d}"},
            ":end": {"S": f"{end_ms:013d}"},
        },
        ScanIndexForward=not newest_first,
    )
    for page in pages:
        for item in page["Items"]:
            yield from_item(item)
