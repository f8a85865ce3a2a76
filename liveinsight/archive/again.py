"""Marks for hours whose late events rollup has taken in, and the archive has not yet.

They have the form of rollup's own marks of late hours, under another kind.
"""

from liveinsight import late
from liveinsight.tables import LateMarkItem
from liveinsight.timing import hour_of

KIND = "archive-again"


def mark(site: str, hour_ms: int, now_ms: int) -> None:
    """Have the archive read this hour again. Call before rollup's own mark is taken away."""
    LateMarkItem(KIND, f"{site}#{hour_of(hour_ms)}", marked_at=now_ms).save()


def marked() -> dict[str, list[LateMarkItem]]:
    """Site key → its marks."""
    marks: dict[str, list[LateMarkItem]] = {}
    for item in LateMarkItem.query(KIND, consistent_read=True):
        marks.setdefault(item.id.partition("#")[0], []).append(item)
    return marks


hour_marked = late.start_of
done = late.done
