"""The dashboard's tasks: does the service that has the traffic run what it should, and from an image that is there?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from deploy.doctor.finding import Check, Finding, failed, fault, judged, make, minor, off, switch
from deploy.doctor.load_balancer import live, weights
from deploy.environment import Environment

RECENT = timedelta(hours=1)
NAMED = 3
WANTED = "Scaling activity"
"""How ECS begins to tell why it stopped a task that was scaled down or replaced by a deployment."""


def tasks(environment: Environment) -> Iterator[Check]:
    yield Check("ECS cluster", partial(_cluster, environment))
    for colour, name in environment.output("services").items():
        yield Check(f"service {name}", partial(_service, environment, colour, name))
        yield Check(f"stopped tasks of {colour}", partial(_stopped, environment, name))
    yield Check("image that runs", partial(_image, environment), f"{make(environment, 'push')} TAG=…")
    yield Check("scaling", partial(_scaling, environment))


def _cluster(environment: Environment) -> Finding:
    name = environment.output("cluster")
    found = environment.client("ecs").describe_clusters(clusters=[name])["clusters"]
    status = found[0]["status"] if found else "missing"
    return judged(f"{name} {status}", fault(status != "ACTIVE", f"{name} is {status}", make(environment, "infra")))


def _described(environment: Environment, name: str) -> Any:
    found = environment.client("ecs").describe_services(cluster=environment.output("cluster"), services=[name])
    return next((each for each in found["services"] if each["status"] != "INACTIVE"), None)


def _service(environment: Environment, colour: str, name: str) -> Finding:
    service = _described(environment, name)
    if service is None:
        return failed("is missing", make(environment, "infra"))
    running, desired = service["runningCount"], service["desiredCount"]
    if colour not in live(weights(environment)):
        return off(f"{running} tasks run; it has no traffic")
    state, reason = _rollout(service)
    deploys = make(environment, "blue-green")
    return judged(
        f"{running} of {desired} tasks run, deployment {state.lower()}",
        fault(desired == 0, "has the traffic, but no task is asked for: no version is deployed", deploys),
        fault(running < desired, f"{running} of {desired} tasks run{_last_event(service)}", _why(environment, name)),
        fault(state == "FAILED", f"its last deployment failed: {reason}", make(environment, "rollback")),
        minor(state == "IN_PROGRESS", "a deployment is under way", "look again in a few minutes"),
    )


def _rollout(service: Any) -> tuple[str, str]:
    primary = [each for each in service["deployments"] if each["status"] == "PRIMARY"]
    newest = primary[0] if primary else {}
    return newest.get("rolloutState", "COMPLETED"), newest.get("rolloutStateReason", "")


def _last_event(service: Any) -> str:
    return f"\n{service['events'][0]['message']}" if service.get("events") else ""


def _why(environment: Environment, name: str) -> str:
    cluster = environment.output("cluster")
    return f"aws ecs describe-services --cluster {cluster} --services {name} --query 'services[0].events[:5]'"


def _stopped(environment: Environment, name: str) -> Finding:
    """Tasks that ended within the last hour, without anybody wanting it."""
    client, cluster = environment.client("ecs"), environment.output("cluster")
    arns = client.list_tasks(cluster=cluster, serviceName=name, desiredStatus="STOPPED", maxResults=100)["taskArns"]
    found = client.describe_tasks(cluster=cluster, tasks=arns)["tasks"] if arns else []
    recent = [task for task in found if _unwanted(task)]
    lines = [_reason(task) for task in recent[:NAMED]]
    return judged(
        "none that nobody wanted within the last hour",
        minor(
            bool(recent),
            f"{len(recent)} within the last hour:\n" + "\n".join(lines),
            f"aws logs tail /ecs/{environment.project.lower()} --since 1h",
        ),
    )


def _unwanted(task: Any) -> bool:
    stopped = task.get("stoppedAt") or task.get("stoppingAt")
    if stopped is None or datetime.now(UTC) - stopped > RECENT or task.get("stopCode") == "UserInitiated":
        return False
    return not str(task.get("stoppedReason", "")).startswith(WANTED)


def _reason(task: Any) -> str:
    containers = [
        f"{each['name']}: {each.get('reason') or 'exit code ' + str(each.get('exitCode', 'unknown'))}"
        for each in task.get("containers", [])
        if each.get("reason") or each.get("exitCode")
    ]
    return "; ".join([str(task.get("stoppedReason") or task.get("stopCode") or "no reason given"), *containers])


def _image(environment: Environment) -> Finding:
    """The image of the service with traffic is still in the repository, where its next task has to get it."""
    client, deploys = environment.client("ecs"), make(environment, "blue-green")
    colours = live(weights(environment))
    service = _described(environment, environment.output("services")[colours[0]]) if colours else None
    if service is None or not service["desiredCount"]:
        return failed("no version is deployed", f"{make(environment, 'push')} TAG=…; {deploys}")
    definition = client.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
    image = definition["containerDefinitions"][0]["image"]
    found = environment.client("ecr").describe_images(repositoryName=_repository(environment), imageIds=[_id(image)])
    if not found["imageDetails"]:
        return failed(f"{image} is not in the repository: no task could start", f"{make(environment, 'push')} TAG=…")
    details = found["imageDetails"][0]
    critical = details.get("imageScanFindingsSummary", {}).get("findingSeverityCounts", {}).get("CRITICAL", 0)
    return judged(
        f"{', '.join(details.get('imageTags', [])) or 'untagged'}, {details.get('imageSizeInBytes', 0) / 1e6:.0f} MB",
        minor(
            bool(critical), f"the scan found {critical} critical weaknesses", f"build a new one: make image; {deploys}"
        ),
    )


def _repository(environment: Environment) -> str:
    return str(environment.output("repository")).partition("/")[2]


def _id(image: str) -> dict[str, str]:
    _, at, digest = image.partition("@")
    return {"imageDigest": digest} if at else {"imageTag": image.rpartition(":")[2]}


def _scaling(environment: Environment) -> Finding:
    if not switch(environment, "auto_scaling_enabled"):
        return off("auto_scaling_enabled = false")
    cluster, services = environment.output("cluster"), environment.output("services").values()
    ids = [f"service/{cluster}/{name}" for name in services]
    client = environment.client("application-autoscaling")
    found = client.describe_scalable_targets(ServiceNamespace="ecs", ResourceIds=ids)["ScalableTargets"]
    lacking = set(ids) - {each["ResourceId"] for each in found}
    return judged(
        ", ".join(f"{each['MinCapacity']} to {each['MaxCapacity']}" for each in found),
        fault(bool(lacking), f"not registered: {', '.join(sorted(lacking))}", make(environment, "infra")),
    )
