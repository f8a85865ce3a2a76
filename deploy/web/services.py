"""The two ECS services, each behind its own target group."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deploy.errors import Refused

COLOURS = ("blue", "green")


def other(colour: str) -> str:
    """blue for green, and green for blue."""
    return COLOURS[1 - COLOURS.index(colour)]


@dataclass(frozen=True)
class Service:
    """A service as ECS describes it. `container` is the one that the load balancer asks; of `events` the newest is
    first.
    """

    name: str
    task_definition: str
    wanted: int
    running: int
    container: str
    deployments: list[dict[str, Any]]
    events: list[str]

    @property
    def primary(self) -> dict[str, Any]:
        """The deployment that ECS wants to be the only one."""
        return next((each for each in self.deployments if each["status"] == "PRIMARY"), {})


@dataclass(frozen=True)
class Services:
    """Both services. `names`: colour → service, `groups`: colour → ARN of its target group."""

    ecs: Any
    elbv2: Any
    logs: Any
    cluster: str
    names: Mapping[str, str]
    groups: Mapping[str, str]

    def of(self, colour: str) -> Service:
        """The service as it is. Raises Refused when somebody has deleted it."""
        found = self.ecs.describe_services(cluster=self.cluster, services=[self.names[colour]])["services"]
        service = next((each for each in found if each["status"] == "ACTIVE"), None)
        if service is None:
            raise Refused(f"ECS has no service {self.names[colour]} in {self.cluster}; make it again with: make infra")
        return Service(
            name=service["serviceName"],
            task_definition=service["taskDefinition"],
            wanted=service["desiredCount"],
            running=service["runningCount"],
            container=service["loadBalancers"][0]["containerName"],
            deployments=service["deployments"],
            events=[each["message"] for each in service.get("events", [])],
        )

    def start(self, colour: str, task_definition: str, tasks: int) -> str:
        """Run this version with so many tasks; the id of the deployment. A new one even if the version is the same:
        the circuit breaker guards deployments, and not a service that only grows.
        """
        answer = self.ecs.update_service(
            cluster=self.cluster,
            service=self.names[colour],
            taskDefinition=task_definition,
            desiredCount=tasks,
            forceNewDeployment=True,
        )
        return next(str(each["id"]) for each in answer["service"]["deployments"] if each["status"] == "PRIMARY")

    def stop(self, colour: str, task_definition: str | None = None) -> None:
        """End all tasks; the service keeps its version, or gets this one back."""
        version = {"taskDefinition": task_definition} if task_definition else {}
        self.ecs.update_service(cluster=self.cluster, service=self.names[colour], desiredCount=0, **version)

    def health(self, colour: str) -> Counter[str]:
        """How many of the colour's targets are `healthy`, `initial`, `unhealthy`, `draining` …, as the load balancer
        sees them.
        """
        return Counter(each["TargetHealth"]["State"] for each in self.targets(colour))

    def targets(self, colour: str) -> list[dict[str, Any]]:
        """The colour's targets with their health."""
        found = self.elbv2.describe_target_health(TargetGroupArn=self.groups[colour])
        return list(found["TargetHealthDescriptions"])
