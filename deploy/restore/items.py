"""Reading tables item by item: all of one, in parallel, and single ones of another beside it; and putting items."""

import random
import time
from collections.abc import Iterator, Sequence
from typing import Any

from deploy.errors import Refused

Item = dict[str, dict[str, Any]]
"""As DynamoDB's own interface has it."""
Key = tuple[str, str]
SEGMENTS = 4
MOST_READ = 100
MOST_WRITTEN = 25
ATTEMPTS = 8


def pages(client: Any, table: str, segment: int) -> Iterator[list[Item]]:
    """One of SEGMENTS parts of a table, page by page."""
    scanned = client.get_paginator("scan").paginate(
        TableName=table, Segment=segment, TotalSegments=SEGMENTS, ConsistentRead=True
    )
    for page in scanned:
        if page["Items"]:
            yield page["Items"]


def count(client: Any, table: str) -> int:
    """How many items the table has now; DynamoDB's own figure is hours old."""
    return sum(page["Count"] for page in client.get_paginator("scan").paginate(TableName=table, Select="COUNT"))


def is_empty(client: Any, table: str) -> bool:
    return not client.scan(TableName=table, Limit=1, ConsistentRead=True)["Items"]


def key_of(item: Item, names: tuple[str, str]) -> Key:
    return item[names[0]]["S"], item[names[1]]["S"]


def beside(client: Any, table: str, items: Sequence[Item], names: tuple[str, str]) -> dict[Key, Item]:
    """The items of another table under the keys of these; those that it does not have are left out."""
    found: dict[Key, Item] = {}
    for start in range(0, len(items), MOST_READ):
        keys = [{name: item[name] for name in names} for item in items[start : start + MOST_READ]]
        requests = {table: {"Keys": keys, "ConsistentRead": True}}
        for attempt in range(ATTEMPTS):
            _pause(attempt)
            answer = client.batch_get_item(RequestItems=requests)
            found |= {key_of(item, names): item for item in answer["Responses"].get(table, ())}
            requests = answer.get("UnprocessedKeys") or {}
            if not requests:
                break
        else:
            raise Refused(f"DynamoDB does not keep up with reading {table}; the same command again goes on")
    return found


def put(client: Any, table: str, items: Sequence[Item]) -> None:
    """Put these items, whatever is there under their keys."""
    for start in range(0, len(items), MOST_WRITTEN):
        requests = {table: [{"PutRequest": {"Item": item}} for item in items[start : start + MOST_WRITTEN]]}
        for attempt in range(ATTEMPTS):
            _pause(attempt)
            requests = client.batch_write_item(RequestItems=requests).get("UnprocessedItems") or {}
            if not requests:
                break
        else:
            raise Refused(f"DynamoDB does not take more items into {table} now; the same command again goes on")


def put_where_none(client: Any, table: str, item: Item, names: tuple[str, str]) -> bool:
    """Put the item unless there is one under its key by now. Returns whether it was put."""
    try:
        client.put_item(
            TableName=table,
            Item=item,
            ConditionExpression="attribute_not_exists(#key)",
            ExpressionAttributeNames={"#key": names[0]},
        )
    except client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def expired(item: Item, now_ms: int) -> bool:
    """Whether its time to live is over: DynamoDB deletes such items late, and nobody reads them."""
    return "expires" in item and int(item["expires"]["N"]) * 1000 <= now_ms


def _pause(attempt: int) -> None:
    if attempt:
        time.sleep(random.uniform(0, 0.1 * 2**attempt))  # noqa: S311  # jitter, not a secret
