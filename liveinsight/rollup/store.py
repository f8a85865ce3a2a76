"""Finished visits into the Sessions table, and out of it what turned out to be part of another visit."""

from collections.abc import Iterable, Iterator

import msgspec

from liveinsight import tables
from liveinsight.domain.session import Session
from liveinsight.sites import Site
from liveinsight.tables import SessionItem
from liveinsight.timing import day_of, days

ItemKey = tuple[str, str]
"""(hash key, range key) of a session's item"""


def item_key(visit: Session) -> ItemKey:
    """A session lies under the UTC day on which it started, sorted by its start."""
    return f"{visit.site}#{day_of(visit.started_at)}", f"{visit.started_at:013d}#{visit.id}"


def to_item(visit: Session, site: Site) -> SessionItem:
    keep_s = None if site.retention_days is None else site.retention_days * 86_400
    return SessionItem(
        *item_key(visit),
        expires=None if keep_s is None else tables.expiry(visit.started_at, keep_s),
        id=visit.id,
        visitor=visit.counted_visitor,
        daily_visitor=None if visit.identified is None else visit.visitor,
        started_at=visit.started_at,
        ended_at=visit.ended_at,
        duration_ms=visit.duration_ms,
        engaged_ms=visit.engaged_ms,
        pageviews=visit.pageviews,
        events=visit.custom_events,
        bounce=visit.bounce,
        hostname=visit.hostname,
        entry_page=visit.entry_page,
        exit_page=visit.exit_page,
        pages=msgspec.json.encode([page.path for page in visit.pages]).decode(),
        **tables.described(visit.origin.attribution, visit.client),
    )


def store(site: Site, visits: Iterable[tuple[set[str], Session]]) -> tuple[int, int]:
    """Make the table say exactly this of the time that these visits span. Returns (stored, removed).

    Doing it again changes nothing. A visit that grew by late events may have swallowed others, or have a new
    beginning and with it a new key: what lies inside it under another key is removed, after it was stored.
    """
    visits = list(visits)
    if not visits:
        return 0, 0
    tables.put_all(to_item(visit, site) for _, visit in visits)
    stale = list(_stale(site, visits))
    for hash_key, range_key in stale:
        SessionItem(hash_key, range_key).delete()
    return len(visits), len(stale)


def _stale(site: Site, visits: list[tuple[set[str], Session]]) -> Iterator[ItemKey]:
    spans: dict[str, list[Session]] = {}
    for visitors, visit in visits:
        for visitor in visitors:
            spans.setdefault(visitor, []).append(visit)
    start = min(visit.started_at for _, visit in visits)
    end = max(visit.ended_at for _, visit in visits) + 1
    for key, visitor, started_at in _stored(site, start, end):
        for visit in spans.get(visitor, ()):
            if visit.started_at <= started_at <= visit.ended_at and key != item_key(visit):
                yield key


def _stored(site: Site, start_ms: int, end_ms: int) -> Iterator[tuple[ItemKey, str, int]]:
    """Key, daily visitor id and start of what is stored.

    Not the counted visitor: somebody who is identified may be there with two devices at once.
    """
    paginator = tables.patient_client().get_paginator("query")
    for day in days(start_ms, end_ms):
        pages = paginator.paginate(
            TableName=SessionItem.Meta.table_name,
            KeyConditionExpression="site_day = :day AND session_key BETWEEN :start AND :end",
            ProjectionExpression="session_key, visitor, daily_visitor",
            ExpressionAttributeValues={
                ":day": {"S": f"{site.key}#{day_of(day)}"},
                ":start": {"S": f"{start_ms:013d}"},
                ":end": {"S": f"{end_ms:013d}"},
            },
            ConsistentRead=True,
        )
        for page in pages:
            for item in page["Items"]:
                range_key = item["session_key"]["S"]
                visitor = (item.get("daily_visitor") or item["visitor"])["S"]
                yield (f"{site.key}#{day_of(day)}", range_key), visitor, int(range_key[:13])
