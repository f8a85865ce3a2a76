"""Phases 1–5: the collector's API and functions, as `chalice deploy` makes them, and their logs."""

from collections.abc import Iterator

from deploy.cost.line import Line, Part
from deploy.cost.parts.logs import logged
from deploy.cost.phases import INGESTION
from deploy.cost.plan import Plan
from deploy.cost.workload import Workload

API = Part(INGESTION, "API Gateway")
FUNCTIONS = Part(INGESTION, "Lambda")
LOGS = Part(INGESTION, "Logs of the functions")


def lines(plan: Plan, load: Workload) -> Iterator[Line]:
    yield API.line("beacons", "api_request", (load.beacons, "requests"))
    yield from _functions(load)
    yield from logged(LOGS, plan, load, "/aws/lambda/", _log_gb(plan, load))
    if not plan.has("aws_cloudfront_distribution"):
        yield API.line("answers to browsers", "internet", (load.answers_gb, "GB"))


def _functions(load: Workload) -> Iterator[Line]:
    given = load.given
    yield FUNCTIONS.line("invocations", "lambda_request", (load.beacons + load.runs, "beacons and runs"))
    yield FUNCTIONS.line(
        "collector",
        "lambda_gb_second",
        (load.beacons, "beacons"),
        (given["collector_ms"] / 1000, "s"),
        (given["collector_mb"] / 1024, "GB"),
    )
    yield FUNCTIONS.line("rollup", "lambda_gb_second", (load.rollup_gb_seconds, "GB-s"))
    yield FUNCTIONS.line("archive", "lambda_gb_second", (load.archive_gb_seconds, "GB-s"))


def _log_gb(plan: Plan, load: Workload) -> float:
    traced = sum(load.traces(rule["reservoir_size"], rule["fixed_rate"]) for rule in plan.all("aws_xray_sampling_rule"))
    return load.collector_log_gb + load.job_log_gb + traced * load.given["traced_log_bytes"] / 1e9
