"""What a check says, and how checks are listed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from deploy.environment import Environment


class State(StrEnum):
    """`unknown` is what could not be looked at, for instance for lack of a permission."""

    OK = "ok"
    OFF = "off"
    WARNING = "warning"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """How something is. `detail` may have several lines; `remedy` is what to do, a command where there is one."""

    state: State
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """`look` asks AWS. What it raises is judged by `examine`; `remedy` is for when the thing does not exist."""

    what: str
    look: Callable[[], Finding]
    remedy: str = ""


Checks = Callable[[Environment], Iterator[Check]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a thing that is there. It fails unless it is only `minor`."""

    text: str
    remedy: str
    minor: bool = False


def ok(detail: str) -> Finding:
    return Finding(State.OK, detail)


def off(detail: str) -> Finding:
    return Finding(State.OFF, detail)


def warning(detail: str, remedy: str) -> Finding:
    return Finding(State.WARNING, detail, remedy)


def failed(detail: str, remedy: str) -> Finding:
    return Finding(State.FAILED, detail, remedy)


def judged(detail: str, *faults: Fault | None) -> Finding:
    """All that is wrong in one finding; `detail` when nothing is."""
    found = [fault for fault in faults if fault]
    if not found:
        return ok(detail)
    state = State.WARNING if all(fault.minor for fault in found) else State.FAILED
    remedies = dict.fromkeys(fault.remedy for fault in found)
    return Finding(state, "\n".join(fault.text for fault in found), "; ".join(remedies))


def fault(wrong: bool, text: str, remedy: str) -> Fault | None:
    return Fault(text, remedy) if wrong else None


def minor(wrong: bool, text: str, remedy: str) -> Fault | None:
    return Fault(text, remedy, minor=True) if wrong else None


def make(environment: Environment, target: str) -> str:
    """The command that mends it."""
    return f"make {target} ENV={environment.name}"


def switch(environment: Environment, name: str) -> Any:
    """What Terraform was asked for, by a variable of this name."""
    return environment.output("switches").get(name)
