"""Days of bots as items: one for each site and UTC day, written whole, kept as long as the site keeps visits."""

from collections.abc import Iterator

import msgspec

from liveinsight import tables
from liveinsight.bot_visits.summary import Summary
from liveinsight.sites import Site
from liveinsight.tables import BotDayItem, BotProgressItem
from liveinsight.timing import DAY_MS, day_of, parse_hour

_decoder = msgspec.json.Decoder(Summary)


def partition(site: str) -> str:
    """Hash key of a site's days of bots. No visit lies there: those are under `SITE#DAY`."""
    return f"{site}#bots"


def store(site: Site, day_ms: int, summary: Summary) -> None:
    """Make the table say exactly this of the day; a day without bots has no item."""
    if not summary.bots:
        return
    keep_days = site.retention_days
    BotDayItem(
        partition(site.key),
        day_of(day_ms),
        expires=None if keep_days is None else tables.expiry(day_ms + DAY_MS, keep_days * 86_400),
        content=msgspec.json.encode(summary).decode(),
    ).save()


def read(site: str, from_ms: int, to_ms: int) -> Iterator[tuple[int, Summary]]:
    """(first ms, summary) of each stored day that begins at `from_ms` or later, and before `to_ms`."""
    if to_ms <= from_ms:
        return
    pages = (
        tables.client()
        .get_paginator("query")
        .paginate(
            TableName=BotDayItem.Meta.table_name,
            KeyConditionExpression="site_day = :site AND session_key BETWEEN :first AND :last",
            ExpressionAttributeValues={
                ":site": {"S": partition(site)},
                ":first": {"S": day_of(from_ms)},
                ":last": {"S": day_of(to_ms - 1)},
            },
        )
    )
    for page in pages:
        for item in page["Items"]:
            yield parse_hour(f"{item['session_key']['S']}T00"), _decoder.decode(item["content"]["S"])


def stored(site: str) -> tuple[int, int] | None:
    """From when on bots are counted, and the first ms (UTC) that is not summed up yet; None when no day is."""
    try:
        item = BotProgressItem.get(BotProgressItem.KIND, site)
    except BotProgressItem.DoesNotExist:
        return None
    return int(item.since), int(item.until)


def progress() -> dict[str, int]:
    """Site key → the first ms that is not summed up yet."""
    return {item.id: int(item.until) for item in BotProgressItem.query(BotProgressItem.KIND, consistent_read=True)}


def save_progress(site: str, since_ms: int, until_ms: int) -> None:
    """Bots are counted from `since_ms` on, unless an earlier run has said since when."""
    since, until = BotProgressItem.since, BotProgressItem.until
    BotProgressItem(BotProgressItem.KIND, site).update(actions=[since.set(since | since_ms), until.set(until_ms)])
