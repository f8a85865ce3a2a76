"""Parts of the phase broken one by one (web): the doctor finds each, names it, and says what to do."""

from typing import Any

import pytest

from deploy.doctor import load_balancer, network, tasks
from tests.integration.deploy.doctor import world_web
from tests.integration.deploy.doctor.cases import Case, Part, do, found_and_named
from tests.integration.deploy.doctor.conftest import Look
from tests.integration.deploy.doctor.world import World

SERVICES = (world_web.network, world_web.load_balancer, world_web.services)


def _deregister(world: World) -> None:
    groups = world.outputs["target_groups"]
    world.client("elbv2").deregister_targets(TargetGroupArn=groups["blue"], Targets=[{"Id": "10.0.11.5", "Port": 8000}])


def _weights(blue: int, green: int) -> Part:
    def change(world: World) -> None:
        actions = world_web.forward(world.outputs["target_groups"], blue, green)
        world.client("elbv2").modify_rule(RuleArn=world.outputs["traffic_rule"], Actions=actions)

    return change


def _service(**changes: Any) -> Part:
    def change(world: World) -> None:
        world.client("ecs").update_service(
            cluster=world.outputs["cluster"], service=f"{world.project}-service", **changes
        )

    return change


def _open_default_group(world: World) -> None:
    client = world.client("ec2")
    of_vpc = [{"Name": "vpc-id", "Values": [world.outputs["vpc_id"]]}]
    group = client.describe_security_groups(Filters=of_vpc)["SecurityGroups"][0]["GroupId"]
    client.authorize_security_group_ingress(GroupId=group, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0")


def _no_endpoint(world: World) -> None:
    of_vpc = [{"Name": "vpc-id", "Values": [world.outputs["vpc_id"]]}]
    found = world.client("ec2").describe_vpc_endpoints(Filters=of_vpc)["VpcEndpoints"]
    gone = [each["VpcEndpointId"] for each in found if each["ServiceName"].endswith("s3")]
    world.client("ec2").delete_vpc_endpoints(VpcEndpointIds=gone)


CASES = [
    Case(
        "VPC",
        network.network,
        (world_web.network,),
        _open_default_group,
        "opened the default security group",
        "make infra",
    ),
    Case("endpoints", network.network, (world_web.network,), _no_endpoint, "no endpoint for s3", "make infra"),
    Case(
        "NAT gateways",
        network.network,
        (world_web.network,),
        lambda world: world.switch(nat_gateway_count=2),
        "1 of 2 available",
        "make infra",
    ),
    Case(
        "subnets",
        network.network,
        (world_web.network,),
        lambda world: world.client("ec2").delete_subnet(SubnetId=world.outputs["subnets"]["private-2"]),
        "X-private-2 is missing",
        "make infra",
    ),
    Case(
        "load balancer",
        load_balancer.load_balancer,
        SERVICES[:2],
        lambda world: world.outputs.update(project_name="Nobodys"),
        "is missing",
        "make infra",
    ),
    Case(
        "targets with traffic",
        load_balancer.load_balancer,
        SERVICES[:2],
        _deregister,
        "blue: 0 of 0 healthy",
        "make rollback",
    ),
    Case(
        "traffic between colours",
        load_balancer.load_balancer,
        SERVICES[:2],
        _weights(0, 0),
        "no colour has any traffic",
        "make infra",
    ),
    Case(
        "traffic between colours",
        load_balancer.load_balancer,
        SERVICES[:2],
        _weights(90, 10),
        "under way (blue 90, green 10)",
        "make blue-green",
    ),
    Case(
        "service X-service",
        tasks.tasks,
        SERVICES,
        _service(desiredCount=0),
        "no version is deployed",
        "make blue-green",
    ),
    Case(
        "image that runs",
        tasks.tasks,
        SERVICES,
        do("ecr", "batch_delete_image", repositoryName="{lower}-app", imageIds=[{"imageTag": "v1.2.0"}]),
        "is not in the repository",
        "make push",
    ),
    Case(
        "ECS cluster",
        tasks.tasks,
        SERVICES,
        lambda world: world.outputs.update(cluster="nobodys"),
        "nobodys is missing",
        "make infra",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.what}: {case.words}")
def test_it_is_found_and_named(case: Case, bare: World, look: Look) -> None:
    found_and_named(case, bare, look)
