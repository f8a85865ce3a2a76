"""What was found, for people and for programs."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from deploy.doctor.examine import Examined
from deploy.doctor.finding import State

BAD = {State.FAILED, State.UNKNOWN}
"""Findings with which nobody can say that all is well."""
_MARKS = {State.FAILED: "FAILED", State.UNKNOWN: "UNKNOWN", State.WARNING: "warning"}
_STATE_WIDTH = 9


def is_healthy(examined: Iterable[Examined]) -> bool:
    return not any(each.finding.state in BAD for each in examined)


def table(examined: Sequence[Examined]) -> Iterator[str]:
    """Lines grouped by phase: state, what, detail, and below it what to do."""
    width = max((len(each.what) for each in examined), default=0) + 2
    for phase, members in groupby(examined, key=lambda each: each.phase):
        yield from ("", phase)
        for each in members:
            yield from _lines(each, width)
    yield from ("", _summary(examined))


def _lines(each: Examined, width: int) -> Iterator[str]:
    found = each.finding
    indent = " " * (2 + _STATE_WIDTH + width)
    first, *others = found.detail.splitlines() or [""]
    yield f"  {_MARKS.get(found.state, found.state.value):<{_STATE_WIDTH}}{each.what:<{width}}{first}".rstrip()
    yield from (indent + line for line in others)
    if found.remedy:
        yield f"{indent}→ {found.remedy}"


def _summary(examined: Sequence[Examined]) -> str:
    counts = {state: sum(each.finding.state is state for each in examined) for state in State}
    names = {State.OK: "ok", State.OFF: "off", State.WARNING: "to look at", State.FAILED: "FAILED",
             State.UNKNOWN: "could not be looked at"}  # fmt: skip
    return ", ".join(f"{count} {names[state]}" for state, count in counts.items() if count)


def as_data(environment: str, project: str, region: str, at: str, examined: Sequence[Examined]) -> dict[str, Any]:
    """The same for programs; `at` is ISO 8601."""
    return {
        "environment": environment,
        "project": project,
        "region": region,
        "at": at,
        "healthy": is_healthy(examined),
        "checks": [
            {
                "phase": each.phase,
                "what": each.what,
                "state": each.finding.state.value,
                "detail": each.finding.detail,
                "remedy": each.finding.remedy,
            }
            for each in examined
        ],
    }
