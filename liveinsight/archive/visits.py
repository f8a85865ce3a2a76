# ruff: noqa: S608  # only our own column names, file names and integers are written into statements
"""The definition of a visit, for millions of events at once, in SQL.

`liveinsight.domain.session` is the definition; a property test holds this to the same visits, ids included. Why
there are two: the core folds single events in any order, as ingest and rollup meet them; a day of ten million
would take it minutes and gigabytes, where DuckDB takes seconds and spills to disk.
"""

import duckdb

from liveinsight.archive.columns import PLACE_AND_SOFTWARE
from liveinsight.archive.log import signed, unsigned
from liveinsight.archive.workspace import Workspace, literal
from liveinsight.domain.session import INACTIVITY_MS, session_id
from liveinsight.tables import ATTRIBUTION

_BATCH = 20_000
_STRETCH = 1_000_000

_MEMBERS = """
CREATE OR REPLACE TEMP TABLE member AS
WITH step AS (
    SELECT l.rowid AS n, coalesce(p.person, l.visitor_id) AS who, epoch_ms(l."at") AS ms, l.type, l.interactive,
           l.visible_ms
    FROM log l LEFT JOIN person p ON p.visitor_id = l.visitor_id
), marked AS (
    SELECT *, CASE WHEN ms - lag(ms) OVER mine <= $gap THEN NULL ELSE n END AS starts
    FROM step WINDOW mine AS (PARTITION BY who ORDER BY n)
)
SELECT n, ms, type, interactive, visible_ms,
       max(starts) OVER (PARTITION BY who ORDER BY n ROWS UNBOUNDED PRECEDING) AS first_n
FROM marked
"""

_TOTALS = """
CREATE OR REPLACE TEMP TABLE total AS
SELECT first_n,
       max(n) AS last_n,
       min(n) FILTER (type = 'pageview') AS first_view,
       max(n) FILTER (type = 'pageview') AS last_view,
       count(*) FILTER (type = 'pageview') AS pageviews,
       count(*) FILTER (type = 'event') AS events,
       count(*) FILTER (type = 'event' AND interactive) AS interactive_events,
       sum(visible_ms) AS visible_ms
FROM member GROUP BY first_n
"""

_IDENTIFIED = """
CREATE OR REPLACE TEMP TABLE identified AS
SELECT first_n, arg_min(lasting_id, n) AS lasting_id
FROM log JOIN member ON n = log.rowid WHERE lasting_id IS NOT NULL GROUP BY first_n
"""

_DESCRIBED = ", ".join(
    [*(f"landing.{name}" for name in ATTRIBUTION), *(f"first.{name}" for name in PLACE_AND_SOFTWARE)]
)

_VISITS = f"""
SELECT first_n, k.lasting_id, i.session_id, coalesce(k.lasting_id, first.visitor_id) AS visitor_id,
       first."at" AS started_at, last."at" AS ended_at,
       (epoch_ms(last."at") - epoch_ms(first."at"))::BIGINT AS duration_ms,
       least(t.visible_ms, duration_ms)::BIGINT AS engaged_ms,
       t.pageviews::INTEGER AS pageviews, t.events::INTEGER AS events,
       t.pageviews = 1 AND t.interactive_events = 0 AS bounce,
       first.hostname, landing.path AS entry_page, leaving.path AS exit_page, {_DESCRIBED}
FROM total t
JOIN session_ids i USING (first_n)
LEFT JOIN identified k USING (first_n)
JOIN log first ON first.rowid = t.first_n
JOIN log last ON last.rowid = t.last_n
JOIN log landing ON landing.rowid = coalesce(t.first_view, t.first_n)
JOIN log leaving ON leaving.rowid = coalesce(t.last_view, t.last_n)
WHERE t.first_n >= $start AND t.first_n < $end
"""


def find(space: Workspace, site: str) -> None:
    """Of the table `log`, make `visit` (one row a visit: the columns SESSIONS and `first_n`) and `member` (one row
    an event: its row id `n`, its time `ms`, and the `first_n` of its visit).

    `visit` also has the `lasting_id` of the visit's first event that carries one, which is the visitor then.
    """
    _find_people(space)
    space.run(_MEMBERS, gap=INACTIVITY_MS)
    space.run(_TOTALS)
    space.run(_IDENTIFIED)
    _name_visits(space, site)
    _describe_visits(space)


def _describe_visits(space: Workspace) -> None:
    """A stretch of the log at a time: joins over all of it at once would not fit into the memory."""
    space.run(f"CREATE OR REPLACE TEMP TABLE visit AS {_VISITS}", start=0, end=0)
    for start in range(0, space.number("SELECT count(*) FROM log"), _STRETCH):
        space.run(f"INSERT INTO visit {_VISITS}", start=start, end=start + _STRETCH)
    for table in ("total", "identified", "session_ids", "person", "link"):
        space.run(f"DROP TABLE {table}")


def _find_people(space: Workspace) -> None:
    """`person`: visitor ids that bridges join → the least id among them. Chains are as long as days are many."""
    space.run(
        """CREATE OR REPLACE TEMP TABLE link AS
        SELECT DISTINCT visitor_id, bridge, visitor_id AS person FROM log WHERE bridge IS NOT NULL"""
    )
    while space.number(
        """SELECT count(*) FROM (SELECT bridge FROM link GROUP BY bridge HAVING count(DISTINCT person) > 1
        UNION ALL SELECT visitor_id FROM link GROUP BY visitor_id HAVING count(DISTINCT person) > 1)"""
    ):
        space.run(
            """CREATE OR REPLACE TEMP TABLE link AS
            SELECT visitor_id, bridge, min(person) OVER (PARTITION BY visitor_id) AS person
            FROM (SELECT visitor_id, bridge, min(person) OVER (PARTITION BY bridge) AS person FROM link)"""
        )
    space.run("CREATE OR REPLACE TEMP TABLE person AS SELECT DISTINCT visitor_id, person FROM link")


def _name_visits(space: Workspace, site: str) -> None:
    """`session_ids`: the id of every visit, as the core makes it."""
    firsts = space.run(
        """SELECT first_n, l.visitor_id, epoch_ms(l."at"), l.id FROM total JOIN log l ON l.rowid = first_n"""
    )
    space.run(f"CREATE OR REPLACE TEMP TABLE session_ids AS SELECT * FROM {ids(space, firsts, site)}")


def ids(space: Workspace, firsts: duckdb.DuckDBPyConnection, site: str) -> str:
    """A relation of `first_n` and the `session_id` that the core gives the visit which begins there.

    `firsts` are rows of `first_n`, and of visitor, time (ms) and id of that event.
    """
    path = space.folder / "session-ids.csv"
    with path.open("w") as named:
        while rows := firsts.fetchmany(_BATCH):
            named.writelines(
                f"{first_n},{signed(session_id(site, unsigned(visitor), (at, event_id)))}\n"
                for first_n, visitor, at, event_id in rows
            )
    return (
        f"read_csv({literal(path)}, header = false, delim = ',', auto_detect = false, "
        "columns = {'first_n': 'BIGINT', 'session_id': 'BIGINT'})"
    )
