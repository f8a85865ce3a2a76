"""Network, tasks, load balancer, CloudFront and backups, as AWS has them."""

import ipaddress
import json
from typing import Any

from liveinsight.settings import Settings
from tests.e2e.conftest import Made

DISABLED, OPTIMIZED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "658327ea-f89d-4fab-a63d-7e88639e58f6"
"""Ids of AWS's policies CachingDisabled and CachingOptimized, the same in every account."""
ANY_EVENT = {
    "id": "1",
    "account": "000000000000",
    "time": "2026-11-23T00:00:00Z",
    "region": "us-east-1",
    "resources": [],
}
"""What every event has besides."""


def test_the_network_has_two_public_and_two_private_subnets_in_two_zones(made: Made) -> None:
    ec2, vpc = made.stack.client("ec2"), made.resources["module.network.aws_vpc.this"]["id"]
    (found,) = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
    assert found["CidrBlock"] == "10.0.0.0/16"
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
    cidrs = [ipaddress.ip_network(each["CidrBlock"]) for each in subnets]
    assert len(cidrs) == 4
    assert not any(a.overlaps(b) for a in cidrs for b in cidrs if a is not b)
    assert len({each["AvailabilityZone"] for each in subnets}) == 2


def test_private_subnets_leave_by_the_gateway_of_their_zone(made: Made) -> None:
    ec2 = made.stack.client("ec2")
    gateways = {each["NatGatewayId"]: each["SubnetId"] for each in ec2.describe_nat_gateways()["NatGateways"]}
    tables = made.of("aws_route_table")
    for place in (0, 1):
        table = tables[f"module.network.aws_route_table.private[{place}]"]["id"]
        (found,) = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        (route,) = (each for each in found["Routes"] if each.get("NatGatewayId"))
        assert gateways[route["NatGatewayId"]] == made.resources[f"module.network.aws_subnet.public[{place}]"]["id"]
        assert [each["SubnetId"] for each in found["Associations"]] == [
            made.resources[f"module.network.aws_subnet.private[{place}]"]["id"]
        ]


def test_only_cloudfront_reaches_the_load_balancer_and_only_that_the_tasks(made: Made) -> None:
    ec2 = made.stack.client("ec2")
    balancer, tasks = (
        made.resources[f"module.web.aws_security_group.{name}"]["id"] for name in ("load_balancer", "tasks")
    )
    groups = {
        each["GroupId"]: each for each in ec2.describe_security_groups(GroupIds=[balancer, tasks])["SecurityGroups"]
    }
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [balancer, tasks]}])
    inward = [each for each in rules["SecurityGroupRules"] if not each["IsEgress"]]
    (web,) = (each for each in inward if each["GroupId"] == balancer)
    (lists,) = ec2.describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": ["com.amazonaws.global.cloudfront.origin-facing"]}]
    )["PrefixLists"]
    assert (web["FromPort"], web["PrefixListId"]) == (443, lists["PrefixListId"])
    (app,) = (each for each in inward if each["GroupId"] == tasks)
    assert (app["FromPort"], app["ReferencedGroupInfo"]["GroupId"]) == (8000, balancer)
    assert len(groups) == 2


def test_two_services_stand_behind_two_target_groups_and_blue_has_the_traffic(made: Made) -> None:
    balancers = made.stack.client("elbv2")
    groups = {each["TargetGroupName"]: each for each in balancers.describe_target_groups()["TargetGroups"]}
    (balancer,) = balancers.describe_load_balancers()["LoadBalancers"]
    listeners = balancers.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    plain, secure = sorted(listeners, key=lambda each: int(each["Port"]))
    assert [action["Type"] for action in plain["DefaultActions"]] == ["redirect"]
    assert [action["FixedResponseConfig"]["StatusCode"] for action in secure["DefaultActions"]] == ["403"]
    rules = balancers.describe_rules(ListenerArn=secure["ListenerArn"])["Rules"]
    (rule,) = (each for each in rules if not each["IsDefault"])
    assert rule["RuleArn"] == made.stack.outputs()["traffic_rule"]
    assert [each["PathPatternConfig"]["Values"] for each in rule["Conditions"]] == [["/*"]]
    (forward,) = rule["Actions"]
    weights = {each["TargetGroupArn"]: each["Weight"] for each in forward["ForwardConfig"]["TargetGroups"]}
    assert weights == {
        groups["LiveInsight-blue"]["TargetGroupArn"]: 100,
        groups["LiveInsight-green"]["TargetGroupArn"]: 0,
    }
    assert {(each["HealthCheckPath"], each["TargetType"]) for each in groups.values()} == {("/health/", "ip")}
    services = made.stack.client("ecs").describe_services(
        cluster="LiveInsight-cluster", services=["LiveInsight-service", "LiveInsight-service-green"]
    )["services"]
    behind = {each["serviceName"]: each["loadBalancers"][0]["targetGroupArn"] for each in services}
    assert behind == {
        "LiveInsight-service": groups["LiveInsight-blue"]["TargetGroupArn"],
        "LiveInsight-service-green": groups["LiveInsight-green"]["TargetGroupArn"],
    }
    assert {each["serviceName"]: each["desiredCount"] for each in services} == {
        "LiveInsight-service": 0,
        "LiveInsight-service-green": 0,
    }


def test_a_task_runs_read_only_as_nobody_with_settings_that_the_dashboard_takes(made: Made) -> None:
    definition = made.stack.client("ecs").describe_task_definition(taskDefinition="LiveInsight-app")["taskDefinition"]
    assert definition["runtimePlatform"]["cpuArchitecture"] == "ARM64"
    (container,) = definition["containerDefinitions"]
    assert container["readonlyRootFilesystem"]
    assert container["user"] == "10001:10001"
    (secret,) = container["secrets"]
    parameter = made.resources["module.data.aws_ssm_parameter.secret_key"]["arn"]
    assert secret == {"name": "LIVEINSIGHT_SECRET_KEY", "valueFrom": parameter}
    given = {each["name"]: each["value"] for each in container["environment"]}
    assert not any("SECRET" in name for name in given)
    folder = given.pop("LIVEINSIGHT_HISTORY_FOLDER")  # is there only inside the container
    assert folder.startswith(container["mountPoints"][0]["containerPath"])
    read = Settings.from_env(given)
    assert (read.project_name, read.query_engine) == ("LiveInsight", "athena")
    assert read.archive_bucket == "liveinsight-archive-000000000000"
    assert (read.athena_workgroup, read.athena_database) == ("LiveInsight", "liveinsight")
    assert read.dashboard_url == read.collector_url == "https://stats.example.com"
    assert read.proxy_hops == 2


def test_images_are_scanned_and_their_tags_stay(made: Made) -> None:
    (repository,) = made.stack.client("ecr").describe_repositories(repositoryNames=["liveinsight-app"])["repositories"]
    assert repository["imageTagMutability"] == "IMMUTABLE"
    assert repository["imageScanningConfiguration"]["scanOnPush"]


def _distribution(made: Made) -> dict[str, Any]:
    found = made.stack.client("cloudfront").get_distribution(Id=made.stack.outputs()["distribution_id"])
    return dict(found["Distribution"]["DistributionConfig"])


def test_cloudfront_sends_each_path_to_its_origin(made: Made) -> None:
    config = _distribution(made)
    behaviours = {each["PathPattern"]: each for each in config["CacheBehaviors"]["Items"]}
    led = {path: (each["TargetOriginId"], each["CachePolicyId"]) for path, each in behaviours.items()}
    assert led == {
        **dict.fromkeys(("/li.js", "/li-vitals.js", "/static/dist/*"), ("static", OPTIMIZED)),
        **dict.fromkeys(("/events", "/events/*", "/api/event"), ("collector", DISABLED)),
    }
    default = config["DefaultCacheBehavior"]
    assert (default["TargetOriginId"], default["CachePolicyId"]) == ("dashboard", DISABLED)
    assert default["ViewerProtocolPolicy"] == "redirect-to-https"
    origins = {each["Id"]: each for each in config["Origins"]["Items"]}
    assert origins["collector"]["DomainName"] == f"{made.api_id}.execute-api.us-east-1.amazonaws.com"
    assert origins["collector"]["OriginPath"] == "/api"
    told = {name: each["CustomHeaders"].get("Items", []) for name, each in origins.items()}
    secret = {"HeaderName": "X-LiveInsight-Origin", "HeaderValue": made.proxy_secret}
    assert told == {"collector": [secret], "dashboard": [], "static": []}
    assert origins["dashboard"]["DomainName"] == "origin.stats.example.com"
    assert {name for name, each in origins.items() if "VpcOriginConfig" in each} == {"dashboard"}
    assert config["Aliases"]["Items"] == ["stats.example.com"]


def test_cloudfront_reaches_the_load_balancer_inside_the_vpc(made: Made) -> None:
    (balancer,) = made.stack.client("elbv2").describe_load_balancers()["LoadBalancers"]
    assert balancer["Scheme"] == "internal"
    private = {each["id"] for name, each in made.of("aws_subnet").items() if "private" in name}
    assert {each["SubnetId"] for each in balancer["AvailabilityZones"]} == private
    origins = _distribution(made)["Origins"]["Items"]
    (way,) = (each["VpcOriginConfig"]["VpcOriginId"] for each in origins if each["Id"] == "dashboard")
    found = made.stack.client("cloudfront").get_vpc_origin(Id=way)["VpcOrigin"]["VpcOriginEndpointConfig"]
    assert (found["Arn"], found["OriginProtocolPolicy"]) == (balancer["LoadBalancerArn"], "https-only")


def test_cloudfronts_firewall_has_managed_rules_and_limits(made: Made) -> None:
    (listed,) = made.stack.client("wafv2").list_web_acls(Scope="CLOUDFRONT")["WebACLs"]
    found = made.stack.client("wafv2").get_web_acl(Name=listed["Name"], Id=listed["Id"], Scope="CLOUDFRONT")["WebACL"]
    rules = {each["Name"]: each["Statement"] for each in found["Rules"]}
    assert {name for name in rules if name.startswith("AWSManagedRules")} == {
        "AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet",
    }  # fmt: skip
    assert all("RateBasedStatement" in rules[name] for name in ("log-in", "all"))
    assert _distribution(made)["WebACLId"] == listed["ARN"]


def test_the_domain_leads_to_cloudfront_and_its_certificates_are_proven(made: Made) -> None:
    route53, zone = made.stack.client("route53"), made.resources["module.edge.aws_route53_zone.this[0]"]["zone_id"]
    records = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    aliases = {
        (each["Name"], each["Type"]): each["AliasTarget"]["DNSName"] for each in records if "AliasTarget" in each
    }
    front = made.resources["module.edge.aws_cloudfront_distribution.this[0]"]["domain_name"]
    assert aliases["stats.example.com.", "A"].rstrip(".") == aliases["stats.example.com.", "AAAA"].rstrip(".") == front
    proofs = {each["Name"] for each in records if each["Type"] == "CNAME"}
    assert len(proofs) == 2
    statuses = {each["status"] for each in made.of("aws_acm_certificate").values()}
    assert statuses <= {"ISSUED", "PENDING_VALIDATION"}
    assert len(made.of("aws_acm_certificate_validation")) == 2


def test_every_table_is_backed_up_daily_and_monthly_and_copied_away(made: Made) -> None:
    backup = made.stack.client("backup")
    (listed,) = backup.list_backup_plans()["BackupPlansList"]
    rules = {
        each["RuleName"]: each
        for each in backup.get_backup_plan(BackupPlanId=listed["BackupPlanId"])["BackupPlan"]["Rules"]
    }
    assert {name: each["Lifecycle"]["DeleteAfterDays"] for name, each in rules.items()} == {"daily": 35, "monthly": 366}
    assert {each["TargetBackupVaultName"] for each in rules.values()} == {"LiveInsight"}
    (copied,) = rules["daily"]["CopyActions"]
    assert ":us-west-2:" in copied["DestinationBackupVaultArn"]
    (selection,) = backup.list_backup_selections(BackupPlanId=listed["BackupPlanId"])["BackupSelectionsList"]
    found = backup.get_backup_selection(BackupPlanId=listed["BackupPlanId"], SelectionId=selection["SelectionId"])
    tables = {each["arn"] for each in made.of("aws_dynamodb_table").values()}
    assert set(found["BackupSelection"]["Resources"]) == tables
    assert len(tables) == 4


def test_a_failed_backup_is_told_at_once(made: Made) -> None:
    events = made.stack.client("events")
    rule = events.describe_rule(Name="LiveInsight-backup-failed")
    # Backups and copies tell a state, restores a status.
    for job, tells in (("Backup", "state"), ("Copy", "state"), ("Restore", "status")):
        told = {"source": "aws.backup", "detail-type": f"{job} Job State Change", **ANY_EVENT}
        for outcome, meant in (("FAILED", True), ("COMPLETED", False)):
            event = json.dumps({**told, "detail": {tells: outcome}})
            assert events.test_event_pattern(EventPattern=rule["EventPattern"], Event=event)["Result"] is meant
    (target,) = events.list_targets_by_rule(Rule="LiveInsight-backup-failed")["Targets"]
    assert target["Arn"] == made.stack.outputs()["alarm_topic"]


def test_the_collectors_stage_is_limited(made: Made) -> None:
    settings = made.resources["module.edge.aws_api_gateway_method_settings.collector[0]"]["settings"][0]
    assert (settings["throttling_rate_limit"], settings["throttling_burst_limit"]) == (500, 1000)
    stage = made.stack.client("apigateway").get_stage(restApiId=made.api_id, stageName="api")
    assert stage["methodSettings"]["*/*"]["throttlingRateLimit"] == 500
