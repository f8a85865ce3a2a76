"""The weights: which colour has how much of the traffic.

They stand in a rule of the load balancer's listener; infrastructure that is older has them in the listener itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deploy.errors import Refused
from deploy.web.services import COLOURS, other

ALL = 100


@dataclass(frozen=True)
class Traffic:
    """`groups`: colour → ARN of its target group. `rule` is empty where the listener has the weights."""

    elbv2: Any
    groups: Mapping[str, str]
    listener: str
    rule: str

    def weights(self) -> dict[str, int]:
        """Colour → weight, as the load balancer has it. Raises Refused when it forwards to neither colour."""
        weights = self._read(self._actions())
        if not any(weights.values()):
            raise Refused(f"{self.rule or self.listener} forwards neither to blue nor to green; run: make infra")
        return weights

    def give(self, colour: str, percent: int) -> dict[str, int]:
        """Give `percent` of the traffic to this colour, the rest to the other; the weights as the load balancer then
        tells them. Raises Refused when they are not what it was told.
        """
        wanted = {colour: percent, other(colour): ALL - percent}
        groups = [{"TargetGroupArn": self.groups[each], "Weight": wanted[each]} for each in COLOURS]
        actions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}]
        if self.rule:
            (changed,) = self.elbv2.modify_rule(RuleArn=self.rule, Actions=actions)["Rules"]
            found = self._read(changed["Actions"])
        else:
            (listener,) = self.elbv2.modify_listener(ListenerArn=self.listener, DefaultActions=actions)["Listeners"]
            found = self._read(listener["DefaultActions"])
        if found != wanted:
            raise Refused(
                f"the load balancer says {told(found)} after it was told {told(wanted)}; is somebody else at it?"
            )
        return found

    def conditions(self) -> list[dict[str, Any]]:
        """What a request has to fulfil to be forwarded, in the form that a new rule takes."""
        if not self.rule:
            return []
        (rule,) = self.elbv2.describe_rules(RuleArns=[self.rule])["Rules"]
        return [_plain(each) for each in rule["Conditions"]]

    def _read(self, actions: list[dict[str, Any]]) -> dict[str, int]:
        forward = next((each for each in actions if each["Type"] == "forward"), {})
        groups = forward.get("ForwardConfig", {}).get("TargetGroups") or [forward]
        weights = {each.get("TargetGroupArn"): _weight(each) for each in groups}
        return {colour: weights.get(self.groups[colour], 0) for colour in COLOURS}

    def _actions(self) -> list[dict[str, Any]]:
        if self.rule:
            (rule,) = self.elbv2.describe_rules(RuleArns=[self.rule])["Rules"]
            return list(rule["Actions"])
        (listener,) = self.elbv2.describe_listeners(ListenerArns=[self.listener])["Listeners"]
        return list(listener["DefaultActions"])


def _weight(group: dict[str, Any]) -> int:
    # A single target group has all, and stands without a weight.
    return int(group.get("Weight", ALL))


def told(weights: Mapping[str, int]) -> str:
    """`blue 90 %, green 10 %`."""
    whole = sum(weights.values()) or 1
    return ", ".join(f"{colour} {round(weights[colour] * 100 / whole)} %" for colour in COLOURS)


def most(weights: Mapping[str, int]) -> str:
    """The colour with most of the traffic; blue where both have the same."""
    return max(COLOURS, key=lambda colour: weights[colour])


def _filled(value: Any) -> Any:
    return {name: inner for name, inner in value.items() if inner} if isinstance(value, dict) else value


def _plain(condition: dict[str, Any]) -> dict[str, Any]:
    """A description names values twice, in the old form and in the new; only one of them can be given back."""
    given = {name: _filled(value) for name, value in condition.items() if value}
    return {name: value for name, value in given.items() if name != "Values"} if len(given) > 2 else given
