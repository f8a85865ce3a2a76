"""Metrics as log lines in CloudWatch's embedded metric format: no call, no wait, no extra library.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
Site and reasons are properties, not dimensions: each value of a dimension costs as a metric of its own. Logs Insights
sums them up, such as `stats sum(dropped.bot), sum(dropped.too_old) by site`. What is zero is left out, for logs are
paid by the byte.
"""

import sys
import time
from collections import Counter

import msgspec

from liveinsight.ingest.pipeline import Outcome
from liveinsight.settings import settings

INVALID = "invalid_event"
"""Why an event of a beacon that may be taken in part was dropped: it could not be read."""
Metrics = dict[str, tuple[float, str]]
"""Metric name → (value, CloudWatch unit)"""
Properties = dict[str, str | dict[str, int]]
DIMENSIONS = {"Service": "collector"}


def beacon(outcome: Outcome, took_ms: float) -> None:
    """Accepted and dropped events of one beacon, the latter by reason, and how long it took."""
    reasons = Counter(reason.value for _, reason in outcome.dropped)
    if outcome.wrong:
        reasons[INVALID] = len(outcome.wrong)
    values: Metrics = {
        "EventsAccepted": (outcome.accepted, "Count"),
        "BeaconLatency": (round(took_ms, 3), "Milliseconds"),
    }
    properties: Properties = {"site": outcome.site}
    if reasons:
        values["EventsDropped"] = (reasons.total(), "Count")
        properties["dropped"] = dict(reasons)
    _emit(values, properties)


def refusal(code: str, took_ms: float) -> None:
    """A beacon that was refused as a whole, by error code."""
    _emit({"BeaconsRefused": (1, "Count"), "BeaconLatency": (round(took_ms, 3), "Milliseconds")}, {"code": code})


def _emit(values: Metrics, properties: Properties) -> None:
    directive = {
        "Namespace": settings().metrics_namespace,
        "Dimensions": [list(DIMENSIONS)],
        "Metrics": [{"Name": name, "Unit": unit} for name, (_, unit) in values.items()],
    }
    line = {
        "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]},
        **DIMENSIONS,
        **properties,
        **{name: value for name, (value, _) in values.items()},
    }
    sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
