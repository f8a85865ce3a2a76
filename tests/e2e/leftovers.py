"""Everything that an account holds of the services that LiveInsight uses, to compare before and after."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.e2e.stack import COPIES_REGION, REGION, Stack

Client = Callable[[str], Any]
Listing = Callable[[Any], list[str]]


def _ec2(operation: str, key: str, name: str) -> Listing:
    return lambda client: [
        found[name]
        for found in getattr(client, f"describe_{operation}")()[key]
        if found.get("State") not in ("deleted", "deleting")
    ]


def _plain(operation: str, key: str, name: str = "", **arguments: Any) -> Listing:
    def listed(client: Any) -> list[str]:
        found = getattr(client, operation)(**arguments).get(key) or []
        return [str(each[name]) if name else str(each) for each in found]

    return listed


def _cloudfront(operation: str, key: str, pick: Callable[[Any], str], **arguments: Any) -> Listing:
    return lambda client: [pick(found) for found in getattr(client, operation)(**arguments)[key].get("Items", [])]


def _keys(client: Any) -> list[str]:
    """Keys that are not waiting for their deletion; AWS lets them wait for weeks."""
    described = (client.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in client.list_keys()["Keys"])
    return [key["KeyId"] for key in described if key["KeyState"] != "PendingDeletion"]


def _task_definitions(client: Any) -> list[str]:
    return list(client.list_task_definitions(status="ACTIVE")["taskDefinitionArns"])


def _clusters(client: Any) -> list[str]:
    arns = client.list_clusters()["clusterArns"]
    described = client.describe_clusters(clusters=arns)["clusters"] if arns else []
    return [each["clusterArn"] for each in described if each["status"] == "ACTIVE"]


def _budgets(client: Any) -> list[str]:
    return [each["BudgetName"] for each in client.describe_budgets(AccountId="000000000000").get("Budgets", [])]


REGIONAL: dict[tuple[str, str], Listing] = {
    ("dynamodb", "tables"): _plain("list_tables", "TableNames"),
    ("lambda", "functions"): _plain("list_functions", "Functions", "FunctionName"),
    ("apigateway", "APIs"): _plain("get_rest_apis", "items", "id"),
    ("kms", "keys"): _keys,
    ("kms", "aliases"): _plain("list_aliases", "Aliases", "AliasName"),
    ("ssm", "parameters"): _plain("describe_parameters", "Parameters", "Name"),
    ("glue", "databases"): _plain("get_databases", "DatabaseList", "Name"),
    ("athena", "workgroups"): _plain("list_work_groups", "WorkGroups", "Name"),
    ("logs", "groups"): _plain("describe_log_groups", "logGroups", "logGroupName"),
    ("logs", "metric filters"): _plain("describe_metric_filters", "metricFilters", "filterName"),
    ("ec2", "VPCs"): _ec2("vpcs", "Vpcs", "VpcId"),
    ("ec2", "subnets"): _ec2("subnets", "Subnets", "SubnetId"),
    ("ec2", "NAT gateways"): _ec2("nat_gateways", "NatGateways", "NatGatewayId"),
    ("ec2", "addresses"): _ec2("addresses", "Addresses", "AllocationId"),
    ("ec2", "internet gateways"): _ec2("internet_gateways", "InternetGateways", "InternetGatewayId"),
    ("ec2", "route tables"): _ec2("route_tables", "RouteTables", "RouteTableId"),
    ("ec2", "security groups"): _ec2("security_groups", "SecurityGroups", "GroupId"),
    ("ec2", "endpoints"): _ec2("vpc_endpoints", "VpcEndpoints", "VpcEndpointId"),
    ("ec2", "flow logs"): _ec2("flow_logs", "FlowLogs", "FlowLogId"),
    ("ec2", "network interfaces"): _ec2("network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"),
    ("elbv2", "load balancers"): _plain("describe_load_balancers", "LoadBalancers", "LoadBalancerName"),
    ("elbv2", "target groups"): _plain("describe_target_groups", "TargetGroups", "TargetGroupName"),
    ("ecs", "clusters"): _clusters,
    ("ecs", "task definitions"): _task_definitions,
    ("ecr", "repositories"): _plain("describe_repositories", "repositories", "repositoryName"),
    ("acm", "certificates"): _plain("list_certificates", "CertificateSummaryList", "CertificateArn"),
    ("wafv2", "regional web ACLs"): _plain("list_web_acls", "WebACLs", "Name", Scope="REGIONAL"),
    ("cloudwatch", "alarms"): _plain("describe_alarms", "MetricAlarms", "AlarmName"),
    ("cloudwatch", "dashboards"): _plain("list_dashboards", "DashboardEntries", "DashboardName"),
    ("sns", "topics"): _plain("list_topics", "Topics", "TopicArn"),
    ("sns", "subscriptions"): _plain("list_subscriptions", "Subscriptions", "SubscriptionArn"),
    ("events", "rules"): _plain("list_rules", "Rules", "Name"),
    ("backup", "vaults"): _plain("list_backup_vaults", "BackupVaultList", "BackupVaultName"),
    ("backup", "plans"): _plain("list_backup_plans", "BackupPlansList", "BackupPlanName"),
}
GLOBAL: dict[tuple[str, str], Listing] = {
    ("s3", "buckets"): _plain("list_buckets", "Buckets", "Name"),
    ("iam", "roles"): _plain("list_roles", "Roles", "RoleName"),
    ("iam", "policies"): _plain("list_policies", "Policies", "PolicyName", Scope="Local"),
    ("route53", "zones"): _plain("list_hosted_zones", "HostedZones", "Name"),
    ("route53", "health checks"): _plain("list_health_checks", "HealthChecks", "Id"),
    ("wafv2", "global web ACLs"): _plain("list_web_acls", "WebACLs", "Name", Scope="CLOUDFRONT"),
    ("budgets", "budgets"): _budgets,
    ("cloudfront", "distributions"): _cloudfront(
        "list_distributions", "DistributionList", lambda found: str(found["Id"])
    ),
    ("cloudfront", "VPC origins"): _cloudfront("list_vpc_origins", "VpcOriginList", lambda found: str(found["Id"])),
    ("cloudfront", "access controls"): _cloudfront(
        "list_origin_access_controls", "OriginAccessControlList", lambda found: str(found["Id"])
    ),
    ("cloudfront", "request policies"): _cloudfront(
        "list_origin_request_policies",
        "OriginRequestPolicyList",
        lambda found: str(found["OriginRequestPolicy"]["Id"]),
        Type="custom",
    ),
}


def everything(stack: Stack) -> set[str]:
    """One line for each thing, such as `us-east-1 dynamodb tables: LiveInsight-Events`."""
    return set(_lines(stack))


def _lines(stack: Stack) -> Iterator[str]:
    places = [(region, REGIONAL) for region in (REGION, COPIES_REGION)] + [("global", GLOBAL)]
    for place, listings in places:
        for (service, what), listing in listings.items():
            client = stack.client(service, REGION if place == "global" else place)
            yield from (f"{place} {service} {what}: {name}" for name in listing(client))
