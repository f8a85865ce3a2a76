"""Hits: one item for each page that a bot looked at, by the UTC day.

A hit lies under the time and the id of its event, as events do, so a beacon that is sent again changes nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from liveinsight import tables
from liveinsight.enrich.bots import Bot, BotKind
from liveinsight.events import event_key
from liveinsight.tables import BotHitItem
from liveinsight.timing import DAY_MS, day_of

LIFE_MS = 7 * DAY_MS
"""Long enough for rollup to stand still over a weekend."""
MAX_PATH_BYTES = 300
BUDGET = "~"
"""How the keys of budgets begin: behind every hit."""


@dataclass(slots=True, frozen=True)
class Hit:
    """A page that a bot looked at, at a time in UTC ms."""

    at: int
    bot: Bot
    path: str


@dataclass(slots=True, frozen=True)
class DayOfHits:
    """The hits of a day, and the hours in which there were more than are kept."""

    hits: Iterable[Hit]
    exceeded: tuple[int, ...] = ()


def partition(site: str, at_ms: int) -> str:
    """Hash key of a day's hits. No event lies there: those are under `SITE#HOUR`."""
    return f"{site}#bots#{day_of(at_ms)}"


def to_item(site: str, hit: Hit, event_id: str) -> BotHitItem:
    return BotHitItem(
        partition(site, hit.at),
        event_key(hit.at, event_id),
        expires=tables.expiry(hit.at, LIFE_MS // 1000),
        name=hit.bot.name or None,
        kind=hit.bot.kind.value,
        path=shortened(hit.path),
    )


def shortened(path: str) -> str:
    """A path in at most `MAX_PATH_BYTES` bytes, so that a hit is one write unit."""
    return path.encode()[:MAX_PATH_BYTES].decode(errors="ignore")


def write(items: list[BotHitItem]) -> None:
    """Raises `StoreUnavailable` when DynamoDB does not take all of them."""
    if len(items) == 1:
        items[0].save()
    else:
        tables.put_all(items)


def read(site: str, day_ms: int, *, patient: bool = False) -> DayOfHits:
    """The hits of the UTC day that begins at `day_ms`. `patient` is for jobs, which need every hit."""
    client = tables.patient_client() if patient else tables.client()
    pages = client.get_paginator("query").paginate(
        TableName=BotHitItem.Meta.table_name,
        KeyConditionExpression="site_hour = :partition",
        ProjectionExpression="event_key, #name, kind, #path, #exceeded",
        ExpressionAttributeNames={"#name": "name", "#path": "path", "#exceeded": "exceeded"},
        ExpressionAttributeValues={":partition": {"S": partition(site, day_ms)}},
        ConsistentRead=patient,
    )
    items = [item for page in pages for item in page["Items"]]
    exceeded = (int(item["event_key"]["S"].removeprefix(BUDGET)) for item in items if "exceeded" in item)
    return DayOfHits(_hits(items), tuple(sorted(exceeded)))


def _hits(items: list[dict[str, Any]]) -> Iterator[Hit]:
    for item in items:
        key: str = item["event_key"]["S"]
        if not key.startswith(BUDGET):
            name = item["name"]["S"] if "name" in item else ""
            yield Hit(int(key.partition("#")[0]), Bot(name, BotKind(item["kind"]["S"])), item["path"]["S"])
