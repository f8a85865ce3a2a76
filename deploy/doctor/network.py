"""The VPC: subnets, ways out, ways to AWS, and what is logged."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from deploy.doctor.finding import Check, Finding, fault, judged, make, off, switch
from deploy.environment import Environment

SUBNETS = ("public-1", "public-2", "private-1", "private-2")
FEWEST_ADDRESSES = 8
"""A load balancer wants so many free ones in each of its subnets."""
ENDPOINTS = ("dynamodb", "s3")


def network(environment: Environment) -> Iterator[Check]:
    yield Check("VPC", partial(_vpc, environment))
    yield Check("subnets", partial(_subnets, environment))
    yield Check("NAT gateways", partial(_nat_gateways, environment))
    yield Check("endpoints", partial(_endpoints, environment))
    yield Check("flow logs", partial(_flow_logs, environment))


def _of_vpc(environment: Environment, key: str = "vpc-id") -> list[dict[str, Any]]:
    return [{"Name": key, "Values": [environment.output("vpc_id")]}]


def _vpc(environment: Environment) -> Finding:
    client, mends = environment.client("ec2"), make(environment, "infra")
    (vpc,) = client.describe_vpcs(VpcIds=[environment.output("vpc_id")])["Vpcs"]
    groups = client.describe_security_groups(Filters=_of_vpc(environment))["SecurityGroups"]
    default = [group for group in groups if group["GroupName"] == "default"]
    unlocked = any(group["IpPermissions"] or group["IpPermissionsEgress"] for group in default)
    return judged(
        f"{vpc['VpcId']}, {vpc['CidrBlock']}, default security group without rules",
        fault(vpc["State"] != "available", f"is {vpc['State']}", mends),
        fault(unlocked, "somebody opened the default security group", mends),
    )


def _subnets(environment: Environment) -> Finding:
    found = environment.client("ec2").describe_subnets(Filters=_of_vpc(environment))["Subnets"]
    names = {tag["Value"]: subnet for subnet in found for tag in subnet.get("Tags", []) if tag["Key"] == "Name"}
    wanted = {f"{environment.project}-{name}" for name in SUBNETS}
    lacking, mends = sorted(wanted - names.keys()), make(environment, "infra")
    there = sorted(wanted & names.keys())
    full = [name for name in there if names[name]["AvailableIpAddressCount"] < FEWEST_ADDRESSES]
    zones = {names[name]["AvailabilityZone"] for name in there}
    return judged(
        f"2 public and 2 private in {', '.join(sorted(zones))}",
        fault(bool(lacking), f"{', '.join(lacking)} is missing", mends),
        fault(
            bool(full), f"hardly any address is left in {', '.join(full)}", "stop what uses them up in the EC2 console"
        ),
    )


def _nat_gateways(environment: Environment) -> Finding:
    wanted = int(switch(environment, "nat_gateway_count"))
    if not wanted:
        return off("tasks have public addresses of their own (nat_gateway_count = 0)")
    answer = environment.client("ec2").describe_nat_gateways(Filters=_of_vpc(environment))
    found = [gateway for gateway in answer["NatGateways"] if gateway["State"] != "deleted"]
    available = [gateway for gateway in found if gateway["State"] == "available"]
    broken = [f"{each['NatGatewayId']} is {each['State']} {each.get('FailureMessage', '')}".strip() for each in found
              if each not in available]  # fmt: skip
    mends = make(environment, "infra")
    return judged(
        f"{len(available)} of {wanted} available",
        fault(bool(broken), "\n".join(broken), mends),
        fault(len(available) < wanted, f"{len(available)} of {wanted} available: tasks cannot reach AWS", mends),
    )


def _endpoints(environment: Environment) -> Finding:
    answer = environment.client("ec2").describe_vpc_endpoints(Filters=_of_vpc(environment))
    found = {each["ServiceName"].rpartition(".")[2] for each in answer["VpcEndpoints"]
             if each["State"].lower() == "available"}  # fmt: skip
    lacking = sorted(set(ENDPOINTS) - found)
    return judged(
        "S3 and DynamoDB are reached past the NAT gateways",
        fault(
            bool(lacking),
            f"no endpoint for {', '.join(lacking)}: its traffic is paid for, or has no way",
            make(environment, "infra"),
        ),
    )


def _flow_logs(environment: Environment) -> Finding:
    if not switch(environment, "flow_logs_enabled"):
        return off("flow_logs_enabled = false")
    found = environment.client("ec2").describe_flow_logs(Filters=_of_vpc(environment, "resource-id"))["FlowLogs"]
    undelivered = [log["DeliverLogsErrorMessage"] for log in found if log.get("DeliverLogsErrorMessage")]
    mends = make(environment, "infra")
    return judged(
        "rejected connections are logged",
        fault(not found, "rejected connections are not logged", mends),
        fault(bool(undelivered), f"cannot be delivered: {', '.join(undelivered)}", mends),
    )
