# ruff: noqa: S608  # only our own column names, file names and integers are written into statements
"""Every event of a stretch of time, and of the visits that reach into it from before or go on after it."""

from itertools import count

from liveinsight.archive.columns import LOGGED, names
from liveinsight.archive.hours import Hours
from liveinsight.archive.workspace import Workspace
from liveinsight.domain.session import INACTIVITY_MS
from liveinsight.timing import DAY_MS, HOUR_MS, hours

LONGEST_CHAIN_MS = 3 * DAY_MS
"""How far a visit is followed beyond the stretch: one that never pauses must not cost more every day."""


def load(space: Workspace, source: Hours, start_ms: int, end_ms: int, among: str = "true") -> None:
    """Make the table `log`: those events with the columns LOGGED, row ids in order of time, id and visitor.

    Both times are whole hours. Events of the same visitors that belong to other visits may be among them. `among`
    is a condition in SQL for the people that matter, where that is not everybody.
    """
    columns = ", ".join(f'"{name}" {type_}' for name, type_ in LOGGED.items())
    space.run(f"CREATE OR REPLACE TEMP TABLE raw ({columns})")
    for rows in source.relations(hours(start_ms, end_ms)).values():
        space.run(f"INSERT INTO raw SELECT {names(LOGGED)} FROM {rows} WHERE {among}")
    _follow(space, source, start_ms, -HOUR_MS)
    _follow(space, source, end_ms, HOUR_MS)
    space.run('CREATE OR REPLACE TEMP TABLE log AS SELECT * FROM raw ORDER BY "at", id, visitor_id')
    space.run("DROP TABLE raw")


def _follow(space: Workspace, source: Hours, edge_ms: int, step: int) -> None:
    """Hour by hour away from the edge, only for people who were there half an hour before or after it."""
    for number in count():
        edge = edge_ms + number * step
        hour = edge if step > 0 else edge - HOUR_MS
        if abs(edge - edge_ms) >= LONGEST_CHAIN_MS or not _take(space, source, hour, edge):
            return


def _take(space: Workspace, source: Hours, hour: int, edge: int) -> int:
    """Returns how many events of that hour were taken."""
    rows = source.relations([hour]).get(hour)
    if rows is None:
        return 0
    space.run(
        """CREATE OR REPLACE TEMP TABLE near AS SELECT DISTINCT visitor_id, bridge FROM raw
        WHERE "at" BETWEEN make_timestamp_ms($first) AND make_timestamp_ms($last)""",
        first=edge - INACTIVITY_MS,
        last=edge + INACTIVITY_MS,
    )
    return space.number(
        f"""INSERT INTO raw SELECT {names(LOGGED)} FROM {rows} WHERE visitor_id IN (
            SELECT visitor_id FROM near UNION SELECT visitor_id FROM {rows}
            WHERE bridge IN (SELECT bridge FROM near WHERE bridge IS NOT NULL))"""
    )
