"""The change of each kind of metric, halves and nothings."""

from typing import Any

import pytest

from liveinsight.query.changes import change

MONEY = {"value": 30.5, "currency": "USD"}
CASES: list[tuple[str, Any, Any, float | None]] = [
    ("visitors", 150, 100, 50),
    ("visitors", 50, 100, -50),
    ("visitors", 1, 3, -67),
    ("visitors", 201, 200, 1),  # half a percent
    ("visitors", 199, 200, -1),
    ("visitors", 5, 0, 100),
    ("visitors", 0, 0, 0),
    ("visitors", 0, 5, -100),
    ("views_per_visit", 1.1, 1.0, 10),
    ("bounce_rate", 40, 50, -10.0),
    ("bounce_rate", 40, 0, None),
    ("bounce_rate", 0, 40, -40.0),
    ("conversion_rate", 12.3, 12.1, 0.2),
    ("conversion_rate", 12.3, 0.0, 12.3),
    ("percentage", 33.3, 66.7, -33.4),
    ("scroll_depth", None, 50, None),
    ("scroll_depth", 50, None, None),
    ("total_revenue", {**MONEY, "value": 61.0}, MONEY, 100),
    ("total_revenue", None, MONEY, None),
]


@pytest.mark.parametrize(("metric", "new", "old", "expected"), CASES)
def test_change(metric: str, new: Any, old: Any, expected: float | None) -> None:
    assert change(metric, new, old) == expected
