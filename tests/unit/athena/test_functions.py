"""What statements say to Athena: only words that were held against Trino's documentation.

`CHECKED` has, for each function, the page of https://trino.io/docs/current/functions/ that describes it, and what was
compared with DuckDB 2.0. A statement with any other word is refused by `dialect.translate`.
"""

import json
from contextlib import suppress
from typing import Any

import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveinsight.athena.dialect import FUNCTIONS, WORDS, translate, words
from liveinsight.errors import InvalidRequest
from liveinsight.query import columns, dates, goals, sql
from liveinsight.query.context import Context
from liveinsight.query.dimensions import DIRECT
from liveinsight.query.goals import Goal
from liveinsight.query.request import Query, parse
from tests.integration.query.test_against_reference import GOALS, METRICS, requests

CHECKED = {
    "avg": ("aggregate", "a double in both for whole numbers"),
    "count": ("aggregate", "bigint; nulls are not counted, DISTINCT and FILTER as in DuckDB"),
    "max": ("aggregate", "nulls are left out; null of nothing"),
    "max_by": ("aggregate", "DuckDB's arg_max; which one of equals it is, is open in both"),
    "min": ("aggregate", "as max"),
    "min_by": ("aggregate", "DuckDB's arg_min"),
    "sum": ("aggregate", "null of nothing; bigint where DuckDB has hugeint, so it ends at 9.2e18; decimal(38,s)"),
    "cast": ("conversion", "double to bigint rounds in both; only whole numbers are cast here"),
    "coalesce": ("conditional", "the same"),
    "if": ("conditional", "only as a part of CASE"),
    "nullif": ("conditional", "the same"),
    "floor": ("math", "of a double; exact for the times and counts here, which are below 2^53"),
    "greatest": ("comparison", "null if any argument is, where DuckDB leaves nulls out; no argument here is null"),
    "least": ("comparison", "as greatest"),
    "concat": ("string", "null if any argument is; of texts that are not null here"),
    "lower": ("string", "letter by letter in both; languages with rules of their own may differ"),
    "strpos": ("string", "from 1, and 0 where the text is not found"),
    "regexp_like": ("regexp", "finds, need not match all; Java's syntax where DuckDB has RE2's"),
    "date_add": ("datetime", "date_add(unit, value, date) gives a date"),
    "date_diff": ("datetime", "of timestamps in ms: whole ms, negative when the second is earlier"),
    "month": ("datetime", "1 to 12"),
    "year": ("datetime", "the same"),
    "lag": ("window", "null where there is no row before, unless a default is given"),
    "lead": ("window", "as lag"),
    "row_number": ("window", "from 1"),
    "element_at": ("map", "null where the key is not there; a subscript would fail"),
    "json_parse": ("json", "of a JSON object; cast to map(varchar, varchar) gives its texts"),
    "sequence": ("array", "with both ends, where DuckDB's range leaves the last out; 10,000 numbers at most"),
    "unnest": ("../sql/select", "in FROM only"),
}


def test_every_function_that_may_be_used_was_compared() -> None:
    assert set(CHECKED) == FUNCTIONS


def statement(query: Query, timezone: str) -> sql.Statement:
    known = tuple(Goal(name, **what) for name, what in GOALS.items())
    span = dates.span(query.date_range, timezone, 1_795_382_991_000, None)
    dimensions = tuple(span.resolution() if name == "time" else name for name in query.dimensions)
    context = Context(span, dimensions, query.filters, known, goals.selected(known, query.filters))
    return sql.build(query, context)


def as_asked_of_athena(body: dict[str, Any], timezone: str) -> str:
    made = statement(parse(json.dumps({"site_id": "s", "date_range": "6mo", **body}).encode()), timezone)
    kinds = {"events": columns.EVENTS, "sessions": columns.SESSIONS}
    tables = {kind: f'SELECT {columns.listed(known)} FROM "d"."{kind}"' for kind, known in kinds.items()}  # noqa: S608
    return translate(made.over(tables), made.values)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=requests(), timezone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu"]))
def test_every_request_is_sql_that_trino_can_parse_in_known_words(body: dict[str, Any], timezone: str) -> None:
    with suppress(InvalidRequest):
        text = as_asked_of_athena(body, timezone)
        assert words(text) <= FUNCTIONS | WORDS
        again = sqlglot.parse_one(text, read="trino", error_level=sqlglot.ErrorLevel.RAISE)
        assert again.sql(dialect="trino", identify=True) == text
        for relic in ("$", "?", "//", "EXCLUDE", "MATERIALIZED", "::", "EPOCH"):
            assert relic not in without_texts(text), relic


def without_texts(text: str) -> str:
    kept = (
        token.text for token in sqlglot.tokenize(text, read="trino") if token.token_type != sqlglot.TokenType.STRING
    )
    return " ".join(kept)


def test_every_metric_and_kind_of_dimension_is_among_them() -> None:
    """So that the test above cannot pass by refusing everything."""
    page = [["is", "event:page", ["/"]], ["is", "event:goal", ["Signup"]]]
    for metric in METRICS:
        dimensions = ["visit:source"] if metric == "percentage" else []
        filters = page[1:] if metric == "views_per_visit" else page
        text = as_asked_of_athena({"metrics": [metric], "filters": filters, "dimensions": dimensions}, "Asia/Seoul")
        assert text.startswith('WITH "events" AS (SELECT '), metric
    for dimension in ("time:month", "time:week", "visit:country_name", "visit:exit_page_hostname", "event:props:a"):
        assert as_asked_of_athena({"metrics": ["visitors"], "dimensions": [dimension]}, "Asia/Seoul")
    assert DIRECT in as_asked_of_athena({"metrics": ["visits"], "dimensions": ["visit:source"]}, "UTC")


def test_a_statement_reads_its_answer_once() -> None:
    """Trino works a CTE out anew wherever it is named; what is scanned twice is paid for twice."""
    text = as_asked_of_athena({"metrics": ["visitors"], "dimensions": ["event:page"]}, "UTC")
    assert text.count('FROM "answer"') == 1
    assert text.count('FROM "d"."events"') == 1
