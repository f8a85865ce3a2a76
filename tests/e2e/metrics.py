"""Which metrics there are: what AWS documents, and what the collector's log lines and the log filters make.

`DOCUMENTED` was compared with the pages named there in November 2026; for DynamoDB, ECS, load balancers and API Gateway
with their public sources, of 2023. Which dimensions AWS Backup and Route 53 have is taken from Grafana's list of them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.e2e.stack import Stack


@dataclass(frozen=True)
class Metric:
    """A metric by its identity: two alarms on the same name but other dimensions see different things."""

    namespace: str
    name: str
    dimensions: frozenset[str]


def _all(namespace: str, names: str, *dimensions: str) -> set[Metric]:
    return {Metric(namespace, name, frozenset(dimensions)) for name in names.split()}


DOCUMENTED = {
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
    *_all("AWS/ApiGateway", "4XXError 5XXError Count Latency IntegrationLatency", "ApiName", "Stage"),
    # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html and monitoring-metrics-view.html
    *_all("AWS/Lambda", "Invocations Errors Throttles Duration ConcurrentExecutions", "FunctionName"),
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
    *_all(
        "AWS/DynamoDB",
        "ConsumedReadCapacityUnits ConsumedWriteCapacityUnits ReadThrottleEvents WriteThrottleEvents",
        "TableName",
    ),
    *_all("AWS/DynamoDB", "SystemErrors SuccessfulRequestLatency ThrottledRequests", "TableName", "Operation"),
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
    *_all("AWS/ECS", "CPUUtilization MemoryUtilization", "ClusterName", "ServiceName"),
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
    *_all("AWS/ApplicationELB", "RequestCount HTTPCode_ELB_5XX_Count HTTPCode_Target_5XX_Count", "LoadBalancer"),
    *_all("AWS/ApplicationELB", "HealthyHostCount UnHealthyHostCount", "LoadBalancer", "TargetGroup"),
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
    *_all("AWS/Backup", "NumberOfBackupJobsCompleted NumberOfBackupJobsFailed", "BackupVaultName"),
    # https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
    *_all("AWS/Route53", "HealthCheckStatus", "HealthCheckId"),
}


def of_alarm(alarm: dict[str, Any]) -> Iterator[tuple[Metric, dict[str, str]]]:
    """The metrics that an alarm looks at, with the values of their dimensions."""
    looked_at = [each["MetricStat"]["Metric"] for each in alarm.get("Metrics", []) if "MetricStat" in each] or [alarm]
    for each in looked_at:
        values = {one["Name"]: one["Value"] for one in each.get("Dimensions", [])}
        yield Metric(each["Namespace"], each["MetricName"], frozenset(values)), values


def of_widget(widget: dict[str, Any]) -> Iterator[tuple[Metric, dict[str, str]]]:
    """The metrics that a dashboard's widget draws, with the values of their dimensions; none where it asks a log."""
    for metric in widget["properties"].get("metrics", []):
        assert isinstance(metric, list), f"{widget['properties']['title']}: {metric} is no metric, which is a list"
        namespace, name, *rest = metric
        pairs = [each for each in rest if isinstance(each, str)]
        values = dict(zip(pairs[::2], pairs[1::2], strict=True))
        yield Metric(namespace, name, frozenset(values)), values


def of_log_lines(lines: list[str]) -> Iterator[tuple[Metric, dict[str, str]]]:
    """The metrics that CloudWatch makes of lines in its embedded format, with the values of their dimensions."""
    for line in lines:
        if not line.startswith('{"_aws"'):
            continue
        said = json.loads(line)
        for directive in said["_aws"]["CloudWatchMetrics"]:
            for dimensions in directive["Dimensions"]:
                values = {name: said[name] for name in dimensions}
                for each in directive["Metrics"]:
                    assert isinstance(said[each["Name"]], int | float), line
                    yield Metric(directive["Namespace"], each["Name"], frozenset(dimensions)), values


def of_filters(stack: Stack) -> dict[Metric, dict[str, Any]]:
    """The metrics that filters make of log lines → the filter."""
    found = stack.client("logs").describe_metric_filters()["metricFilters"]
    return {
        Metric(made["metricNamespace"], made["metricName"], frozenset(made.get("dimensions", {}))): each
        for each in found
        for made in each["metricTransformations"]
    }
