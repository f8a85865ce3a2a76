"""The least numbers of tasks go with the traffic, where auto scaling is on."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from deploy.environment import Environment
from deploy.terraform import Terraform
from deploy.web.scaling import DIMENSION, Scaling


def environment(on: bool) -> Environment:
    services = {"blue": "LiveInsight-service", "green": "LiveInsight-service-green"}
    outputs: dict[str, Any] = {
        "aws_region": "eu-west-1", "cluster": "LiveInsight-cluster", "services": services,
        "switches": {"auto_scaling_enabled": on},
    }  # fmt: skip
    return Environment("production", outputs, Terraform("production"))


def test_it_is_asked_for_nothing_where_it_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "client", None)
    scaling = Scaling(environment(on=False))
    assert scaling.least("blue") == 0
    scaling.keep("blue", 2)


def test_the_least_number_is_read_and_set_and_the_greatest_left_alone() -> None:
    env = environment(on=True)
    scaling, resource = Scaling(env), "service/LiveInsight-cluster/LiveInsight-service-green"
    target = {
        "ServiceNamespace": "ecs", "ResourceId": resource, "ScalableDimension": DIMENSION, "MinCapacity": 2,
        "MaxCapacity": 4, "RoleARN": "arn:aws:iam::123456789012:role/scaling", "CreationTime": 0,
    }  # fmt: skip
    asked = {"ServiceNamespace": "ecs", "ResourceIds": [resource], "ScalableDimension": DIMENSION}
    told = {"ServiceNamespace": "ecs", "ResourceId": resource, "ScalableDimension": DIMENSION, "MinCapacity": 3}
    with Stubber(env.client("application-autoscaling")) as aws:
        aws.add_response("describe_scalable_targets", {"ScalableTargets": [target]}, asked)
        aws.add_response("register_scalable_target", {}, told)
        assert scaling.least("green") == 2
        scaling.keep("green", 3)
        aws.assert_no_pending_responses()
