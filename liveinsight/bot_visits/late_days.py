"""Marks for days that rollup has summed up, and that got a hit after that: they are summed up again.

They have the form of rollup's marks of late hours, under another kind and for days.
"""

from collections.abc import Iterable

from liveinsight import late
from liveinsight.late import LATE_MS, SETTLED_MS
from liveinsight.tables import LateMarkItem
from liveinsight.timing import DAY_MS, day_of, midnight, parse_hour

KIND = "late-bots"


def mark(site: str, times_ms: Iterable[int], now_ms: int) -> None:
    """Mark the days of those hits that come later than rollup waits. Call before storing the hits."""
    for day in {midnight(at) for at in times_ms}:
        if day + DAY_MS < now_ms - LATE_MS:
            LateMarkItem(KIND, f"{site}#{day_of(day)}", marked_at=now_ms).save()


def settled(now_ms: int) -> dict[str, list[LateMarkItem]]:
    """Site key → its marks that are old enough for every hit they cover to be stored."""
    marks: dict[str, list[LateMarkItem]] = {}
    for found in LateMarkItem.query(KIND, consistent_read=True):
        if int(found.marked_at) <= now_ms - SETTLED_MS:
            marks.setdefault(found.id.partition("#")[0], []).append(found)
    return marks


def marked(site: str) -> set[int]:
    """The first ms of each day of the site that is to be summed up again."""
    return {day_marked(found) for found in LateMarkItem.query(KIND, LateMarkItem.id.startswith(f"{site}#"))}


def day_marked(found: LateMarkItem) -> int:
    """The first ms of the marked day."""
    return parse_hour(f"{found.id.partition('#')[2]}T00")


done = late.done
