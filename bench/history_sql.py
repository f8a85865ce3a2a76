# ruff: noqa: S608  # statements are made of the benchmark's own constants
"""The benchmark's questions in PostgreSQL's SQL, over one row an event as Umami has it.

Ids are numbers and the columns of a visit stand in each row, so that no join is needed; that is kinder to PostgreSQL
than Umami's UUIDs and second table. Different visitors are counted by grouping twice, which PostgreSQL can do in
parallel and in memory, and not by count(DISTINCT), for which it sorts everything.
"""

from typing import Any

from bench.history_process import TIMEZONE
from bench.history_questions import TOP, Question

TABLE = """
CREATE TABLE event (
  site_id integer NOT NULL, visit_id bigint NOT NULL, visitor_id bigint NOT NULL, created_at timestamptz NOT NULL,
  event_type smallint NOT NULL, interactive boolean NOT NULL, event_name text, url_path text NOT NULL, entry_page text,
  source text, channel text, utm_campaign text, country text, device text, browser text, os text
)"""
KINDS = {"pageview": 1, "event": 2, "engagement": 3}
COLUMNS = {
    "event:page": "url_path",
    "event:name": "event_name",
    "visit:entry_page": "entry_page",
    "visit:source": "source",
    "visit:channel": "channel",
    "visit:utm_campaign": "utm_campaign",
    "visit:country": "country",
    "visit:country_name": "country",
    "visit:device": "device",
    "visit:browser": "browser",
    "visit:os": "os",
}
INDEXES = (
    "(created_at)",
    "(site_id, created_at)",
    *(f"(site_id, created_at, {name})" for name in ("url_path", "source", "event_name")),
    *(f"(site_id, created_at, {name})" for name in ("country", "device", "browser", "os")),
    "(site_id, visitor_id, created_at)",
    "(site_id, visit_id, created_at)",
)
"""Umami's indexes of events and of sessions, as far as their columns are here."""


def sql(question: Question) -> str:
    """One statement that answers the question."""
    if not question.dimensions:
        return _kpis(_rows(question))
    rows = f"{_rows(question)} AND event_type <> {KINDS['engagement']}"
    if question.dimensions == ("time:day",):
        day = f"date_trunc('day', created_at AT TIME ZONE '{TIMEZONE}')"
        seen = f"SELECT {day} AS day, visitor_id {rows} GROUP BY 1, 2"
        return f"SELECT day, count(*) FROM ({seen}) AS seen GROUP BY 1 ORDER BY 1"
    column = COLUMNS[question.dimensions[0]]
    return f"""WITH found AS MATERIALIZED (SELECT {column} AS what, visitor_id {rows} GROUP BY 1, 2)
        SELECT what, count(*), round(100.0 * count(*) / (SELECT count(DISTINCT visitor_id) FROM found), 1)
        FROM found GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {TOP}"""


def _kpis(rows: str) -> str:
    views, custom = f"event_type = {KINDS['pageview']}", f"event_type = {KINDS['event']} AND interactive"
    return f"""WITH visit AS MATERIALIZED (
          SELECT visit_id, min(visitor_id) AS visitor_id, count(*) FILTER (WHERE {views}) AS views,
            count(*) FILTER (WHERE {custom}) AS customs, max(created_at) - min(created_at) AS lasted
          {rows} GROUP BY visit_id)
        SELECT (SELECT count(*) FROM (SELECT visitor_id FROM visit GROUP BY 1) AS v), count(*), sum(views),
          round(avg(views), 2), round(100.0 * count(*) FILTER (WHERE views = 1 AND customs = 0) / nullif(count(*), 0)),
          round(extract(epoch FROM avg(lasted))) FROM visit"""


def _rows(question: Question) -> str:
    start, end = f"'{question.first} 00:00'", f"'{question.last} 00:00'"
    conditions = [
        "site_id = 1",
        f"created_at >= {start}::timestamp AT TIME ZONE '{TIMEZONE}'",
        f"created_at < ({end}::timestamp + interval '1 day') AT TIME ZONE '{TIMEZONE}'",
        *map(_condition, question.filters),
    ]
    return f"FROM event WHERE {' AND '.join(conditions)}"


def _condition(rule: list[Any]) -> str:
    operator, dimension, (value,) = rule
    text = "'" + value.replace("'", "''") + "'"
    wanted = {
        "is": f"= {text}",
        "is_not": f"<> {text}",
        "contains": f"LIKE '%' || {text} || '%'",
        "matches": f"~ {text}",
    }
    return f"{COLUMNS[dimension]} {wanted[operator]}"
