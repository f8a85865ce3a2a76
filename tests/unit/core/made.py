"""Events as tests make them: everything has a default, only what matters is named."""

from liveinsight.domain.event import Attribution, Event, EventType
from liveinsight.timing import DAY_MS, MINUTE_MS

NOON = 1_795_348_800_000
"""2026-11-22T12:00:00Z, far from any midnight."""
MIDNIGHT = NOON + DAY_MS // 2


def event(
    minute: float = 0,
    type: EventType = "pageview",  # noqa: A002  # the event's own field name
    *,
    id: str = "",  # noqa: A002  # the event's own field name
    visitor: str = "aa",
    path: str = "/",
    source: str = "",
    interactive: bool = True,
    visible_ms: int = 0,
    bridge: str = "",
    lasting: str = "",
    start: int = NOON,
) -> Event:
    """An event `minute` minutes after `start`."""
    at = start + round(minute * MINUTE_MS)
    return Event(
        site="site",
        id=id or f"{type}-{at}",
        type=type,
        at=at,
        visitor=visitor,
        hostname="shop.example",
        path=path,
        own=Attribution(source=source),
        interactive=interactive,
        visible_ms=visible_ms,
        bridge=bridge,
        lasting_visitor=lasting,
    )
