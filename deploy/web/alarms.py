"""Alarms that may stop a switch."""

from collections.abc import Iterable, Iterator
from typing import Any

from deploy.console import say
from deploy.environment import Environment
from deploy.errors import Refused

AT_ONCE = 100
ELSEWHERE = "us-east-1"
"""Where the alarms of worldwide services are, such as Route 53's check from outside."""


class Alarms:
    """The installation's alarms that were OK at first: what has been wrong before says nothing about a new version."""

    def __init__(self, env: Environment) -> None:
        self._clients = [env.client("cloudwatch", region) for region in dict.fromkeys((env.region, ELSEWHERE))]
        self._all = list(env.output("alarms"))
        states = {each["AlarmName"]: each["StateValue"] for each in self._described(self._all)}
        self.watched = sorted(name for name, state in states.items() if state == "OK")
        self.left_out = {name: state for name, state in sorted(states.items()) if state != "OK"}

    def tell(self) -> None:
        """Say what is watched, and what is not."""
        on = [name for name, state in self.left_out.items() if state == "ALARM"]
        silent = len(self.left_out) - len(on)
        say(
            f"  alarms: {len(self.watched)} are OK and watched"
            + (f"; on already, and left out: {', '.join(on)}" if on else "")
            + (f"; without data, and left out: {silent}" if silent else "")
        )

    def check(self) -> None:
        """Raises Refused when one that was OK has gone off, with its reason."""
        fallen = [each for each in self._described(self.watched) if each["StateValue"] == "ALARM"]
        if fallen:
            raise Refused("; ".join(f"alarm {each['AlarmName']} went off: {each['StateReason']}" for each in fallen))

    def _described(self, names: list[str]) -> Iterator[dict[str, Any]]:
        for client in self._clients:
            for start in range(0, len(names), AT_ONCE):
                yield from _found(client, names[start : start + AT_ONCE])


def _found(client: Any, names: list[str]) -> Iterable[dict[str, Any]]:
    # Without types, AWS leaves out the alarms that are made of others.
    answer = client.describe_alarms(AlarmNames=names, AlarmTypes=["MetricAlarm", "CompositeAlarm"], MaxRecords=AT_ONCE)
    yield from answer.get("MetricAlarms", [])
    yield from answer.get("CompositeAlarms", [])
