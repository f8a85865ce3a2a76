# ruff: noqa: S608  # only our own column names, file names and integers are written into statements
"""A day of a site as two files: its events, and the visits that began on it."""

from dataclasses import dataclass
from pathlib import Path

from liveinsight.archive import visits, window
from liveinsight.archive.columns import DESCRIPTION, EVENTS, SESSIONS
from liveinsight.archive.hours import Hours
from liveinsight.archive.layout import EVENTS as EVENTS_FOLDER
from liveinsight.archive.layout import SESSIONS as SESSIONS_FOLDER
from liveinsight.archive.layout import day_key
from liveinsight.archive.objects import Bucket
from liveinsight.archive.workspace import Workspace
from liveinsight.domain.session import INACTIVITY_MS
from liveinsight.timing import DAY_MS, HOUR_MS

_OF_VISIT = {"session_id", "entry_page", "exit_page", *DESCRIPTION}
_VISITOR = "coalesce(v.lasting_id, l.visitor_id) AS visitor_id"
"""Of a visit in which the page identified somebody, all events have the lasting id; of others, their daily ids."""


@dataclass(slots=True, frozen=True)
class Day:
    """What was found of the day that starts at `start` (UTC ms)."""

    start: int
    events: int
    sessions: int


def build(space: Workspace, source: Hours, site: str, start_ms: int) -> Day:
    """Work the day out, into the files that `publish` puts; visits that may still go on as they stand."""
    window.load(space, source, start_ms, start_ms + DAY_MS)
    visits.find(space, site)
    return Day(
        start_ms,
        space.write_parquet(events_of(start_ms, start_ms + DAY_MS), EVENTS, _file(space, EVENTS_FOLDER)),
        space.write_parquet(sessions_of(start_ms, start_ms + DAY_MS), SESSIONS, _file(space, SESSIONS_FOLDER)),
    )


def publish(space: Workspace, bucket: Bucket, site: str, day: Day) -> int:
    """Put the files of the day just built; an empty one is taken away. Returns how many objects changed.

    Sessions go first: a day is there when its events are.
    """
    changed = 0
    for kind, rows in ((SESSIONS_FOLDER, day.sessions), (EVENTS_FOLDER, day.events)):
        key = day_key(kind, site, day.start)
        changed += bucket.put_file(key, _file(space, kind)) if rows else bucket.delete(key)
    return changed


def span_of_visits(space: Workspace, source: Hours, site: str, hour_ms: int, end_ms: int) -> tuple[int, int] | None:
    """From when to when (UTC ms) the visits lasted that were active in [hour, end); None when there was none."""
    window.load(space, source, hour_ms, end_ms)
    visits.find(space, site)
    first, last = space.one(
        """SELECT epoch_ms(min(started_at)), epoch_ms(max(ended_at)) FROM visit
        WHERE first_n IN (SELECT first_n FROM member WHERE ms >= $start AND ms < $end)""",
        start=hour_ms,
        end=end_ms,
    )
    return (first, last) if isinstance(first, int) and isinstance(last, int) else None


def oldest_unfinished(space: Workspace, source: Hours, site: str) -> int | None:
    """When the longest of the visits began that may still go on at the end of what is known; None without any.

    A visit is finished when the 30 minutes after its last event are over; an event in their last ms still joins.
    """
    window.load(space, source, source.end - HOUR_MS, source.end)
    visits.find(space, site)
    (first,) = space.one(
        "SELECT epoch_ms(min(started_at)) FROM visit WHERE epoch_ms(ended_at) >= $edge",
        edge=source.end - INACTIVITY_MS,
    )
    return first if isinstance(first, int) else None


def events_of(start_ms: int, end_ms: int) -> str:
    """A SELECT of the events in [start, end), described by the visits that were found, in order of time.

    `daily_id` is the visitor id by which the log knows the event.
    """
    own = {name: f'{"v" if name in _OF_VISIT else "l"}."{name}"' for name in EVENTS}
    columns = ", ".join({**own, "visitor_id": _VISITOR}.values())
    return f"""SELECT {columns}, l.visitor_id AS daily_id
        FROM member m JOIN log l ON l.rowid = m.n JOIN visit v ON v.first_n = m.first_n
        WHERE m.ms >= {start_ms:d} AND m.ms < {end_ms:d} ORDER BY m.n"""


def sessions_of(start_ms: int, end_ms: int) -> str:
    """A SELECT of the visits found that began in [start, end), in order of time."""
    return f"""SELECT * FROM visit WHERE epoch_ms(started_at) >= {start_ms:d}
        AND epoch_ms(started_at) < {end_ms:d} ORDER BY started_at, first_n"""


def _file(space: Workspace, kind: str) -> Path:
    return space.folder / f"day-{kind}.parquet"
