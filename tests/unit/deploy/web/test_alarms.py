"""Alarms of the installation's region and of worldwide services, a hundred at a time."""

from typing import Any

import pytest
from botocore.stub import Stubber

from deploy.environment import Environment
from deploy.errors import Refused
from deploy.terraform import Terraform
from deploy.web.alarms import Alarms

BOTH = ["MetricAlarm", "CompositeAlarm"]


def asked(names: list[str]) -> dict[str, Any]:
    return {"AlarmNames": names, "AlarmTypes": BOTH, "MaxRecords": 100}


def alarm(name: str, state: str = "OK", reason: str = "") -> dict[str, str]:
    return {"AlarmName": name, "StateValue": state, "StateReason": reason}


def test_all_are_found_wherever_they_are_and_only_the_well_ones_are_watched(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"a{number:03}" for number in range(101)]
    env = Environment("production", {"aws_region": "eu-west-1", "alarms": names}, Terraform("production"))
    here, there = (Stubber(env.client("cloudwatch", region)) for region in ("eu-west-1", "us-east-1"))
    with here, there:
        here.add_response(
            "describe_alarms", {"MetricAlarms": [alarm("a000"), alarm("a001", "ALARM")]}, asked(names[:100])
        )
        here.add_response("describe_alarms", {"CompositeAlarms": [alarm("a100")]}, asked(names[100:]))
        there.add_response("describe_alarms", {"MetricAlarms": [alarm("a002")]}, asked(names[:100]))
        there.add_response(
            "describe_alarms", {"MetricAlarms": [alarm("a003", "INSUFFICIENT_DATA")]}, asked(names[100:])
        )
        alarms = Alarms(env)
        assert alarms.watched == ["a000", "a002", "a100"]
        alarms.tell()
        here.add_response("describe_alarms", {"MetricAlarms": [alarm("a000")]}, asked(alarms.watched))
        there.add_response("describe_alarms", {"MetricAlarms": [alarm("a002", "ALARM", "away")]}, asked(alarms.watched))
        with pytest.raises(Refused, match="alarm a002 went off: away"):
            alarms.check()
    assert capsys.readouterr().out == (
        "  alarms: 3 are OK and watched; on already, and left out: a001; without data, and left out: 1\n"
    )


def test_an_installation_without_alarms_asks_for_none() -> None:
    env = Environment("production", {"aws_region": "us-east-1", "alarms": []}, Terraform("production"))
    with Stubber(env.client("cloudwatch")):
        alarms = Alarms(env)
        alarms.check()
    assert (alarms.watched, alarms.left_out) == ([], {})
