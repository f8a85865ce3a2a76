"""One measured number, with the target that it is held against."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """`target` is the most that the value should be, in the same unit; None where it is only reported."""

    name: str
    value: float
    unit: str
    target: float | None = None

    @property
    def met(self) -> bool | None:
        return None if self.target is None else self.value <= self.target

    def as_dict(self) -> dict[str, object]:
        return {**asdict(self), "met": self.met}


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]
