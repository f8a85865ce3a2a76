"""What the pieces of a statement share while it is being written: the question, its bound values, what it reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from liveinsight.query.dates import Span
from liveinsight.query.dimensions import is_event
from liveinsight.query.filters import Filter, about_events
from liveinsight.query.goals import Goal
from liveinsight.query.relations import LATER, LONGEST_VISIT_MS, DayTotals

__all__ = ["LONGEST_VISIT_MS", "Context", "by_events"]


@dataclass(slots=True)
class Context:
    """`dimensions` have `time` resolved; `goals` are all of the site, `selected` those that the filters leave.

    `window` is the part of the span (UTC ms, from and to) that rows are taken from, where it is not all of it;
    `totals` are the days that need no rows, for a question that they can answer; `later` is set for what comes after
    them, which is read through relations of its own.
    """

    span: Span
    dimensions: tuple[str, ...]
    filters: tuple[Filter, ...]
    goals: tuple[Goal, ...] = ()
    selected: tuple[Goal, ...] = ()
    window: tuple[int, int] | None = None
    totals: DayTotals | None = None
    later: bool = False
    values: dict[str, object] = field(default_factory=dict)
    relations: set[str] = field(default_factory=set)

    @property
    def from_ms(self) -> int:
        return self.window[0] if self.window else self.span.from_ms

    @property
    def to_ms(self) -> int:
        return self.window[1] if self.window else self.span.to_ms

    def within(self, from_ms: int, to_ms: int, *, later: bool = False) -> "Context":
        """The same question about rows of a part of the span; values and relations are noted here."""
        return replace(self, window=(from_ms, to_ms), later=later)

    def bind(self, value: object) -> str:
        """The name under which a value is passed beside the statement."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def time(self, at_ms: int) -> str:
        """A time as the columns have it, so that whole row groups can be left out by it."""
        return f"make_timestamp_ms({self.bind(at_ms)}::BIGINT)::TIMESTAMP_MS"

    def reads(self, relation: str) -> str:
        """The name of a relation, noting that the statement needs it."""
        name = f"{LATER}{relation}" if self.later else relation
        self.relations.add(name)
        return name


def by_events(dimensions: Sequence[str], filters: Sequence[Filter]) -> bool:
    """Whether the question is about single events, so that visits alone do not answer it."""
    return any(is_event(name) for name in dimensions) or any(about_events(node) for node in filters)
