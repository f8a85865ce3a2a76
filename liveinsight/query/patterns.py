r"""Regular expressions in SQL: how `regexp_matches` is asked, so that a text that many rows share is tried once.

DuckDB keeps the texts of a column once each for some 100,000 rows, and works functions out for these, not for every
row; but only functions that cannot fail, and it takes its `regexp_matches` for one that can. `regexp_extract` gives
the same answer and is taken for one that cannot: `TRIED_ONCE` has the engine's statements mean it. Over ten million
events in prepared files a search for pages took a tenth of the time.
https://github.com/duckdb/duckdb/blob/main/src/execution/expression_executor/execute_function.cpp
"""

import re

TRIED_ONCE = r"""
CREATE MACRO regexp_matches(text, pattern) AS (
    regexp_extract(text, '^(?s:.*?)(?:' || pattern || ')(?s:.*)') <> ''
    OR (text = '' AND regexp_full_match('', pattern)))
"""
"""`regexp_extract` gives an empty text where nothing is found, so what it looks for is the whole text around what the
pattern finds, and the empty text is tried by itself. The pattern stands in a group: `closed` must have seen it."""

_PIECE = re.compile(r"\\Q.*?(\\E|\Z)|\\.", re.DOTALL)


def closed(pattern: str) -> str:
    r"""The pattern so that more can follow it: RE2 lets a quotation, from `\Q` on, go to the end without its `\E`."""
    quotations = [piece for piece in _PIECE.finditer(pattern) if piece[0].startswith(r"\Q")]
    return rf"{pattern}\E" if quotations and not quotations[-1][1] else pattern
