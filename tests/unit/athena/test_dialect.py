# ruff: noqa: S608 (the statements are the test's own)
"""Statements in Trino's words: each rule by an example, and values that stay values."""

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from liveinsight.athena.dialect import MAX_BYTES, NotOnAthena, translate
from liveinsight.errors import TooLarge

EPOCH = "CAST('1970-01-01 00:00:00.000' AS TIMESTAMP)"


@pytest.mark.parametrize(
    ("duckdb", "trino"),
    [
        ("SELECT epoch_ms(t) FROM x", f"""SELECT DATE_DIFF('MILLISECOND', {EPOCH}, "t") FROM "x\""""),
        (
            "SELECT 1 FROM x WHERE t >= make_timestamp_ms($at::BIGINT)::TIMESTAMP_MS",
            """SELECT 1 FROM "x" WHERE "t" >= CAST('2026-11-22 21:29:51.123' AS TIMESTAMP)""",
        ),
        ("SELECT a // 7 FROM x", 'SELECT CAST(FLOOR(CAST("a" AS DOUBLE) / 7) AS BIGINT) FROM "x"'),
        (
            "SELECT (CAST(a AS HUGEINT) * 2 + b) // (2 * b) FROM x",
            'SELECT CAST(((CAST("a" AS DECIMAL(38, 0)) * 2 + "b") - ((CAST("a" AS DECIMAL(38, 0)) * 2 + "b") % '
            '(2 * "b"))) / (2 * "b") AS DECIMAL(38, 0)) FROM "x"',
        ),
        (
            "SELECT DATE '1970-01-01' + CAST(n AS INTEGER) FROM x",
            """SELECT DATE_ADD('DAY', CAST("n" AS INTEGER), CAST('1970-01-01' AS DATE)) FROM "x\"""",
        ),
        (
            "SELECT json_extract_string(nullif(props, ''), $path) FROM x",
            """SELECT ELEMENT_AT(CAST(JSON_PARSE(NULLIF("props", '')) AS MAP(VARCHAR, VARCHAR)), 'a b') FROM "x\"""",
        ),
        (
            "SELECT CAST(CAST(nullif(props, '') AS JSON) AS MAP(VARCHAR, VARCHAR))[$key] FROM x",
            """SELECT ELEMENT_AT(CAST(JSON_PARSE(NULLIF("props", '')) AS MAP(VARCHAR, VARCHAR)), 'it''s') FROM "x\"""",
        ),
        (
            "SELECT unnest($list::VARCHAR[]) AS a, unnest($list::VARCHAR[]) AS b",
            """SELECT "a", "b" FROM (VALUES ('x', 'x'), ('y''', 'y''')) AS "listed"("a", "b")""",
        ),
        (
            "SELECT * EXCLUDE (n), n * 2 AS m FROM (SELECT *, unnest(range(a, b)) AS n FROM x AS v WHERE a < b) AS w",
            'SELECT "v".*, "n" * 2 AS "m" FROM "x" AS "v" CROSS JOIN UNNEST(SEQUENCE("a", "b" - 1)) AS "ns"("n") '
            'WHERE "a" < "b"',
        ),
        (
            "SELECT r.*, c FROM x AS r LEFT JOIN y USING (k)",
            'SELECT "r".*, "c" FROM "x" AS "r" LEFT JOIN "y" ON "r"."k" = "y"."k"',
        ),
        ("SELECT k, c FROM x FULL JOIN y USING (k)", 'SELECT "k", "c" FROM "x" FULL JOIN "y" USING ("k")'),
        ("WITH a AS NOT MATERIALIZED (SELECT 1) SELECT * FROM a", 'WITH "a" AS (SELECT 1) SELECT * FROM "a"'),
        ("SELECT a, count(*), b FROM x GROUP BY ALL", 'SELECT "a", COUNT(*), "b" FROM "x" GROUP BY 1, 3'),
        ("SELECT arg_max(a, b) FROM x", 'SELECT MAX_BY("a", "b") FROM "x"'),
        ("SELECT regexp_matches(a, $key) FROM x", """SELECT REGEXP_LIKE("a", 'it''s') FROM "x\""""),
        ("SELECT $list_is_no_value", ""),
    ],
)
def test_rules(duckdb: str, trino: str) -> None:
    values = {"at": 1795382991123, "path": '$."a b"', "key": "it's", "list": ["x", "y'"]}
    if not trino:
        with pytest.raises(KeyError):
            translate(duckdb, values)
        return
    assert translate(duckdb, values) == trino


def test_divisions_within_divisions_are_all_translated() -> None:
    assert translate("SELECT ((a // 7 + 3) // 7) * 7 FROM x", {}).count("FLOOR") == 2


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@settings(deadline=None)
@given(TEXTS)
def test_a_text_is_one_literal_whatever_it_says(text: str) -> None:
    assert translate("SELECT $p0", {"p0": text}) == "SELECT '" + text.replace("'", "''") + "'"


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_texts_in_a_condition_add_no_token(texts: list[str]) -> None:
    values = {f"p{index}": text for index, text in enumerate(texts)}
    asked = "SELECT a FROM x WHERE " + " OR ".join(f"b = ${name}" for name in values)
    tokens = sqlglot.tokenize(translate(asked, values), read="trino")
    plain = sqlglot.tokenize(translate(asked, dict.fromkeys(values, "x")), read="trino")
    assert [token.token_type for token in tokens] == [token.token_type for token in plain]
    assert [token.text for token in tokens if token.token_type == sqlglot.TokenType.STRING] == texts


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "NULL"), (True, "TRUE"), (7, "7"), (-7, "(-7)"), (1.5, "1.5"), (10**20, "100000000000000000000")],
)
def test_other_values(value: object, text: str) -> None:
    assert translate("SELECT $p0", {"p0": value}) == f"SELECT {text}"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT quantile_cont(a, 0.5) FROM x",
        "SELECT list(a) FROM x",
        "SELECT min(struct_pack(a := a, b := b)) FROM x",
        "SELECT row(a, b) FROM x",
        "SELECT * EXCLUDE (a) FROM x",
        "SELECT * FROM read_parquet('x')",
        "SELECT a FROM x ASOF JOIN y USING (t)",
        "SELECT FROM WHERE (",
        "SELECT make_timestamp_ms(a)::TIMESTAMP_MS FROM x",
    ],
)
def test_what_was_never_compared_is_refused(sql: str) -> None:
    with pytest.raises(NotOnAthena) as refusal:
        translate(sql, {})
    assert refusal.value.status == 400


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(TooLarge, match="fewer filters"):
        translate("SELECT " + "abs(" * 5_000 + "1" + ")" * 5_000, {})


def test_many_clauses_are_no_trouble() -> None:
    wanted = " OR ".join(f"strpos(a, $p{index}) > 0" for index in range(2_000))
    text = translate(f"SELECT 1 FROM x WHERE {wanted}", {f"p{index}": str(index) for index in range(2_000)})
    assert text.count("STRPOS") == 2_000


def test_more_than_athena_takes_is_refused() -> None:
    with pytest.raises(TooLarge, match="fewer filters"):
        translate("SELECT $p0", {"p0": "é" * (MAX_BYTES // 2)})
