"""Regular expressions that are tried once for each text find what DuckDB finds by trying them on every row."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite, answer
from liveinsight.query.engine import Engine
from liveinsight.query.patterns import closed
from liveinsight.query.request import parse
from tests.integration.query.world import Event, Tables, event_rows, fill, session_rows, visits_of

PIECES = [
    *("a", "b", "é", "한", "\n", ".", "^", "$", "|", "(", ")", "(?:", "(?i)", "(?s)", "(?m)", "(?U)", "(?-s:", "[ab]"),
    *("[^a]", "*", "+", "?", "*?", "{2}", "{0,1}"),
    *(r"\b", r"\B", r"\A", r"\z", r"\d", r"\pL", r"\.", r"\\", r"\Q", r"\E"),
]
PATTERNS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
TEXTS = st.lists(st.text(st.sampled_from("abAé한\n/.Q\\E1 "), max_size=6), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Tables())


@pytest.fixture(scope="module")
def plain() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as database:
        yield database


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(pattern=PATTERNS, texts=TEXTS)
@example(pattern="", texts=["", "a"])
@example(pattern="$", texts=["", "a", "a\n"])
@example(pattern="a*", texts=["", "b"])
@example(pattern="b|^$", texts=["", "ab", "a"])
@example(pattern=r"\Qa", texts=["a", r"\Qa", ""])
@example(pattern=r"\Qa\E|\Qb", texts=["a", "b", r"\E"])
@example(pattern=r"\\Q", texts=[r"\Q", "Q"])
@example(pattern=r"^\Q", texts=["", "a"])
def test_the_same_texts_are_found(
    engine: Engine, plain: duckdb.DuckDBPyConnection, pattern: str, texts: list[str]
) -> None:
    asked = "SELECT text, regexp_matches(text, $pattern) FROM (SELECT unnest($texts) AS text) AS listed ORDER BY text"
    values = {"texts": sorted(set(texts)), "pattern": pattern}
    try:
        expected = plain.execute(asked, values).fetchall()
    except duckdb.InvalidInputException:
        with pytest.raises(InvalidRequest):
            engine.check_pattern(pattern)
        return
    engine.check_pattern(pattern)
    found = engine.tables().execute(asked, {**values, "pattern": closed(pattern)}).fetchall()
    assert found == expected


@pytest.mark.parametrize("pattern", ["a)(b", "(", "[a", "*", "\\", "(?=a)", r"\pL{900}", r"\E"])
def test_what_is_no_regular_expression_is_refused_in_its_own_words(engine: Engine, pattern: str) -> None:
    """Nothing of the expression around the pattern is in the message, and no pattern gets out of its group."""
    with pytest.raises(InvalidRequest, match="bad regular expression") as refused:
        engine.check_pattern(pattern)
    assert "(?s:" not in str(refused.value)


@pytest.mark.parametrize(("operator", "found"), [("matches", [(r"/\Q", 1)]), ("matches_not", [("/Q", 1), ("", 1)])])
def test_a_quotation_may_go_to_the_end(engine: Engine, operator: str, found: list[tuple[str, int]]) -> None:
    noon = int(datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp() * 1000)
    events = [Event(noon, visitor, "pageview", path) for visitor, path in enumerate(["", "/Q", r"/\Q"], 1)]
    fill(engine.tables(), "sessions", session_rows(visits_of(events)))
    fill(engine.tables(), "events", event_rows(events))
    body = {"metrics": ["visitors"], "dimensions": ["event:page"], "date_range": ["2026-03-01", "2026-03-01"]}
    asked = {"site_id": "site", **body, "filters": [[operator, "event:page", [r"\Q\Q"]]]}
    given_answer: Any = answer(parse(json.dumps(asked).encode()), QueriedSite("site"), engine, 0)
    assert sorted((*row["dimensions"], *row["metrics"]) for row in given_answer["results"]) == sorted(found)
