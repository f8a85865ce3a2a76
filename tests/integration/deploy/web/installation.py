"""The web tier of an installation as Terraform makes it, made by hand: quicker, and without Terraform."""

import hashlib
import secrets
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3

from deploy.environment import Environment
from deploy.terraform import Terraform
from tests.integration.deploy.web.addresses import Addresses

REGION = "us-east-1"
CLIENTS: dict[str, dict[tuple[str, str], Any]] = {}
"""What commands ask each local AWS with, shared by its tests, for making a client takes as long as a dozen calls."""
ALARMS = ("alb-5xx", "lambda-errors")


@cache
def client(endpoint: str, name: str) -> Any:
    """A client that nobody has hooked into."""
    return boto3.client(name, endpoint_url=endpoint, region_name=REGION)


@dataclass
class Installation:
    """`env` is what commands get; the rest is for looking at what they did."""

    env: Environment
    addresses: Addresses
    project: str
    endpoint: str

    @property
    def url(self) -> str:
        """The load balancer, over the address that the local AWS gives it."""
        return f"{self.endpoint}/_alb/{self.project}-alb"

    def client(self, name: str) -> Any:
        return client(self.endpoint, name)

    def push(self, tag: str, port: int | None = None) -> str:
        """An image under this tag, whose tasks answer at `port`, or nowhere; its digest."""
        manifest = f'{{"image": "{self.project}/{tag}"}}'
        self.client("ecr").put_image(repositoryName=f"{self.project.lower()}-app", imageManifest=manifest, imageTag=tag)
        digest = "sha256:" + hashlib.sha256(manifest.encode()).hexdigest()
        if port:
            self.addresses.ports |= {digest: port, f":{tag}": port}
        return digest

    def service(self, colour: str) -> dict[str, Any]:
        found = self.client("ecs").describe_services(
            cluster=self.env.output("cluster"), services=[self.env.output("services")[colour]]
        )
        return dict(found["services"][0])

    def image(self, colour: str) -> str:
        """What the colour's service runs, or ran."""
        arn = self.service(colour)["taskDefinition"]
        definition = self.client("ecs").describe_task_definition(taskDefinition=arn)["taskDefinition"]
        return str(definition["containerDefinitions"][0]["image"])

    def tasks(self) -> dict[str, int]:
        """Colour → tasks that are wanted and run."""
        services = {colour: self.service(colour) for colour in ("blue", "green")}
        assert all(each["runningCount"] == each["desiredCount"] for each in services.values())
        return {colour: each["desiredCount"] for colour, each in services.items()}

    def weights(self) -> dict[str, int]:
        """Colour → weight in the rule that has the traffic."""
        (rule,) = self.client("elbv2").describe_rules(RuleArns=[self.env.output("traffic_rule")])["Rules"]
        told = {each["TargetGroupArn"]: each["Weight"] for each in rule["Actions"][0]["ForwardConfig"]["TargetGroups"]}
        return {colour: told[group] for colour, group in self.env.output("target_groups").items()}

    def rules(self) -> list[dict[str, Any]]:
        """Rules of the listener, without the default one."""
        found = self.client("elbv2").describe_rules(ListenerArn=self.env.output("listener"))["Rules"]
        return [each for each in found if not each["IsDefault"]]

    def alarm(self, name: str, state: str, reason: str) -> None:
        self.client("cloudwatch").set_alarm_state(
            AlarmName=f"{self.project}-{name}", StateValue=state, StateReason=reason
        )


def install(endpoint: str, condition: dict[str, Any] | None = None) -> tuple[Environment, Addresses]:
    """Make it: no image yet, blue has the traffic. `condition` is what the traffic's rule asks for."""
    project = f"Web{secrets.token_hex(4)}"

    ecs, elbv2 = client(endpoint, "ecs"), client(endpoint, "elbv2")
    repository = client(endpoint, "ecr").create_repository(repositoryName=f"{project.lower()}-app")["repository"][
        "repositoryUri"
    ]
    balancer = elbv2.create_load_balancer(Name=f"{project}-alb")["LoadBalancers"][0]
    groups = {
        colour: elbv2.create_target_group(
            Name=f"{project}-{colour}", Port=8000, Protocol="HTTP", TargetType="ip", VpcId="vpc-1"
        )["TargetGroups"][0]["TargetGroupArn"]
        for colour in ("blue", "green")
    }
    refusal = {"StatusCode": "403", "ContentType": "text/plain", "MessageBody": "Forbidden"}
    listener = elbv2.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Port=80, Protocol="HTTP",
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": refusal}],
    )["Listeners"][0]["ListenerArn"]  # fmt: skip
    weights = [{"TargetGroupArn": groups["blue"], "Weight": 100}, {"TargetGroupArn": groups["green"], "Weight": 0}]
    rule = elbv2.create_rule(
        ListenerArn=listener, Priority=100, Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": weights}}],
        Conditions=[condition or {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/*"]}}],
    )["Rules"][0]["RuleArn"]  # fmt: skip
    ecs.create_cluster(clusterName=f"{project}-cluster")
    _define(ecs, project, f"{repository}:none")
    services = {"blue": f"{project}-service", "green": f"{project}-service-green"}
    for colour, name in services.items():
        _serve(ecs, project, name, groups[colour])
    alarms = [f"{project}-{name}" for name in ALARMS]
    for name in alarms:
        _alarm(client(endpoint, "cloudwatch"), name)
    outputs = {
        "project_name": project, "aws_region": REGION, "cluster": f"{project}-cluster", "services": services,
        "target_groups": groups, "listener": listener, "traffic_rule": rule, "task_family": f"{project}-app",
        "repository": repository, "alarms": alarms, "ecs_desired_count": 2, "switches": {"auto_scaling_enabled": False},
        "dashboard_url": f"{endpoint}/_alb/{project}-alb",
    }  # fmt: skip
    addresses = Addresses(ecs, elbv2, f"{project}-cluster", services, groups)
    return Environment("production", outputs, Terraform("production"), CLIENTS.setdefault(endpoint, {})), addresses


def serve(installation: Installation, tag: str, port: int) -> None:
    """Version `tag`, which answers at `port`, has the traffic: green, two tasks."""
    digest = installation.push(tag, port)
    ecs = installation.client("ecs")
    _define(ecs, installation.project, f"{installation.env.output('repository')}@{digest}")
    ecs.update_service(
        cluster=installation.env.output("cluster"), service=installation.env.output("services")["green"],
        taskDefinition=f"{installation.project}-app", desiredCount=2,
    )  # fmt: skip
    groups = installation.env.output("target_groups")
    weights = [{"TargetGroupArn": groups["blue"], "Weight": 0}, {"TargetGroupArn": groups["green"], "Weight": 100}]
    installation.client("elbv2").modify_rule(
        RuleArn=installation.env.output("traffic_rule"),
        Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": weights}}],
    )


def targets(installation: Installation, colour: str) -> list[str]:
    """Addresses in the colour's target group."""
    group = installation.env.output("target_groups")[colour]
    found = installation.client("elbv2").describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    return [each["Target"]["Id"] for each in found]


def _define(ecs: Any, project: str, image: str) -> None:
    log = {"awslogs-group": f"/ecs/{project.lower()}", "awslogs-region": REGION, "awslogs-stream-prefix": "app"}
    container = {
        "name": "app", "image": image, "portMappings": [{"containerPort": 8000}],
        "environment": [{"name": "PORT", "value": "8000"}], "readonlyRootFilesystem": True,
        "logConfiguration": {"logDriver": "awslogs", "options": log},
    }  # fmt: skip
    ecs.register_task_definition(
        family=f"{project}-app", requiresCompatibilities=["FARGATE"], networkMode="awsvpc", cpu="256", memory="512",
        containerDefinitions=[container], volumes=[{"name": "scratch"}],
    )  # fmt: skip


def _serve(ecs: Any, project: str, name: str, group: str) -> None:
    ecs.create_service(
        cluster=f"{project}-cluster", serviceName=name, taskDefinition=f"{project}-app", desiredCount=0,
        launchType="FARGATE",
        loadBalancers=[{"targetGroupArn": group, "containerName": "app", "containerPort": 8000}],
        deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
        networkConfiguration={"awsvpcConfiguration": {"subnets": ["subnet-1"]}},
    )  # fmt: skip


def _alarm(cloudwatch: Any, name: str) -> None:
    cloudwatch.put_metric_alarm(
        AlarmName=name, Namespace="AWS/ApplicationELB", MetricName="HTTPCode_Target_5XX_Count", Statistic="Sum",
        Period=60, EvaluationPeriods=1, Threshold=10, ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
    )  # fmt: skip
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="nothing is wrong")
