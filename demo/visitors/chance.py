"""Chance that can be repeated: every draw follows from a seed and the names of what is drawn."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from random import Random
from typing import TypeVar

T = TypeVar("T")


def digest(*names: object) -> str:
    """Return 16 hexadecimal digits that follow from `names`."""
    text = "\0".join(map(str, names))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def chance(*names: object) -> Random:
    """Return a source of random numbers that is the same for the same names."""
    return Random(int(digest(*names), 16))


def pick(random: Random, weighted: Iterable[tuple[T, float]]) -> T:
    """Draw one of (thing, weight); weights need not add up to one, some must be positive."""
    things, weights = zip(*weighted, strict=True)
    drawn: T = random.choices(things, weights)[0]
    return drawn


def poisson_quantile(share: float, mean: float) -> int:
    """Return the smallest n of which a Poisson distribution has at least `share` at or below.

    Grows with `mean`, so that the arrivals at a low rate are the first of those at a higher one.
    `mean` is at most 500.
    """
    if not 0 <= mean <= 500:
        raise ValueError(f"the mean must be between 0 and 500, not {mean}")
    n, term = 0, math.exp(-mean)
    total = term
    while total < share and term > 1e-300:
        n += 1
        term *= mean / n
        total += term
    return n
