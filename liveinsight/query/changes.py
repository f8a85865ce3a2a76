"""The change of a metric from one period to another."""

from fractions import Fraction
from typing import Any

RATES = ("bounce_rate", "conversion_rate", "group_conversion_rate", "percentage")
"""Metrics in percent, whose change is told in percentage points."""


def change(metric: str, new: Any, old: Any) -> float | None:
    """The change of a value of the Stats API, as Plausible tells it: in percent of the old one, 100 for anything after
    nothing; for rates in percentage points. None where it cannot be told.
    """
    after, before = _number(new), _number(old)
    if after is None or before is None:
        return None
    if metric in RATES:
        no_visits = metric == "bounce_rate" and before == 0
        return None if no_visits else _rounded((after - before) * 10) / 10
    if before == 0:
        return 100 if after > 0 else 0
    return _rounded((after - before) * 100 / before)


def _number(value: Any) -> Fraction | None:
    """A metric's value; of an amount of money, its value in its currency."""
    plain = value["value"] if isinstance(value, dict) else value
    return None if plain is None else Fraction(str(plain))


def _rounded(value: Fraction) -> int:
    """To whole numbers, halves away from zero."""
    size = (2 * abs(value) + 1) // 2
    return size if value >= 0 else -size
