"""Events put together as the tracker sends them: which go in one request, and when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from demo.visitors.visit import Moment, Visit

MAX_EVENTS = 50
MAX_BYTES = 60_000
GATHER_MS = 1_000  # how long an event waits for company


@dataclass(frozen=True, slots=True)
class Beacon:
    """One request of one visitor: events that are sent at `due_ms` (UTC)."""

    due_ms: int
    visit: Visit
    events: tuple[dict[str, Any], ...]

    def body(self, site: str, now_ms: int) -> bytes:
        """Write the request's body, sent now."""
        return json.dumps(
            {"site": site, "sent_at": now_ms, "events": self.events}, ensure_ascii=False, separators=(",", ":")
        ).encode()


def as_sent(visit: Visit) -> list[Beacon]:
    """Return the beacons of a visit that is played in real time: pageviews at once, others gathered."""
    batches: list[list[Moment]] = []
    for moment in visit.moments:
        if batches and _joins(batches[-1], moment):
            batches[-1].append(moment)
        else:
            batches.append([moment])
    return [Beacon(batch[-1].at_ms, visit, tuple(m.fields for m in batch)) for batch in batches]


def _joins(batch: list[Moment], moment: Moment) -> bool:
    first, last = batch[0], batch[-1]
    return (
        last.fields["type"] != "pageview"
        and moment.document == first.document
        and moment.at_ms - first.at_ms <= GATHER_MS
        and len(batch) < MAX_EVENTS
    )


def in_bulk(visit: Visit, until_ms: int) -> Iterator[Beacon]:
    """Yield the events up to and with `until_ms` in as few beacons as the limits allow."""
    for events in chunks(m.fields for m in visit.moments if m.at_ms <= until_ms):
        yield Beacon(until_ms, visit, tuple(events))


def chunks(events: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Split events into lists that keep a beacon's limits, with room for its frame."""
    held: list[dict[str, Any]] = []
    size = 0
    for event in events:
        length = len(json.dumps(event, ensure_ascii=False).encode())
        if held and (len(held) == MAX_EVENTS or size + length > MAX_BYTES - 500):
            yield held
            held, size = [], 0
        held.append(event)
        size += length
    if held:
        yield held
