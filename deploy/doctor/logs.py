"""The log groups: encrypted, and not kept for ever."""

from collections.abc import Iterator
from functools import partial

from deploy.doctor.finding import Check, Finding, failed, fault, judged, make, switch
from deploy.environment import Environment


def logs(environment: Environment) -> Iterator[Check]:
    for name in _groups(environment):
        yield Check(f"log {name}", partial(_group, environment, name))


def _groups(environment: Environment) -> list[str]:
    functions = [f"/aws/lambda/{name}" for name in environment.output("functions").values()]
    flow = [f"/vpc/{environment.project}"] if switch(environment, "flow_logs_enabled") else []
    return [*functions, f"/ecs/{environment.project.lower()}", *flow]


def _group(environment: Environment, name: str) -> Finding:
    answer = environment.client("logs").describe_log_groups(logGroupNamePrefix=name)
    found = next((group for group in answer["logGroups"] if group["logGroupName"] == name), None)
    mends = make(environment, "infra")
    if found is None:
        return failed("is missing", mends)
    wanted, kept = switch(environment, "log_retention_days"), found.get("retentionInDays")
    return judged(
        f"{kept} days",
        fault(kept != wanted, f"is kept {f'{kept} days' if kept else 'for ever'} instead of {wanted} days", mends),
        fault(not found.get("kmsKeyId"), "is not encrypted with the installation's key", mends),
    )
