"""The same text for the Athena of a local AWS, which runs SQL on DuckDB beneath and knows no Trino.

Only a local endpoint is spoken to like this. What stays the same: tables, partitions, values, limits, answers.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import sqlglot
from sqlglot import exp

_HAZARDS = "\\"
"""ministack takes a backslash in a string for an escape, as neither Trino nor DuckDB does."""


def is_local(endpoint_url: str | None) -> bool:
    host = urlsplit(endpoint_url or "").hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def spelled(text: str) -> str:
    """Trino's SQL in DuckDB's words."""
    return sqlglot.parse_one(text, read="trino").transform(_spelled).sql(dialect="duckdb", identify=True)


def _spelled(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Identifier) and node.name == "$path":
        return exp.to_identifier("filename", quoted=True)
    if (
        isinstance(node, exp.Literal)
        and node.is_string
        and ("\\" in node.name or node.name.startswith(("s3:", "s3a:")))
    ):
        return _pieces(node.name)
    return node


def _pieces(text: str) -> exp.Expr:
    """A text put together so that no part of it is misread; it would also take `s3://…` for a place of its own."""
    hazards = _HAZARDS + (":" if text.startswith("s3") else "")
    joined: exp.Expr | None = None
    for piece in _split(text, hazards):
        part = exp.func("chr", exp.Literal.number(ord(piece))) if piece in hazards else exp.Literal.string(piece)
        joined = part if joined is None else exp.DPipe(this=joined, expression=part, safe=True)
    assert joined is not None, "only texts with a hazard come here"
    return exp.Paren(this=joined)


def _split(text: str, hazards: str) -> Iterator[str]:
    start = 0
    for index, character in enumerate(text):
        if character in hazards:
            if start < index:
                yield text[start:index]
            yield character
            start = index + 1
    if start < len(text):
        yield text[start:]
