"""What watches the healthy installation, and what stands in front of it and behind it."""

import json

from tests.integration.deploy.doctor.world import ACCOUNT, World


def logs(world: World) -> None:
    functions = [f"/aws/lambda/{name}" for name in world.outputs["functions"].values()]
    for name in (*functions, f"/ecs/{world.project.lower()}", f"/vpc/{world.project}"):
        world.client("logs").create_log_group(logGroupName=name, kmsKeyId=world.outputs["key"])
        world.client("logs").put_retention_policy(logGroupName=name, retentionInDays=14)
    world.client("logs").put_metric_filter(
        logGroupName=functions[0],
        filterName=f"{world.project}-collectorErrors",
        filterPattern="ERROR",
        metricTransformations=[{"metricName": "e", "metricNamespace": "LiveInsight", "metricValue": "1"}],
    )


def alarms(world: World) -> None:
    topic = world.client("sns").create_topic(Name=f"{world.project}-alarms")["TopicArn"]
    # A queue of one's own needs no confirmation.
    queue = world.client("sqs").create_queue(QueueName=f"{world.project}-alarms")["QueueUrl"]
    about = world.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    world.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=about["QueueArn"])
    for name in world.outputs["alarms"]:
        alarm(world, name)


def alarm(world: World, name: str, state: str = "OK") -> None:
    client = world.client("cloudwatch")
    client.put_metric_alarm(AlarmName=name, AlarmDescription=f"Do something about {name}.", Namespace="Test",
                            MetricName=name, Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1,
                            ComparisonOperator="GreaterThanThreshold", TreatMissingData="ignore")  # fmt: skip
    client.set_alarm_state(AlarmName=name, StateValue=state, StateReason="a test")


def watching(world: World) -> None:
    body = json.dumps({"widgets": [{"type": "text", "properties": {"markdown": "x"}}]})
    world.client("cloudwatch").put_dashboard(DashboardName=f"{world.project}-dashboard", DashboardBody=body)
    world.client("budgets").create_budget(AccountId=ACCOUNT, Budget={
        "BudgetName": world.project, "BudgetType": "COST", "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "50", "Unit": "USD"}})  # fmt: skip


def front(world: World) -> None:
    """CloudFront with the firewall and the script's bucket."""
    bucket = f"{world.project.lower()}-static"
    world.client("s3").create_bucket(Bucket=bucket)
    world.client("s3").put_object(Bucket=bucket, Key="li.js", Body=b"//")
    visible = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "x"}
    acl = world.client("wafv2").create_web_acl(
        Name=f"{world.project}-global", Scope="CLOUDFRONT", DefaultAction={"Allow": {}}, VisibilityConfig=visible
    )["Summary"]["ARN"]
    asked = {"OriginProtocolPolicy": "https-only", "HTTPPort": 80, "HTTPSPort": 443}
    (balancer,) = world.client("elbv2").create_load_balancer(Name=f"{world.project}-inside", Scheme="internal")[
        "LoadBalancers"
    ]
    config = {"Name": world.project, "Arn": balancer["LoadBalancerArn"], **asked}
    door = world.client("cloudfront").create_vpc_origin(VpcOriginEndpointConfig=config)["VpcOrigin"]["Id"]
    origins = [
        {"Id": "dashboard", "DomainName": "origin.example.com", "VpcOriginConfig": {"VpcOriginId": door}},
        {"Id": "collector", "DomainName": "api.example.com", "CustomOriginConfig": asked},
    ]
    config = {
        "CallerReference": world.project,
        "Comment": world.project,
        "Enabled": True,
        "WebACLId": acl,
        "Origins": {"Quantity": 2, "Items": origins},
        "DefaultCacheBehavior": {"TargetOriginId": "dashboard", "ViewerProtocolPolicy": "redirect-to-https",
                                 "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"},
    }  # fmt: skip
    made = world.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]
    world.outputs.update(distribution_id=made["Id"], static_bucket=bucket, front=made["DomainName"])


def backup(world: World) -> None:
    client = world.client("backup")
    client.create_backup_vault(BackupVaultName=world.project)
    rule = {"RuleName": "daily", "TargetBackupVaultName": world.project, "ScheduleExpression": "cron(0 3 * * ? *)"}
    plan = client.create_backup_plan(BackupPlan={"BackupPlanName": world.project, "Rules": [rule]})["BackupPlanId"]
    client.create_backup_selection(BackupPlanId=plan, BackupSelection={
        "SelectionName": "tables", "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/x", "Resources": ["*"]})  # fmt: skip
    world.outputs["backup_vault"] = world.project


def domain(world: World, name: str) -> None:
    """A zone with a record that leads to CloudFront, and a certificate that CloudFront and load balancer use."""
    client = world.client("route53")
    zone = client.create_hosted_zone(Name=name, CallerReference=world.project)["HostedZone"]["Id"]
    target = {"HostedZoneId": "Z2FDTNDATAQYW2", "DNSName": world.outputs["front"], "EvaluateTargetHealth": False}
    record = {"Name": name, "Type": "A", "AliasTarget": target}
    client.change_resource_record_sets(
        HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    )
    arn = world.client("acm").request_certificate(DomainName=name, ValidationMethod="DNS")["CertificateArn"]
    _use_certificate(world, name, arn)
    world.outputs["zone"] = zone
    world.switch(domain_name=name)


def _use_certificate(world: World, name: str, arn: str) -> None:
    world.client("elbv2").modify_listener(
        ListenerArn=world.outputs["listener"], Protocol="HTTPS", Port=443, Certificates=[{"CertificateArn": arn}]
    )
    client, identifier = world.client("cloudfront"), world.outputs["distribution_id"]
    found = client.get_distribution_config(Id=identifier)
    config = found["DistributionConfig"] | {
        "Aliases": {"Quantity": 1, "Items": [name]},
        "ViewerCertificate": {"ACMCertificateArn": arn, "SSLSupportMethod": "sni-only"},
    }
    client.update_distribution(Id=identifier, IfMatch=found["ETag"], DistributionConfig=config)
