"""Cells of Athena's answers, as Python's values."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from liveinsight.athena.values import literal, parsed


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (None, "bigint", None),
        ("-9223372036854775808", "bigint", -(2**63)),
        ("7", "integer", 7),
        ("100", "tinyint", 100),
        ("6.3", "double", 6.3),
        ("1.0E7", "double", 1e7),
        ("170141183460469231731687303715884105727", "decimal", 2**127 - 1),
        ("12.340", "decimal", Decimal("12.340")),
        ("true", "boolean", True),
        ("false", "boolean", False),
        ("", "varchar", ""),
        ("12", "varchar", "12"),
        ("2026-11-22", "date", date(2026, 11, 22)),
        ("2026-11-22 21:29:51.123", "timestamp", datetime(2026, 11, 22, 21, 29, 51, 123000)),  # noqa: DTZ001 (as DuckDB)
    ],
)
def test_cells(text: str | None, kind: str, value: object) -> None:
    found = parsed(text, kind)
    assert (found, type(found)) == (value, type(value))


def test_a_list_is_no_value() -> None:
    with pytest.raises(TypeError, match="list"):
        literal(["a"])
