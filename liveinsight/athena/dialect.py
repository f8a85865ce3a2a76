"""A statement written for DuckDB as the same statement for Athena (Trino), every bound value as a literal.

The statement is parsed before values are put in, so that a value is a leaf of the tree and never becomes SQL.
Athena's own parameters are not used: they may stand in WHERE only, have 1,024 characters at most, and are SQL text
themselves (https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html).

Only words of `FUNCTIONS` and `WORDS` may be in it: what has no known counterpart is refused, not guessed at.
"""

from collections.abc import Mapping

import sqlglot
from sqlglot import TokenType, exp
from sqlglot.errors import ErrorLevel, ParseError, UnsupportedError

from liveinsight.athena import expressions, shapes
from liveinsight.athena.values import literal
from liveinsight.errors import LiveInsightError, TooLarge

MAX_BYTES = 262_144
"""What Athena takes as a query (https://docs.aws.amazon.com/athena/latest/ug/service-limits.html)."""

REWRITES = (
    *(shapes.hints, shapes.count_of_pages, expressions.times, shapes.lists, expressions.properties),
    *(shapes.ranges, shapes.exclusions, shapes.shared_keys, shapes.groups),
    *(expressions.days, expressions.divisions, expressions.huge),
)
FUNCTIONS = frozenset(
    {
        *("avg", "count", "max", "max_by", "min", "min_by", "sum"),
        *("coalesce", "floor", "greatest", "if", "least", "nullif", "cast"),
        *("concat", "lower", "regexp_like", "strpos"),
        *("date_add", "date_diff", "month", "year"),
        *("lag", "lead", "row_number"),
        *("element_at", "json_parse", "sequence", "unnest"),
    }
)
"""Trino's functions that were compared with DuckDB's: tests/unit/athena/test_functions.py has what was found."""

WORDS = frozenset(
    {
        *("with", "as", "select", "distinct", "from", "where", "group", "by", "having", "values"),
        *("order", "asc", "desc", "nulls", "first", "last", "limit", "offset", "union", "all"),
        *("join", "inner", "left", "right", "full", "outer", "cross", "on", "using"),
        *("and", "or", "not", "in", "exists", "between", "like", "escape", "is", "null", "true", "false"),
        *("case", "when", "then", "else", "end", "filter", "over", "partition", "rows", "range"),
        *("unbounded", "preceding", "following", "window"),
        *("tinyint", "integer", "bigint", "double", "varchar", "boolean", "decimal", "timestamp", "date", "map"),
    }
)
"""Words of SQL beside the functions. Names of tables and columns are always quoted."""


class NotOnAthena(LiveInsightError):
    """The question needs something that was only written for DuckDB."""

    status = 400

    def __init__(self, what: str) -> None:
        super().__init__("not_on_athena", f"This question cannot be asked with query_engine=athena: {what}.")


def translate(sql: str, values: Mapping[str, object]) -> str:
    """The text for Athena.

    Raises `NotOnAthena` for what has no counterpart there, and `TooLarge` for more than Athena takes.
    """
    try:
        text = _translated(sql, values)
    except ParseError as error:
        raise NotOnAthena("it is written in words that only DuckDB knows") from error
    except UnsupportedError as error:
        raise NotOnAthena(str(error)) from error
    except RecursionError:
        raise TooLarge(
            "query_too_large", "The query is nested too deeply for Athena; ask with fewer filters."
        ) from None
    _check(text)
    return text


def _translated(sql: str, values: Mapping[str, object]) -> str:
    tree: exp.Expr = sqlglot.parse_one(sql, read="duckdb")
    for rewrite in REWRITES:
        tree = rewrite(tree, values)
    tree = tree.transform(lambda node: _bound(node, values))
    return tree.sql(dialect="trino", identify=True, unsupported_level=ErrorLevel.RAISE)


def words(text: str) -> set[str]:
    """All words of a text for Athena, in lower case, that are no quoted names and no values."""
    kept = (TokenType.IDENTIFIER, TokenType.STRING)
    tokens = (token for token in sqlglot.tokenize(text, read="trino") if token.token_type not in kept)
    return {word for token in tokens for word in token.text.lower().split() if word[:1].isalpha()}


def _bound(node: exp.Expr, values: Mapping[str, object]) -> exp.Expr:
    return literal(values[node.name]) if isinstance(node, exp.Placeholder) else node


def _check(text: str) -> None:
    if len(text.encode()) > MAX_BYTES:
        raise TooLarge("query_too_large", f"Athena takes queries of {MAX_BYTES} bytes; ask with fewer filters.")
    unknown = sorted(words(text) - FUNCTIONS - WORDS)
    if unknown:
        raise NotOnAthena(f"it needs {', '.join(unknown)}")
