"""The collector's functions, and the schedules that start two of them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from deploy.doctor.finding import Check, Fault, Finding, fault, judged, make, minor, switch
from deploy.environment import Environment
from deploy.terraform import ROOT

CONFIG = ROOT / "collector/.chalice/config.json"
PERIODS = {"rollup": timedelta(minutes=30), "archive": timedelta(hours=3)}
"""How long each job may be silent: it runs every five minutes, and every hour."""


def functions(environment: Environment) -> Iterator[Check]:
    deploys = make(environment, "ingest")
    for kind, name in environment.output("functions").items():
        yield Check(f"function {name}", partial(_function, environment, kind, name), deploys)
    for kind, silence in PERIODS.items():
        name = environment.output("functions")[kind]
        yield Check(f"schedule of {kind}", partial(_schedule, environment, name, silence), deploys)


def _function(environment: Environment, kind: str, name: str) -> Finding:
    found = environment.client("lambda").get_function_configuration(FunctionName=name)
    state, update = found.get("State", "Active"), found.get("LastUpdateStatus", "Successful")
    deploys, least = make(environment, "ingest"), _timeout(kind)
    role = environment.output("function_roles")[kind]
    return judged(
        f"{state}, {found.get('Runtime', 'image')} on {found.get('Architectures', ['x86_64'])[0]}, "
        f"{found['MemorySize']} MB, {found['Timeout']} s",
        fault(
            state not in ("Active", "Inactive"), f"is {state}: {found.get('StateReason', 'no reason given')}", deploys
        ),
        fault(update == "Failed", f"its last update failed: {found.get('LastUpdateStatusReason', '')}", deploys),
        fault(found["Role"] != role, f"has the role {found['Role']} instead of {role}", deploys),
        fault(found["Timeout"] < least, f"is stopped after {found['Timeout']} s instead of {least} s", deploys),
        fault(
            kind == "collector" and found["MemorySize"] < environment.output("collector")["memory"],
            f"has {found['MemorySize']} MB instead of {environment.output('collector')['memory']}",
            deploys,
        ),
        fault(_untraced(environment, found), "is not traced, although x_ray_tracing is on", deploys),
        *_settings(environment, kind, found.get("Environment", {}).get("Variables", {})),
    )


def _timeout(kind: str) -> int:
    config = json.loads(CONFIG.read_text())
    own = {name: stage.get("lambda_functions", {}).get(kind, {}) for name, stage in config["stages"].items()}
    return int(max([config["lambda_timeout"], *(each.get("lambda_timeout", 0) for each in own.values())]))


def _untraced(environment: Environment, found: Any) -> bool:
    return bool(switch(environment, "x_ray_tracing")) and found.get("TracingConfig", {}).get("Mode") != "Active"


def _settings(environment: Environment, kind: str, variables: dict[str, str]) -> Iterator[Fault | None]:
    """Names of settings only: values may be secret."""
    deploys = make(environment, "ingest")
    wanted = environment.output("collector")["environment"]
    wrong = [name for name, value in wanted.items() if variables.get(name) != value]
    yield fault(bool(wrong), f"other values than Terraform's for {', '.join(wrong)}", deploys)
    if kind == "collector" and environment.output("distribution_id"):
        believes = variables.get("LIVEINSIGHT_CLIENT_IP_HEADER", "").lower() == "cloudfront-viewer-address"
        yield fault(
            not believes or not variables.get("LIVEINSIGHT_PROXY_SECRET"),
            "all visitors have CloudFront's address: no LIVEINSIGHT_PROXY_SECRET or LIVEINSIGHT_CLIENT_IP_HEADER",
            deploys,
        )


def _schedule(environment: Environment, function: str, silence: timedelta) -> Finding:
    arn = environment.client("lambda").get_function_configuration(FunctionName=function)["FunctionArn"]
    events = environment.client("events")
    names = events.list_rule_names_by_target(TargetArn=arn)["RuleNames"]
    rules = [events.describe_rule(Name=name) for name in names]
    enabled = [rule for rule in rules if rule.get("State") == "ENABLED"]
    runs, errors = _runs(environment, function, silence)
    hours = silence / timedelta(hours=1)
    return judged(
        f"{', '.join(rule['ScheduleExpression'] for rule in enabled)}; {runs:.0f} runs in the last {hours:g} h",
        fault(not rules, "no rule of EventBridge starts it", make(environment, "ingest")),
        fault(bool(rules) and not enabled, f"its rule {', '.join(names)} is switched off", _enable(environment, names)),
        minor(
            bool(enabled) and not runs,
            f"was not started in the last {hours:g} h",
            f"after a first deployment wait; else: aws lambda get-policy --function-name {function}",
        ),
        minor(
            bool(errors), f"{errors:.0f} of its runs in the last {hours:g} h failed", f"aws logs tail {_log(function)}"
        ),
    )


def _enable(environment: Environment, names: list[str]) -> str:
    return f"aws events enable-rule --region {environment.region} --name {names[0]}" if names else ""


def _log(function: str) -> str:
    return f"/aws/lambda/{function} --since 3h --filter-pattern ERROR"


def _runs(environment: Environment, function: str, since: timedelta) -> tuple[float, float]:
    """Starts and failures since then, as Lambda counts them."""
    now = datetime.now(UTC)
    client = environment.client("cloudwatch")
    sums = []
    for metric in ("Invocations", "Errors"):
        answer = client.get_metric_statistics(
            Namespace="AWS/Lambda",
            MetricName=metric,
            Dimensions=[{"Name": "FunctionName", "Value": function}],
            StartTime=now - since,
            EndTime=now,
            Period=300,
            Statistics=["Sum"],
        )
        sums.append(sum(point["Sum"] for point in answer["Datapoints"]))
    return sums[0], sums[1]
