"""Marks for hours that received events late: rollup has passed them, and must pass them again."""

from collections.abc import Iterable

from pynamodb.exceptions import DeleteError

from liveinsight.domain.event import Event
from liveinsight.sites import Site
from liveinsight.tables import CONDITION_FAILED, LateMarkItem
from liveinsight.timing import HOUR_MS, MINUTE_MS, hour_of, parse_hour

LATE_MS = MINUTE_MS
SETTLED_MS = 2 * MINUTE_MS
"""How long rollup waits for events that are not late: longer than `LATE_MS` by more than a request may take."""
_REMEMBER_MS = 30_000
_marked: dict[str, int] = {}


def mark_late(events: Iterable[Event], site: Site, now_ms: int) -> None:
    """Mark the hours of those events that come later than rollup waits. Call before storing the events."""
    for hour in {event.at - event.at % HOUR_MS for event in events if event.at < now_ms - LATE_MS}:
        mark = f"{site.key}#{hour_of(hour)}"
        # A mark is taken up only minutes after it was made, so a fresh one covers this event as well.
        if 0 <= now_ms - _marked.get(mark, -_REMEMBER_MS) < _REMEMBER_MS:
            continue
        LateMarkItem(LateMarkItem.KIND, mark, marked_at=now_ms).save()
        if len(_marked) > 10_000:
            _marked.clear()
        _marked[mark] = now_ms


def forget() -> None:
    """Forget which hours this process has marked: for when the tables are others than before."""
    _marked.clear()


def late_hours(now_ms: int, settled_ms: int = SETTLED_MS) -> dict[str, list[LateMarkItem]]:
    """Site key → its marks that are old enough for every event they cover to be stored."""
    marks: dict[str, list[LateMarkItem]] = {}
    for mark in LateMarkItem.query(LateMarkItem.KIND, consistent_read=True):
        if int(mark.marked_at) <= now_ms - settled_ms:
            marks.setdefault(mark.id.partition("#")[0], []).append(mark)
    return marks


def marked(site: str, *kinds: str) -> dict[int, int]:
    """The hours of a site (UTC ms) that have a mark of one of these kinds → when the last one was made, in ms."""
    found: dict[int, int] = {}
    for kind in kinds:
        for mark in LateMarkItem.query(kind, LateMarkItem.id.startswith(f"{site}#")):
            hour = start_of(mark)
            found[hour] = max(found.get(hour, 0), int(mark.marked_at))
    return found


def start_of(mark: LateMarkItem) -> int:
    """The first ms of the marked hour."""
    return parse_hour(mark.id.partition("#")[2])


def done(mark: LateMarkItem) -> None:
    """Take the mark away, unless another late event renewed it meanwhile."""
    try:
        mark.delete(condition=LateMarkItem.marked_at == mark.marked_at)
    except DeleteError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise
