"""The web application of the healthy installation: network, load balancer, services, image."""

import hashlib
import json
from typing import Any

from tests.integration.deploy.doctor.world import ACCOUNT, REGION, World

IMAGE = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []})


def network(world: World) -> None:
    client = world.client("ec2")
    vpc = client.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    world.outputs["vpc_id"] = vpc
    _lock_default_group(client, vpc)
    places = {"public-1": 1, "public-2": 2, "private-1": 11, "private-2": 12}
    subnets = {name: _subnet(world, vpc, name, third) for name, third in places.items()}
    world.outputs["subnets"] = subnets
    client.create_nat_gateway(SubnetId=subnets["public-1"], ConnectivityType="private")
    for service in ("s3", "dynamodb"):
        client.create_vpc_endpoint(
            VpcId=vpc, ServiceName=f"com.amazonaws.{REGION}.{service}", VpcEndpointType="Gateway"
        )
    client.create_flow_logs(
        ResourceIds=[vpc],
        ResourceType="VPC",
        TrafficType="REJECT",
        LogGroupName=f"/vpc/{world.project}",
        DeliverLogsPermissionArn=f"arn:aws:iam::{ACCOUNT}:role/flow-logs",
    )


def _lock_default_group(client: Any, vpc: str) -> None:
    groups = client.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"]
    for group in groups:
        if group["IpPermissions"]:
            client.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=group["IpPermissions"])
        if group["IpPermissionsEgress"]:
            client.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"])


def _subnet(world: World, vpc: str, name: str, third: int) -> str:
    tags = [{"ResourceType": "subnet", "Tags": [{"Key": "Name", "Value": f"{world.project}-{name}"}]}]
    zone = f"{REGION}{'a' if name.endswith('1') else 'b'}"
    made = world.client("ec2").create_subnet(
        VpcId=vpc, CidrBlock=f"10.0.{third}.0/24", AvailabilityZone=zone, TagSpecifications=tags
    )
    return str(made["Subnet"]["SubnetId"])


def load_balancer(world: World) -> None:
    client = world.client("elbv2")
    subnets = [world.outputs["subnets"][name] for name in ("public-1", "public-2")]
    balancer = client.create_load_balancer(Name=f"{world.project}-alb", Subnets=subnets)["LoadBalancers"][0]
    groups = {
        colour: client.create_target_group(
            Name=f"{world.project}-{colour}", Protocol="HTTP", Port=8000, VpcId=world.outputs["vpc_id"], TargetType="ip"
        )["TargetGroups"][0]["TargetGroupArn"]
        for colour in ("blue", "green")
    }
    refusal = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "403"}}
    listener = client.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=[refusal]
    )["Listeners"][0]["ListenerArn"]
    rule = client.create_rule(
        ListenerArn=listener,
        Priority=100,
        Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/*"]}}],
        Actions=forward(groups, 100, 0),
    )["Rules"][0]["RuleArn"]
    client.register_targets(TargetGroupArn=groups["blue"], Targets=[{"Id": "10.0.11.5", "Port": 8000}])
    world.outputs.update(load_balancer=balancer["DNSName"], target_groups=groups, listener=listener, traffic_rule=rule)


def forward(groups: dict[str, str], blue: int, green: int) -> list[dict[str, Any]]:
    """The action that gives each colour its share."""
    weights = [{"TargetGroupArn": groups["blue"], "Weight": blue}, {"TargetGroupArn": groups["green"], "Weight": green}]
    return [{"Type": "forward", "ForwardConfig": {"TargetGroups": weights}}]


def services(world: World) -> None:
    client, name = world.client("ecs"), world.outputs["cluster"]
    client.create_cluster(clusterName=name)
    digest = _image(world)
    definition = client.register_task_definition(
        family=f"{world.project}-app",
        containerDefinitions=[{"name": "app", "image": f"{world.outputs['repository']}@{digest}", "memory": 512}],
    )["taskDefinition"]["taskDefinitionArn"]
    for colour, service in world.outputs["services"].items():
        client.create_service(
            cluster=name, serviceName=service, taskDefinition=definition, desiredCount=1 if colour == "blue" else 0
        )


def _image(world: World) -> str:
    client, repository = world.client("ecr"), f"{world.project.lower()}-app"
    client.create_repository(repositoryName=repository)
    client.put_image(repositoryName=repository, imageManifest=IMAGE, imageTag="v1.2.0")
    return "sha256:" + hashlib.sha256(IMAGE.encode()).hexdigest()
