"""Percentages of whole numbers, exactly, halves rounded up, as in the Stats API's rates."""


def percent(part: int, whole: int) -> float:
    """`part` of `whole` in percent, to one decimal; 0 when there is nothing to divide by."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole else 0.0
