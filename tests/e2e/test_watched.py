"""Alarms and dashboards: each looks at a metric that AWS, the collector or a log filter really makes."""

import json
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from liveinsight import sites, tables
from liveinsight.ingest.draft import DropReason
from liveinsight.logs import JsonLines
from liveinsight.settings import Settings
from local.ports import LOOPBACK
from tests.e2e import metrics
from tests.e2e.conftest import Made
from tests.e2e.metrics import DOCUMENTED, Metric
from tests.integration.first_party import servers

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
SPEC = {
    "api-errors", "api-latency", "collector-duration", "collector-errors", "collector-throttles", "throttles-Events",
    "system-errors-Events", "ecs-cpu-blue", "ecs-memory-blue", "alb-5xx", "alb-unhealthy-blue", "backup-failed",
}  # fmt: skip


@pytest.fixture(scope="module")
def alarms(made: Made) -> list[dict[str, Any]]:
    return list(made.stack.client("cloudwatch").describe_alarms(MaxRecords=100)["MetricAlarms"])


@pytest.fixture(scope="module")
def widgets(made: Made) -> list[dict[str, Any]]:
    client = made.stack.client("cloudwatch")
    names = ("LiveInsight-dashboard", "LiveInsight-BusinessMetrics")
    bodies = [json.loads(client.get_dashboard(DashboardName=name)["DashboardBody"]) for name in names]
    return [widget for body in bodies for widget in body["widgets"]]


@pytest.fixture(scope="module")
def emitted(made: Made, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Metric, dict[str, str]]]:
    """What the collector logs on the tables that Terraform made: for what it takes, leaves out and refuses."""
    settings = Settings(project_name="LiveInsight", endpoint_url=made.stack.endpoint)
    tables.bind(settings)
    site = sites.add("Shop", "shop.example")
    log = tmp_path_factory.mktemp("collector") / "collector.log"
    with servers.collector(settings, log, {"LIVEINSIGHT_TRUSTED_PROXIES": LOOPBACK}) as port:
        for agent, body in _beacons(site.key):
            _send(port, agent, body)
    return list(metrics.of_log_lines(_lines(log)))


def _lines(log: Path) -> list[str]:
    return log.read_text().splitlines()


def _beacons(key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    now = time.time_ns() // 1_000_000
    page = {"type": "pageview", "url": "https://shop.example/"}
    good = {**page, "id": "a", "at": now}
    yield AGENT, {"site": key, "events": [good, good, {**page, "id": "b", "at": now - 2 * 86_400_000}]}
    yield AGENT, {"site": key, "events": [{**good, "id": "c", "url": "mailto:a@shop.example"}]}
    yield "Googlebot/2.1 (+http://www.google.com/bot.html)", {"site": key, "events": [{**good, "id": "d"}]}
    yield AGENT, {"test": "data"}


def _send(port: int, agent: str, body: dict[str, Any]) -> None:
    request = Request(f"http://{LOOPBACK}:{port}/events", json.dumps(body).encode(), {"User-Agent": agent})
    request.add_header("Content-Type", "text/plain")
    if "events" in body:
        urlopen(request, timeout=30).close()
    else:
        with pytest.raises(HTTPError, match="400"):
            urlopen(request, timeout=30)


def test_the_collector_emits_what_it_should(emitted: list[tuple[Metric, dict[str, str]]]) -> None:
    """So that the comparisons below compare with something."""
    names = {metric.name for metric, _ in emitted}
    assert names == {"EventsAccepted", "EventsDropped", "BeaconLatency", "BeaconsRefused"}


def test_every_alarm_looks_at_a_metric_that_exists(
    made: Made, alarms: list[dict[str, Any]], emitted: list[tuple[Metric, dict[str, str]]]
) -> None:
    known = DOCUMENTED | {metric for metric, _ in emitted} | set(metrics.of_filters(made.stack))
    unknown = {
        alarm["AlarmName"]: metric for alarm in alarms for metric, _ in metrics.of_alarm(alarm) if metric not in known
    }
    assert not unknown
    assert {f"LiveInsight-{name}" for name in SPEC} <= {alarm["AlarmName"] for alarm in alarms}


def test_every_alarm_names_things_that_are_there(made: Made, alarms: list[dict[str, Any]]) -> None:
    """The values of dimensions, beside what the services themselves say of their names."""
    there = _there(made)
    for alarm in alarms:
        for _, values in metrics.of_alarm(alarm):
            for dimension, value in values.items():
                assert value in there[dimension], f"{alarm['AlarmName']} looks at {dimension} {value}"


def _there(made: Made) -> dict[str, set[str]]:
    stack, functions = made.stack, json.loads((servers.ROOT / "collector/.chalice/config.json").read_text())
    app = functions["app_name"]
    balancers = stack.client("elbv2")
    (balancer,) = balancers.describe_load_balancers()["LoadBalancers"]
    groups = balancers.describe_target_groups()["TargetGroups"]
    services = stack.client("ecs").list_services(cluster="LiveInsight-cluster")["serviceArns"]
    return {
        "ApiName": {app},
        "Stage": {stage["api_gateway_stage"] for stage in functions["stages"].values()},
        "FunctionName": {f"{app}-development{suffix}" for suffix in ("", "-rollup", "-archive")},
        "TableName": set(stack.client("dynamodb").list_tables()["TableNames"]),
        "Operation": set(stack.client("dynamodb").meta.service_model.operation_names),
        "ClusterName": {"LiveInsight-cluster"},
        "ServiceName": {arn.rpartition("/")[2] for arn in services},
        "LoadBalancer": {balancer["LoadBalancerArn"].partition(":loadbalancer/")[2]},
        "TargetGroup": {group["TargetGroupArn"].rpartition(":")[2] for group in groups},
        "BackupVaultName": {
            each["BackupVaultName"] for each in stack.client("backup").list_backup_vaults()["BackupVaultList"]
        },
        "HealthCheckId": {each["Id"] for each in stack.client("route53").list_health_checks()["HealthChecks"]},
    }


def test_every_alarm_tells_the_topic_that_may_be_told(made: Made, alarms: list[dict[str, Any]]) -> None:
    topic = made.stack.outputs()["alarm_topic"]
    assert {target for alarm in alarms for target in (*alarm["AlarmActions"], *alarm["OKActions"])} == {topic}
    assert all(alarm["ActionsEnabled"] for alarm in alarms)
    policy = json.loads(made.stack.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"])
    publishers = {
        service
        for statement in policy["Statement"]
        if statement["Effect"] == "Allow"
        for service in _listed(statement["Principal"]["Service"])
    }
    assert publishers == {"cloudwatch.amazonaws.com", "budgets.amazonaws.com", "events.amazonaws.com"}
    # Who publishes to an encrypted topic needs its key as well.
    key = made.resources["module.data.aws_kms_key.this"]
    assert all(service in key["policy"] for service in publishers)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_every_widget_draws_a_metric_that_exists(
    made: Made, widgets: list[dict[str, Any]], emitted: list[tuple[Metric, dict[str, str]]]
) -> None:
    known = DOCUMENTED | {metric for metric, _ in emitted} | set(metrics.of_filters(made.stack))
    drawn = {metric for widget in widgets for metric, _ in metrics.of_widget(widget)}
    assert not drawn - known
    assert {"EventsAccepted", "BeaconLatency", "collectorErrors"} <= {metric.name for metric in drawn}


def test_the_business_dashboard_has_every_reason_and_the_collectors_own_dimensions(
    made: Made, widgets: list[dict[str, Any]], emitted: list[tuple[Metric, dict[str, str]]]
) -> None:
    (query,) = (widget["properties"]["query"] for widget in widgets if widget["type"] == "log")
    assert set(re.findall(r"sum\(dropped\.(\w+)\)", query)) == {*DropReason, "invalid_event"}
    (log,) = re.findall(r"SOURCE '([^']+)'", query)
    assert log in {each["logGroupName"] for each in made.stack.client("logs").describe_log_groups()["logGroups"]}
    drawn = [each for widget in widgets for each in metrics.of_widget(widget) if each[0].namespace == "LiveInsight"]
    assert {values["Service"] for _, values in drawn} == {values["Service"] for _, values in emitted}


def test_filters_find_what_the_code_logs(made: Made) -> None:
    """A line of each level, as the code writes it, beside the filter's pattern."""
    patterns = {each["filterPattern"] for each in metrics.of_filters(made.stack).values()}
    for level in (logging.ERROR, logging.WARNING):
        record = logging.LogRecord("liveinsight", level, __file__, 1, "it went wrong", None, None)
        said = json.loads(JsonLines().format(record))["level"]
        assert f'{{ $.level = "{said}" }}' in patterns
    groups = {each["logGroupName"] for each in made.stack.client("logs").describe_log_groups()["logGroups"]}
    assert {each["logGroupName"] for each in metrics.of_filters(made.stack).values()} <= groups
