"""Alarms as Terraform sets and reads them.

Terraform speaks CloudWatch's older protocol, forms and XML. Over it ministack 1.5 forgets the metrics of a formula, and
names a third of what an alarm is, so that Terraform would find every alarm changed. Here forms are read and answers
written by the service's own description, as botocore has it; what ministack does with alarms stays its own.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import botocore.session
from ministack.services import cloudwatch

_MODEL: Any = botocore.session.get_session().get_service_model("cloudwatch")
_PUT = _MODEL.operation_model("PutMetricAlarm").input_shape
_DESCRIBE = _MODEL.operation_model("DescribeAlarms").input_shape
_ALARMS = _MODEL.operation_model("DescribeAlarms").output_shape.members["MetricAlarms"]
_STATISTICS = ("Statistic", "ExtendedStatistic")
_READ: dict[str, Callable[[str], Any]] = {"integer": int, "double": float, "boolean": lambda text: text == "true"}


def install() -> None:
    """Let ministack's CloudWatch keep all of an alarm, and tell it again."""
    put, describe = cloudwatch._put_metric_alarm, cloudwatch._describe_alarms

    def put_whole(params: Any, data: Any, is_cbor: bool, is_json: bool = False) -> Any:
        if is_cbor or is_json:
            return put(params, data, is_cbor, is_json)
        told = from_form(params, _PUT)
        answer = put({}, told, False, True)
        if answer[0] == 200:
            _keep(cloudwatch._alarms[told["AlarmName"]], told)
            return cloudwatch._xml(200, "PutMetricAlarmResponse", "")
        return answer

    def describe_whole(params: Any, data: Any, is_cbor: bool, is_json: bool = False) -> Any:
        if is_cbor or is_json:
            return describe(params, data, is_cbor, is_json)
        status, _, body = describe({}, from_form(params, _DESCRIBE) or {}, False, True)
        found = json.loads(body).get("MetricAlarms", [])
        inner = f"<DescribeAlarmsResult><MetricAlarms>{as_xml(found, _ALARMS)}</MetricAlarms></DescribeAlarmsResult>"
        return cloudwatch._xml(status, "DescribeAlarmsResponse", inner)

    cloudwatch._put_metric_alarm, cloudwatch._describe_alarms = put_whole, describe_whole


def _keep(alarm: dict[str, Any], told: dict[str, Any]) -> None:
    alarm.update(told)
    for name in _STATISTICS:
        if name not in told:
            alarm.pop(name, None)
    if "Metrics" in told:
        for name in ("MetricName", "Namespace", "Period", "Dimensions"):
            alarm.pop(name, None)


def from_form(params: Mapping[str, Any], shape: Any, prefix: str = "") -> Any:
    """What a form says about this shape, as plain data; None when it says nothing."""
    if shape.type_name == "structure":
        parts = {
            name: from_form(params, member, f"{prefix}.{name}".lstrip(".")) for name, member in shape.members.items()
        }
        return {name: value for name, value in parts.items() if value is not None} or None
    if shape.type_name == "list":
        found: list[Any] = []
        while (item := from_form(params, shape.member, f"{prefix}.member.{len(found) + 1}")) is not None:
            found.append(item)
        return found or None
    if prefix not in params:
        return None
    text = params[prefix][0] if isinstance(params[prefix], list) else params[prefix]
    return _READ.get(shape.type_name, str)(text)


def as_xml(value: Any, shape: Any) -> str:
    """Plain data in the XML of this shape, without an element around it. What the shape does not know is left out."""
    if shape.type_name == "structure":
        known = [(name, member) for name, member in shape.members.items() if value.get(name) is not None]
        return "".join(f"<{name}>{as_xml(value[name], member)}</{name}>" for name, member in known)
    if shape.type_name == "list":
        return "".join(f"<member>{as_xml(item, shape.member)}</member>" for item in value)
    if shape.type_name == "timestamp":
        return datetime.fromtimestamp(value, UTC).isoformat()
    return escape(str(value).lower() if isinstance(value, bool) else str(value))
