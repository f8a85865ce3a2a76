"""Phase 7: alarms, dashboards, metrics, traces."""

from collections.abc import Iterator

from deploy.cost.line import Line, Part
from deploy.cost.phases import MONITORING
from deploy.cost.plan import Plan, Resource, blocks
from deploy.cost.workload import Workload

ALARMS = Part(MONITORING, "Alarms")
DASHBOARDS = Part(MONITORING, "CloudWatch dashboards")
METRICS = Part(MONITORING, "Metrics")
TRACES = Part(MONITORING, "X-Ray")
MINUTE_S = 60


def lines(plan: Plan, load: Workload) -> Iterator[Line]:
    yield from _alarms(plan, load)
    yield DASHBOARDS.line("dashboards", "dashboard", (plan.count("aws_cloudwatch_dashboard"), "dashboards"))
    yield from _metrics(plan, load)
    for rule in plan.all("aws_xray_sampling_rule"):
        traces = load.traces(rule["reservoir_size"], rule["fixed_rate"])
        yield TRACES.line(f"{rule['fixed_rate']:.0%} of the beacons", "trace", (traces, "traces"))


def _alarms(plan: Plan, load: Workload) -> Iterator[Line]:
    alarms = plan.all("aws_cloudwatch_metric_alarm")
    fast = [alarm for alarm in alarms if _fast(alarm)]
    slow = [alarm for alarm in alarms if not _fast(alarm)]
    yield ALARMS.line(f"{len(slow)} alarms", "alarm_metric", (sum(map(_watched, slow)), "metrics"))
    if fast:
        yield ALARMS.line(f"{len(fast)} fast ones", "fast_alarm_metric", (sum(map(_watched, fast)), "metrics"))
    if plan.has("aws_sns_topic_subscription"):
        yield ALARMS.line("mails", "mail", (load.given["mails"], "mails"))


def _watched(alarm: Resource) -> int:
    """An alarm on a sum of metrics is paid for each of them."""
    return sum(bool(query.get("metric")) for query in blocks(alarm, "metric_query")) or 1


def _fast(alarm: Resource) -> bool:
    return (alarm.get("period") or MINUTE_S) < MINUTE_S


def _metrics(plan: Plan, load: Workload) -> Iterator[Line]:
    yield METRICS.line("of the collector", "custom_metric", (load.given["own_metrics"], "metrics"))
    filters = plan.count("aws_cloudwatch_log_metric_filter")
    if filters:
        yield METRICS.line("out of logs", "custom_metric", (filters, "filters"))
    if any(
        block.get("metrics_enabled")
        for settings in plan.all("aws_api_gateway_method_settings")
        for block in blocks(settings, "settings")
    ):
        yield METRICS.line("by route", "custom_metric", (load.given["method_metrics"], "metrics"))
    if any(_insights(cluster) for cluster in plan.all("aws_ecs_cluster")):
        yield METRICS.line("of containers", "container_metric", (load.given["container_metrics"], "metrics"))
        yield METRICS.line("of containers, logged", "log_ingestion", (load.given["container_log_gb"], "GB"))


def _insights(cluster: Resource) -> bool:
    return any(
        block["name"] == "containerInsights" and block["value"] != "disabled" for block in blocks(cluster, "setting")
    )
