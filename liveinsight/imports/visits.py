# ruff: noqa: S608  # only our own column names, file names and integers are written into statements
"""Visits of imported events, for a stretch of days at once.

The definition is `liveinsight.domain.session`; a property test holds this to the same visits, ids included. Why not
`archive.visits`: imported visitors have one id on all days, so nobody has to be followed over bridges, and texts that
many events share can stay aside as numbers until the files are written. That is several times faster.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from liveinsight.archive.columns import EVENTS, PLACE_AND_SOFTWARE, SESSIONS
from liveinsight.archive.visits import ids
from liveinsight.archive.window import LONGEST_CHAIN_MS
from liveinsight.archive.workspace import Workspace, literal
from liveinsight.domain.session import INACTIVITY_MS
from liveinsight.tables import ATTRIBUTION
from liveinsight.timing import DAY_MS

_PAGE = ("hostname", "path", *ATTRIBUTION)
_OWN = ("type", "name", "props", "revenue_amount", "revenue_currency", "visible_ms", "scroll_pct", "interactive")
_LIST = ", ".join
_NARROW = f"""SELECT epoch_ms("at") AS ms, id, visitor_id, {_LIST(_OWN)},
    hash({_LIST(_PAGE)}) AS page, hash({_LIST(PLACE_AND_SOFTWARE)}) AS client"""

_MEMBERS = """
CREATE OR REPLACE TABLE member AS
WITH marked AS (
    SELECT rowid AS n, *, CASE WHEN ms - lag(ms) OVER mine <= $gap THEN NULL ELSE rowid END AS starts
    FROM log WINDOW mine AS (PARTITION BY visitor_id ORDER BY rowid)
)
SELECT * EXCLUDE (starts), max(starts) OVER (PARTITION BY visitor_id ORDER BY n ROWS UNBOUNDED PRECEDING) AS first_n
FROM marked
"""

_VISITS = """
CREATE OR REPLACE TABLE visit_number AS
SELECT first_n, min(ms) AS started, max(ms) AS ended, any_value(visitor_id) AS visitor_id,
       arg_min(id, n) AS id, arg_min(page, n) AS first_page, arg_min(client, n) AS client,
       coalesce(arg_min(page, n) FILTER (type = 'pageview'), arg_min(page, n)) AS landing,
       coalesce(arg_max(page, n) FILTER (type = 'pageview'), arg_max(page, n)) AS leaving,
       count(*) FILTER (type = 'pageview') AS pageviews,
       count(*) FILTER (type = 'event') AS events,
       count(*) FILTER (type = 'event' AND interactive) AS interactive_events,
       sum(visible_ms) AS visible_ms
FROM member GROUP BY first_n
"""

_VALUES = {
    "at": "make_timestamp_ms(m.ms)::TIMESTAMP_MS",
    "visitor_id": "m.visitor_id",
    "session_id": "v.session_id",
    "hostname": "here.hostname",
    "path": "here.path",
    "entry_page": "landing.path",
    "exit_page": "leaving.path",
    **{name: f"landing.{name}" for name in ATTRIBUTION},
    **{name: f"client.{name}" for name in PLACE_AND_SOFTWARE},
    **{name: f"m.{name}" for name in _OWN},
}
_OF_VISIT = {
    **_VALUES,
    "visitor_id": "v.visitor_id",
    "hostname": "here.hostname",
    "started_at": "make_timestamp_ms(v.started)::TIMESTAMP_MS",
    "ended_at": "make_timestamp_ms(v.ended)::TIMESTAMP_MS",
    "duration_ms": "(v.ended - v.started)::BIGINT",
    "engaged_ms": "least(v.visible_ms, v.ended - v.started)::BIGINT",
    "pageviews": "v.pageviews::INTEGER",
    "events": "v.events::INTEGER",
    "bounce": "v.pageviews = 1 AND v.interactive_events = 0",
}
_TEXTS = """JOIN page_text landing ON landing.page = v.landing JOIN page_text leaving ON leaving.page = v.leaving
    JOIN client_text client ON client.client = v.client"""

RawFile = Callable[[int], Path | None]
"""Gives the file of a day (UTC ms), or None."""


def find(space: Workspace, file: RawFile, site: str, days: Iterable[int]) -> None:
    """Make the tables that the functions below read: these days, one after another, and all of their visits."""
    days = list(days)
    used = _load(space, file, days)
    _read_texts(space, used)
    space.run("CREATE OR REPLACE TABLE log AS SELECT * FROM narrow ORDER BY ms, id, visitor_id")
    space.run("DROP TABLE narrow")
    space.run(_MEMBERS, gap=INACTIVITY_MS)
    space.run("DROP TABLE log")
    space.run(_VISITS)
    _name_visits(space, site)


def touched(space: Workspace, days: Iterable[int]) -> set[int]:
    """The days (UTC ms) on which visits did anything that did something on these days."""
    listed = ", ".join(str(day // DAY_MS) for day in days)
    found = space.run(
        f"""SELECT DISTINCT ms // {DAY_MS} FROM member WHERE first_n IN
        (SELECT first_n FROM member WHERE ms // {DAY_MS} IN ({listed}))"""
    )
    return {int(day) * DAY_MS for (day,) in found.fetchall()}


def write_events(space: Workspace, day_ms: int, path: Path) -> int:
    """The events of a day as the archive's file. Returns how many there are."""
    columns = ", ".join(f'{_VALUES[name]} AS "{name}"' for name in EVENTS)
    return space.write_parquet(
        f"""SELECT {columns} FROM member m JOIN visit v ON v.first_n = m.first_n
        JOIN page_text here ON here.page = m.page {_TEXTS}
        WHERE m.ms >= {day_ms:d} AND m.ms < {day_ms + DAY_MS:d} ORDER BY m.n""",
        EVENTS,
        path,
    )


def write_sessions(space: Workspace, day_ms: int, path: Path) -> int:
    """The visits that began on a day as the archive's file. Returns how many there are."""
    columns = ", ".join(f'{_OF_VISIT[name]} AS "{name}"' for name in SESSIONS)
    return space.write_parquet(
        f"""SELECT {columns} FROM visit v JOIN page_text here ON here.page = v.first_page {_TEXTS}
        WHERE v.started >= {day_ms:d} AND v.started < {day_ms + DAY_MS:d} ORDER BY v.first_n""",
        SESSIONS,
        path,
    )


def _load(space: Workspace, file: RawFile, days: list[int]) -> list[Path]:
    """Make `narrow`: all events of these days, and of their visitors around midnight before and after."""
    used = [path for day in days if (path := file(day)) is not None]
    space.run(f"CREATE OR REPLACE TABLE narrow AS {_NARROW} FROM read_parquet([{_LIST(map(literal, used))}])")
    for edge, step in ((days[0], -DAY_MS), (days[-1] + DAY_MS, DAY_MS)):
        used += _follow(space, file, edge, step)
    return used


def _follow(space: Workspace, file: RawFile, edge: int, step: int) -> list[Path]:
    """Day by day away from the edge, only visitors who were there half an hour before or after it."""
    used: list[Path] = []
    for _ in range(LONGEST_CHAIN_MS // DAY_MS):
        path = file(edge if step > 0 else edge - DAY_MS)
        if path is None or not space.number(
            f"""INSERT INTO narrow {_NARROW} FROM read_parquet({literal(path)}) WHERE visitor_id IN
            (SELECT visitor_id FROM narrow WHERE ms >= $edge - $gap AND ms <= $edge + $gap)""",
            edge=edge,
            gap=INACTIVITY_MS,
        ):
            break
        used.append(path)
        edge += step
    return used


def _read_texts(space: Workspace, files: list[Path]) -> None:
    """`page_text` and `client_text`: what the numbers in `narrow` stand for."""
    listed = _LIST(map(literal, files))
    for name, columns in (("page", _PAGE), ("client", PLACE_AND_SOFTWARE)):
        texts = ", ".join(f"any_value({column}) AS {column}" for column in columns)
        space.run(
            f"""CREATE OR REPLACE TABLE {name}_text AS SELECT hash({_LIST(columns)}) AS {name}, {texts}
            FROM read_parquet([{listed}]) GROUP BY 1"""
        )


def _name_visits(space: Workspace, site: str) -> None:
    """`visit`: the visits with their ids, as the core makes them."""
    firsts = space.beside().run("SELECT first_n, visitor_id, started, id FROM visit_number")
    space.run(
        f"""CREATE OR REPLACE TABLE visit AS SELECT * EXCLUDE (id) FROM visit_number
        JOIN {ids(space, firsts, site)} USING (first_n)"""
    )
