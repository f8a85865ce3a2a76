"""One measured number, with the target that it is held against."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """`target` is the most that the value should be, or the least if `at_least`, in the same unit.

    It is None where the value is only reported.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target

    def as_dict(self) -> dict[str, object]:
        return {**asdict(self), "met": self.met}


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]
