"""The policy of somebody who may only look: it allows what the doctor calls, and nothing else."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.e2e.calls import Call
from tests.integration.deploy.doctor import world_watched
from tests.integration.deploy.doctor.conftest import Look
from tests.integration.deploy.doctor.world import World

POLICY = Path(__file__).parents[4] / "docs/operations/policies/look/doctor.json"
LONGEST = 6144
"""Characters that a managed policy may have, white space not counted."""

BEHIND = {"kms:Decrypt"}
"""What AWS asks for behind other calls, and the local AWS does not: Settings and the archive are encrypted."""


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Actions of policies, as calls are made."""
    actions: set[str] = set()
    session = boto3.Session()

    def note(model: Any, **_: Any) -> None:
        call = Call(model.service_model.signing_name, model.name, model.http["method"])
        actions.add(call.action)

    session.events.register("provide-client-params", note)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)
    return actions


def _everything_on(world: World) -> None:
    world.switch(guardduty_enabled=True, auto_scaling_enabled=True, x_ray_tracing=True, restore_rehearsal_enabled=True)
    world_watched.domain(world, f"{world.project.lower()}.example.com")
    item = {"kind": {"S": "site"}, "id": {"S": "key"}, "created_at": {"N": "1"}}
    world.client("dynamodb").put_item(TableName=f"{world.project}-Settings", Item=item)
    world.answer("guardduty", "ListDetectors", DetectorIds=["1"])
    world.answer("guardduty", "GetDetector", Status="ENABLED")
    world.answer("application-autoscaling", "DescribeScalableTargets", ScalableTargets=[])
    world.answer("xray", "GetSamplingRules", SamplingRuleRecords=[])
    world.answer("ecs", "ListTasks", taskArns=["arn:aws:ecs:us-east-1:0:task/x/1"])
    world.answer("ecs", "DescribeTasks", tasks=[{"stoppedAt": datetime.now(UTC)}])
    world.answer("wafv2", "GetWebACLForResource")


def test_it_allows_what_the_doctor_calls_and_nothing_else(world: World, look: Look, called: set[str]) -> None:
    _everything_on(world)
    called.clear()
    look(world)
    world.switch(collector_api_id="")
    world.outputs["distribution_id"] = ""
    look(world)
    statements = json.loads(POLICY.read_text())["Statement"]
    assert called | BEHIND == {action for each in statements for action in each["Action"]}


def test_it_fits_into_a_managed_policy_and_only_reads() -> None:
    text = POLICY.read_text()
    assert len("".join(text.split())) <= LONGEST
    actions = {action for each in json.loads(text)["Statement"] for action in each["Action"]} - BEHIND
    others = {action for action in actions if not action.partition(":")[2].startswith(("Describe", "Get", "List"))}
    assert others == {"apigateway:GET", "dynamodb:Query", "budgets:ViewBudget"}


def test_of_data_it_reads_only_how_far_the_jobs_are() -> None:
    found = {each["Sid"]: each for each in json.loads(POLICY.read_text())["Statement"]}
    assert found["Sites"]["Condition"] == {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["site"]}}
    assert found["Progress"]["Resource"] == "arn:aws:s3:::liveinsight-archive-*/hours/*/progress.json"
    services = {"kms:ViaService": ["dynamodb.*.amazonaws.com", "s3.*.amazonaws.com"]}
    assert found["Key"]["Condition"] == {"StringLike": services}
    assert [each["Sid"] for each in found.values() if {"dynamodb:Query", "s3:GetObject"} & set(each["Action"])] == [
        "Sites",
        "Progress",
    ]
