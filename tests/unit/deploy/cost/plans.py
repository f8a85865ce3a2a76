"""Plans as small as a test needs them."""

from collections.abc import Mapping
from typing import Any

from deploy.cost.assumptions import assumptions
from deploy.cost.estimate import Estimate, estimate
from deploy.cost.line import Line
from deploy.cost.plan import Plan

GIVEN = assumptions()


def plan(**resources: Mapping[str, Any]) -> Plan:
    """A plan of resources by address, whose dots are written `__`: `aws_lb__this={…}`."""
    changes = [_change(name.replace("__", "."), after) for name, after in resources.items()]
    return Plan("tried", {"resource_changes": changes})


def _change(address: str, after: Mapping[str, Any]) -> dict[str, Any]:
    kind = next(word for word in address.split(".") if word.startswith("aws_"))
    return {"mode": "managed", "type": kind, "address": address, "change": {"actions": ["create"], "after": after}}


def of(found: Estimate, part: str) -> dict[str, float]:
    """What is paid for in a part → US dollars."""
    return {line.what: line.usd for line in found.lines if line.part == part}


def line(found: Estimate, part: str, what: str) -> Line:
    (only,) = (line for line in found.lines if (line.part, line.what) == (part, what))
    return only


def at(events: int, made: Plan) -> Estimate:
    return estimate(made, events, GIVEN)
