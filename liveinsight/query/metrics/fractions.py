"""Exact rounding in SQL: whole-number arithmetic, halves up, so that no binary fraction decides a digit."""


def rounded(numerator: str, denominator: str, decimals: int = 0, empty: str = "0") -> str:
    """`numerator / denominator` to so many decimals; `empty` where there is nothing to divide by."""
    scale = 10**decimals
    whole = f"(CAST({numerator} AS HUGEINT) * {2 * scale} + {denominator}) // (2 * {denominator})"
    value = whole if decimals == 0 else f"CAST({whole} AS DOUBLE) / {scale}"
    return f"CASE WHEN {denominator} > 0 THEN {value} ELSE {empty} END"


def percent(part: str, whole: str, decimals: int = 0, empty: str = "0") -> str:
    return rounded(f"{part} * 100", whole, decimals, empty)
