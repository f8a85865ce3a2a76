"""The policy of who brings versions into service, beside what the commands really call."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deploy.errors import Refused
from deploy.web import underway
from deploy.web.blue_green import bring
from deploy.web.rollback import back
from deploy.web.switch import Web
from tests.integration.deploy.web.conftest import QUICK, QUICKLY
from tests.integration.deploy.web.hooks import after, register
from tests.integration.deploy.web.installation import Installation

POLICY = Path(__file__).parents[4] / "docs/operations/policies/deploy/versions.json"
PREFIX = {"monitoring": "cloudwatch"}
"""Signing name → prefix of the actions, where the two differ."""
NOT_CALLED_HERE = {
    # AWS asks for them behind a call: tags of a new rule, roles in a task definition.
    "elasticloadbalancing:AddTags", "iam:PassRole",
    # The local AWS has no auto scaling.
    "application-autoscaling:DescribeScalableTargets", "application-autoscaling:RegisterScalableTarget",
    # Weights in the listener, as older infrastructure has them.
    "elasticloadbalancing:DescribeListeners",
}  # fmt: skip


def allowed() -> set[str]:
    actions: set[str] = set()
    for statement in json.loads(POLICY.read_text())["Statement"]:
        named = statement["Action"]
        actions |= {named} if isinstance(named, str) else set(named)
    return actions


def record(web: Web) -> set[str]:
    """Actions that are asked for from now on."""
    asked: set[str] = set()

    def hook(model: Any, **_: Any) -> None:
        service = model.service_model.signing_name
        asked.add(f"{PREFIX.get(service, service)}:{model.name}")

    for name in ("ecs", "elbv2", "ecr", "cloudwatch", "logs"):
        register(web.env.client(name), "before-call.*.*", hook)
    return asked


def test_the_policy_allows_what_is_called_and_no_more(serving: Installation, web: Web, dashboard: int) -> None:
    asked = record(web)
    serving.push("v2", dashboard)
    bring(web, QUICKLY)
    back(web, yes=True)
    serving.push("v3")
    _fail_to_start(serving, web)
    _take_back(web)
    assert asked - allowed() == set()
    assert allowed() - asked == NOT_CALLED_HERE


def _take_back(web: Web) -> None:
    """What is asked for only after a switch that broke off."""
    underway.begin(web.traffic, "green", "blue", web.services.of("blue").task_definition)
    back(web, yes=True)


def _fail_to_start(serving: Installation, web: Web) -> None:
    """What is asked for only then: why a task stopped, and the end of its log."""
    ecs, cluster, name = serving.client("ecs"), serving.env.output("cluster"), serving.env.output("services")["blue"]

    def stop() -> None:
        for arn in ecs.list_tasks(cluster=cluster, serviceName=name)["taskArns"]:
            ecs.stop_task(cluster=cluster, task=arn, reason="gone")

    after(web.services.ecs, "UpdateService", stop)
    with pytest.raises(Refused, match="gone"):
        bring(replace(web, patience=replace(QUICK, start_s=0.1)), QUICKLY)
