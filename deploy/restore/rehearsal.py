"""A restore into tables that are thrown away, every item compared with the tables in use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deploy.console import say
from deploy.environment import Environment
from deploy.errors import Refused
from deploy.restore import items
from deploy.restore.comparison import Comparison, compare, told
from deploy.restore.copies import Copy, describe
from deploy.restore.into_place import WAITING
from deploy.restore.items import SEGMENTS, Item, expired
from liveinsight.domain.session import INACTIVITY_MS
from liveinsight.timing import DAY_MS, HOUR_MS, day_of, parse_hour

SETTLED_MS = 26 * HOUR_MS
"""Later than this before the backup nothing of what it holds changes any more: late events come within a day."""
NEEDED = {"Events", "Sessions", "Settings"}


@dataclass(frozen=True)
class Result:
    """A copy with the table in use, both ways: all of the copy, and of the table in use what had settled."""

    copy: Copy
    live: int
    forward: Comparison
    backward: Comparison


def compared(env: Environment, copies: Sequence[Copy], point_ms: int, now_ms: int) -> list[Result]:
    """Compare every item, and say what was found. Raises Refused when a table in use is not there."""
    results = []
    for copy in copies:
        if describe(env, copy.live) is None:
            raise Refused(f"{copy.live} is gone: there is nothing to rehearse against; restore it")
        live = items.count(env.client("dynamodb"), copy.live)
        forward = compare(env, copy, copy.name, copy.live, now_ms)
        backward = compare(env, copy, copy.live, copy.name, now_ms, before_ms=point_ms - SETTLED_MS)
        results.append(Result(copy, live, forward, backward))
        for line in told(copy, forward, live):
            say(line)
    return results


def problems(results: Sequence[Result]) -> Iterator[str]:
    """What makes a backup, or the tables in use, untrustworthy."""
    for result in results:
        copy, forward, backward = result.copy, result.forward, result.backward
        if copy.kind in NEEDED and result.live and not forward.items:
            yield f"{copy.name} is empty, {copy.live} is not"
        if backward.missing:
            yield f"{backward.missing:,} settled items of {copy.live} are not in the copy"
        if backward.different:
            yield f"{backward.different:,} settled items of {copy.live} are different in the copy"
        if copy.kind == "Events" and forward.missing:
            yield f"{forward.missing:,} items of the copy are missing in {copy.live}, and have not expired"


def problems_of_archive(
    env: Environment, copies: Sequence[Copy], known_to: Mapping[str, int], now_ms: int
) -> Iterator[str]:
    """Where events by hour, and visits by day, that are made from the archive are fewer than in the tables in use.

    `known_to`: site → up to when (UTC ms) the archive knows it. Single items cannot be compared: closed days have
    no ids. Left out is what expires within a day, visits that may go on at that moment, and hours and days with late
    events that wait for rollup or archive.
    """
    waiting = _waiting(env, copies)
    for copy in copies:
        if copy.kind not in ("Events", "Sessions"):
            continue
        made, used = (_counts(env, copy, table, known_to, now_ms) for table in (copy.name, copy.live))
        fewer = {group: (made.get(group, 0), number) for group, number in used.items()
                 if made.get(group, 0) < number and group not in waiting}  # fmt: skip
        say(f"{copy.name}: {sum(made.values()):,} items; {len(fewer):,} hours or days have fewer than the table in use")
        for group, (here, there) in sorted(fewer.items())[:5]:
            yield f"{group} has {here:,} of {there:,} items"


def _waiting(env: Environment, copies: Sequence[Copy]) -> set[str]:
    """`SITE#HOUR` of late events, and `SITE#DAY` of the visits that they may belong to."""
    (settings,) = (copy.live for copy in copies if copy.kind == "Settings")
    groups = set()
    for kind in WAITING:
        pages = (
            env.client("dynamodb")
            .get_paginator("query")
            .paginate(
                TableName=settings,
                KeyConditionExpression="kind = :kind",
                ExpressionAttributeValues={":kind": {"S": kind}},
            )
        )
        for site, hour in (item["id"]["S"].split("#") for page in pages for item in page["Items"]):
            start = parse_hour(hour)
            groups |= {f"{site}#{name}" for name in (hour, day_of(start), day_of(start - DAY_MS))}
    return groups


def _counts(env: Environment, copy: Copy, table: str, known_to: Mapping[str, int], now_ms: int) -> dict[str, int]:
    """Hash key, without its shard → how many items that the archive can know are under it."""
    counts: dict[str, int] = {}
    client = env.client("dynamodb")
    for segment in range(SEGMENTS):
        for page in items.pages(client, table, segment):
            for item in page:
                if _is_archived(copy, item, known_to, now_ms):
                    group = "#".join(item[copy.keys[0]]["S"].split("#")[:2])
                    counts[group] = counts.get(group, 0) + 1
    return counts


def _is_archived(copy: Copy, item: Item, known_to: Mapping[str, int], now_ms: int) -> bool:
    site = item[copy.keys[0]]["S"].partition("#")[0]
    if "#bots" in item[copy.keys[0]]["S"] or expired(item, now_ms + DAY_MS):
        return False
    if "ended_at" in item:
        return int(item["ended_at"]["N"]) < known_to.get(site, 0) - INACTIVITY_MS
    return int(item[copy.keys[1]]["S"][:13]) < known_to.get(site, 0)
