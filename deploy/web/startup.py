"""Waiting for new tasks, and why they did not come up."""

import time
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from deploy.console import say
from deploy.errors import Refused
from deploy.web import versions
from deploy.web.services import Service, Services

LINES = 15


@dataclass(frozen=True)
class Patience:
    """Seconds: between two looks, for a start to come to an end, for a way through the load balancer to open."""

    look_s: float = 2
    start_s: float = 900
    open_s: float = 30


def wait(services: Services, colour: str, deployment: str, tasks: int, patience: Patience) -> None:
    """Until all tasks of this deployment run, and the load balancer finds each of them healthy.

    Says a line whenever something has changed. Raises Refused with the reason, after saying what the last task that
    stopped had to say.
    """
    deadline = time.monotonic() + patience.start_s
    told = ""
    while True:
        service = services.of(colour)
        health = services.health(colour)
        states = ", ".join(f"{count} {state}" for state, count in sorted(health.items())) or "none yet"
        line = f"  {colour}: {service.running} of {tasks} tasks run; targets: {states}"
        if line != told:
            say(line)
        told = line
        reason = _failure(service, deployment)
        if reason is None and _is_up(service, tasks) and health["healthy"] >= tasks:
            return
        if reason is None and time.monotonic() > deadline:
            reason = f"not all tasks were healthy after {patience.start_s:.0f} s"
        if reason:
            raise Refused(f"{colour} did not come up: {reason}{_last_words(services, colour, deployment, service)}")
        time.sleep(patience.look_s)


def _is_up(service: Service, tasks: int) -> bool:
    return service.primary.get("rolloutState") == "COMPLETED" and service.running >= tasks


def _failure(service: Service, deployment: str) -> str | None:
    ours = next((each for each in service.deployments if each["id"] == deployment), None)
    if ours and ours.get("rolloutState") == "FAILED":
        return str(ours.get("rolloutStateReason") or "its deployment failed").rstrip(".")
    # A circuit breaker that trips goes back to what the service ran before: healthy, but not the version asked for.
    if service.primary.get("id") != deployment:
        return f"ECS has put another version in its place ({service.task_definition.rpartition('/')[2]})"
    return None


def _last_words(services: Services, colour: str, deployment: str, service: Service) -> str:
    """Why a task stopped, or what the load balancer has against one; the last lines of the log are said."""
    ours = next((each["taskDefinition"] for each in service.deployments if each["id"] == deployment), None)
    stopped = _stopped(services, service.name, ours or service.task_definition)
    if stopped:
        _say_log(services, service, stopped)
        return f"; its last task stopped: {_why(stopped)}"
    sick = [each["TargetHealth"] for each in services.targets(colour) if each["TargetHealth"]["State"] == "unhealthy"]
    if sick:
        return f"; the load balancer says: {sick[0].get('Description') or sick[0].get('Reason', 'unhealthy')}"
    return f"; ECS says: {service.events[0]}" if service.events else ""


def _stopped(services: Services, name: str, version: str) -> dict[str, Any] | None:
    """The task of this version that stopped last. ECS forgets them after an hour."""
    ecs, cluster = services.ecs, services.cluster
    arns = ecs.list_tasks(cluster=cluster, serviceName=name, desiredStatus="STOPPED")["taskArns"]
    tasks = ecs.describe_tasks(cluster=cluster, tasks=arns)["tasks"] if arns else []
    ours = [each for each in tasks if each["taskDefinitionArn"] == version and "stoppedAt" in each]
    return max(ours, key=lambda task: task["stoppedAt"], default=None)


def _why(task: dict[str, Any]) -> str:
    reasons = [task.get("stoppedReason", "")]
    for each in task.get("containers", []):
        reasons.append(each.get("reason", ""))
        if each.get("exitCode"):
            reasons.append(f"{each['name']} ended with exit code {each['exitCode']}")
    return "; ".join(reason for reason in reasons if reason) or "ECS gives no reason"


def _say_log(services: Services, service: Service, task: dict[str, Any]) -> None:
    place = versions.log_of(versions.described(services.ecs, task["taskDefinitionArn"]), service.container)
    if place is None:
        return
    group, prefix = place
    stream = f"{prefix}/{task['taskArn'].rpartition('/')[2]}"
    try:
        events = services.logs.get_log_events(
            logGroupName=group, logStreamName=stream, limit=LINES, startFromHead=False
        )["events"]
    except ClientError as error:
        say(f"  its log {group}, {stream} cannot be read ({error.response['Error']['Code']})")
        return
    say(f"  the end of its log ({group}, {stream}):")
    for event in events:
        say(f"    {_printable(event['message'])}")


def _printable(text: str) -> str:
    """Without what would steer a terminal: a log repeats what visitors sent."""
    return "".join(c if c.isprintable() else " " for c in text.rstrip())
