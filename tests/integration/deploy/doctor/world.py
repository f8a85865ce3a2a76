"""A healthy installation on the local AWS, made by boto3 as Terraform and Chalice would make it, in parts."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse

from deploy.environment import Environment
from deploy.terraform import Terraform

REGION = "us-east-1"
ACCOUNT = "000000000000"
SECRET = "proxy-secret-that-nobody-may-see-00001"
KEYS = {"Events": ("site_hour", "event_key"), "Sessions": ("site_day", "session_key"),
        "ActiveSessions": ("site_shard", "visitor"), "Settings": ("kind", "id")}  # fmt: skip
TLS_ONLY = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}}  # fmt: skip
ALARMS = ("api-errors", "rollup-silent", "ecs-cpu-blue")
SWITCHES = {
    "access_logs_enabled": False,
    "alarm_email_given": True,
    "auto_scaling_enabled": False,
    "backup_copy_region": "",
    "backup_vault_lock": False,
    "collector_api_id": "",
    "deletion_protection": True,
    "domain_name": "",
    "flow_logs_enabled": True,
    "guardduty_enabled": False,
    "log_retention_days": 14,
    "monitoring_level": "advanced",
    "monthly_budget_usd": 50,
    "nat_gateway_count": 1,
    "restore_rehearsal_enabled": False,
    "waf_enabled": True,
    "x_ray_tracing": False,
}


@dataclass
class World:
    """What was made, and where. `site` is the address of a server that answers as dashboard and collector would."""

    endpoint: str
    project: str
    site: str
    outputs: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)
    answers: list[tuple[str, str, int, Callable[[], dict[str, Any]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        name, lower = self.project, self.project.lower()
        functions = {"collector": name, "rollup": f"{name}-rollup", "archive": f"{name}-archive"}
        self.outputs.update(
            project_name=name,
            aws_region=REGION,
            switches=dict(SWITCHES),
            name_servers=[],
            dashboard_url=self.site,
            collector_url=self.site,
            distribution_id="",
            static_bucket="",
            traffic_rule="",
            load_balancer="",
            backup_vault="",
            tables={kind: f"{name}-{kind}" for kind in KEYS},
            archive_bucket=f"{lower}-archive",
            collector={
                "environment": {
                    "LIVEINSIGHT_PROJECT_NAME": name,
                    "LIVEINSIGHT_ARCHIVE_BUCKET": f"{lower}-archive",
                },
                "memory": 512,
            },
            functions=functions,
            function_roles={kind: f"arn:aws:iam::{ACCOUNT}:role/{name}-{kind}" for kind in functions},
            cluster=f"{name}-cluster",
            services={"blue": f"{name}-service", "green": f"{name}-service-green"},
            repository=f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{lower}-app",
            alarms=[f"{name}-{alarm}" for alarm in ALARMS],
            alarm_topic=f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}-alarms",
            cloudwatch_dashboards=[f"{name}-dashboard"],
            key=f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{lower}",
        )

    def client(self, service: str) -> Any:
        if service not in self.clients:
            self.clients[service] = boto3.client(service, region_name=REGION, endpoint_url=self.endpoint)
        return self.clients[service]

    def environment(self) -> Environment:
        made = Environment("production", self.outputs, Terraform("production", Path("no-terraform-here")))
        for service, operation, status, answer in self.answers:
            client = made.client(service)
            name = client.meta.service_model.service_id.hyphenize()
            client.meta.events.register(f"before-call.{name}.{operation}", _answering(status, answer))
        return made

    def answer(self, service: str, operation: str, **answer: Any) -> None:
        """From now on this operation answers so, without being asked: for what the local AWS does not know."""
        self.answer_by(service, operation, lambda: answer)

    def answer_by(self, service: str, operation: str, answer: Callable[[], dict[str, Any]]) -> None:
        """The same with an answer that changes."""
        self.answers.append((service, operation, 200, answer))

    def refuse(self, service: str, operation: str, code: str, message: str = "") -> None:
        """From now on this operation is refused."""
        error = {"Error": {"Code": code, "Message": message}}
        self.answers.append((service, operation, 400, lambda: error))

    def switch(self, **values: Any) -> None:
        self.outputs["switches"].update(values)


def _answering(status: int, answer: Callable[[], dict[str, Any]]) -> Callable[..., tuple[Any, dict[str, Any]]]:
    def handle(**_: Any) -> tuple[Any, dict[str, Any]]:
        return AWSResponse("", status, {}, None), {"ResponseMetadata": {}, **answer()}

    return handle


def tables(world: World) -> None:
    client = world.client("dynamodb")
    for kind, keys in KEYS.items():
        name = world.outputs["tables"][kind]
        client.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            DeletionProtectionEnabled=True,
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            KeySchema=[
                {"AttributeName": key, "KeyType": role} for key, role in zip(keys, ("HASH", "RANGE"), strict=True)
            ],
        )
        client.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )
        client.update_continuous_backups(
            TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )


def key(world: World) -> None:
    client = world.client("kms")
    made = client.create_key()["KeyMetadata"]
    client.create_alias(AliasName=f"alias/{world.project}", TargetKeyId=made["KeyId"])
    client.enable_key_rotation(KeyId=made["KeyId"])
    world.outputs["key"] = made["Arn"]
    parameters = world.client("ssm")
    for name in ("archive-bucket", "athena-database", "project-name"):
        parameters.put_parameter(Name=f"/{world.project}/{name}", Type="String", Value="x")
    for name in ("secret-key", "proxy-secret"):
        parameters.put_parameter(Name=f"/{world.project}/{name}", Type="SecureString", Value=SECRET)


def archive(world: World) -> None:
    bucket, client = world.outputs["archive_bucket"], world.client("s3")
    client.create_bucket(Bucket=bucket)
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    client.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(
        ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True))  # fmt: skip
    encryption = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": world.outputs["key"]}
    }
    client.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [encryption]})
    client.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [TLS_ONLY]}))
    old = {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 30}}
    client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [old]})
    database = world.project.lower()
    world.client("glue").create_database(DatabaseInput={"Name": database})
    for name in ("events", "sessions"):
        world.client("glue").create_table(DatabaseName=database, TableInput={"Name": name})
    world.client("athena").create_work_group(Name=world.project)


def encrypt(world: World, bucket: str, algorithm: str) -> None:
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}}
    world.client("s3").put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})


def collector(world: World) -> None:
    for kind, name in world.outputs["functions"].items():
        trust = json.dumps({"Version": "2012-10-17", "Statement": []})
        world.client("iam").create_role(RoleName=f"{world.project}-{kind}", AssumeRolePolicyDocument=trust)
        arn = _function(world, kind, name)
        if kind != "collector":
            _schedule(world, name, arn, "rate(5 minutes)" if kind == "rollup" else "rate(1 hour)")
    world.switch(collector_api_id=_api(world))
    active = world.client("lambda").get_waiter("function_active_v2")
    for name in world.outputs["functions"].values():
        active.wait(FunctionName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})


def _function(world: World, kind: str, name: str) -> str:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as code:
        code.writestr("app.py", "def app(event, context):\n    return None\n")
    made = world.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Architectures=["arm64"],
        Handler="app.app",
        Role=world.outputs["function_roles"][kind],
        Code={"ZipFile": content.getvalue()},
        Timeout={"collector": 30, "rollup": 300, "archive": 900}[kind],
        MemorySize=512,
        Environment={
            "Variables": {
                "LIVEINSIGHT_PROJECT_NAME": world.project,
                "LIVEINSIGHT_ARCHIVE_BUCKET": world.outputs["archive_bucket"],
                "LIVEINSIGHT_PROXY_SECRET": SECRET,
                "LIVEINSIGHT_CLIENT_IP_HEADER": "cloudfront-viewer-address",
            }
        },
    )
    return str(made["FunctionArn"])


def _schedule(world: World, name: str, arn: str, rate: str) -> None:
    client = world.client("events")
    # The rule fires for real: far from now, so that no function runs here.
    client.put_rule(Name=f"{name}-event", ScheduleExpression=rate, State="ENABLED")
    client.put_targets(Rule=f"{name}-event", Targets=[{"Id": "1", "Arn": arn}])
    for metric, value in (("Invocations", 1.0), ("Errors", 0.0)):
        world.client("cloudwatch").put_metric_data(Namespace="AWS/Lambda", MetricData=[
            {"MetricName": metric, "Value": value, "Dimensions": [{"Name": "FunctionName", "Value": name}]}
        ])  # fmt: skip


def _api(world: World) -> str:
    client = world.client("apigateway")
    api = client.create_rest_api(name="liveinsight", endpointConfiguration={"types": ["REGIONAL"]})["id"]
    root = client.get_resources(restApiId=api)["items"][0]["id"]
    events, under_api = (_resource(client, api, root, part) for part in ("events", "api"))
    _resource(client, api, events, "pixel")
    _resource(client, api, under_api, "event")
    health = _resource(client, api, root, "health")
    client.put_method(restApiId=api, resourceId=health, httpMethod="GET", authorizationType="NONE")
    client.put_integration(restApiId=api, resourceId=health, httpMethod="GET", type="MOCK",
                           requestTemplates={"application/json": '{"statusCode": 200}'})  # fmt: skip
    client.put_method_response(restApiId=api, resourceId=health, httpMethod="GET", statusCode="200")
    client.put_integration_response(restApiId=api, resourceId=health, httpMethod="GET", statusCode="200",
                                    responseTemplates={"application/json": '{"status": "ok"}'})  # fmt: skip
    client.create_deployment(restApiId=api, stageName="api")
    client.update_stage(restApiId=api, stageName="api", patchOperations=[
        {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "500"}
    ])  # fmt: skip
    return str(api)


def _resource(client: Any, api: str, parent: str, part: str) -> str:
    return str(client.create_resource(restApiId=api, parentId=parent, pathPart=part)["id"])
