"""The alarms: which stand, what each asks to be done, and whether anybody is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from deploy.doctor.finding import Check, Finding, fault, judged, make, minor, off, switch
from deploy.environment import Environment

GLOBAL = "us-east-1"
"""Route 53 measures here only, so the alarm about the check from outside lies here."""
AT_ONCE = 100
NAMED = 5


def alarms(environment: Environment) -> Iterator[Check]:
    yield Check("alarms", partial(_alarms, environment))
    yield Check("who is told", partial(_subscriptions, environment))


def _alarms(environment: Environment) -> Finding:
    wanted = list(environment.output("alarms"))
    found = _described(environment, wanted)
    alarmed = [each for each in found.values() if each["StateValue"] == "ALARM"]
    new = [each for each in alarmed if _is_new(each)]
    ringing = [each for each in alarmed if each not in new]
    blind = sorted(name for name, each in found.items() if each["StateValue"] == "INSUFFICIENT_DATA")
    silent = sorted(name for name, each in found.items() if not each.get("ActionsEnabled", True))
    lacking, mends = sorted(set(wanted) - found.keys()), make(environment, "infra")
    return judged(
        f"{len(found)}, none in alarm",
        fault(bool(lacking), f"missing: {_named(lacking)}", mends),
        fault(bool(ringing), "\n".join(_told(each) for each in ringing), "do what each says; it ends by itself"),
        fault(bool(silent), f"told to nobody, their actions are switched off: {_named(silent)}", mends),
        minor(
            bool(new),
            f"waiting for what they count for the first time: {_named(sorted(each['AlarmName'] for each in new))}",
            "look again tomorrow; they begin in alarm, and end by themselves",
        ),
        minor(
            bool(blind),
            f"nothing measured yet: {_named(blind)}",
            "wait a quarter of an hour; they say ok when nothing bad was measured",
        ),
    )


def _described(environment: Environment, names: list[str]) -> dict[str, Any]:
    """Name → alarm, wherever it lies."""
    found: dict[str, Any] = {}
    for region in dict.fromkeys((environment.region, GLOBAL)):
        sought = [name for name in names if name not in found]
        client = environment.client("cloudwatch", region)
        for start in range(0, len(sought), AT_ONCE):
            some = sought[start : start + AT_ONCE]
            answer = client.describe_alarms(AlarmNames=some, MaxRecords=AT_ONCE)
            found |= {alarm["AlarmName"]: alarm for alarm in answer["MetricAlarms"]}
    return found


def _is_new(alarm: Any) -> bool:
    """Silence is what it tells of, and so short a time after it was made there is always silence."""
    patience = timedelta(seconds=2 * alarm.get("Period", 0) * alarm["EvaluationPeriods"])
    made = alarm.get("AlarmConfigurationUpdatedTimestamp")
    return bool(alarm.get("TreatMissingData") == "breaching" and made and datetime.now(UTC) - made < patience)


def _told(alarm: Any) -> str:
    since = alarm.get("StateUpdatedTimestamp")
    when = f" since {since:%Y-%m-%d %H:%M}" if since else ""
    return f"{alarm['AlarmName']}{when}: {alarm.get('AlarmDescription') or alarm.get('StateReason', '')}"


def _named(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _subscriptions(environment: Environment) -> Finding:
    topic = environment.output("alarm_topic")
    client = environment.client("sns")
    pages = client.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    found = [each for page in pages for each in page["Subscriptions"] if each["SubscriptionArn"] != "Deleted"]
    pending = [each for each in found if _is_pending(client, each["SubscriptionArn"])]
    if not found and not switch(environment, "alarm_email_given"):
        return off("nobody is told of alarms (alarm_email is empty)")
    return judged(
        f"{len(found)} subscribed to {topic.rpartition(':')[2]}",
        fault(not found, "nobody is told of alarms", make(environment, "infra")),
        fault(
            bool(pending),
            f"{len(pending)} of {len(found)} did not confirm: nobody there is told of alarms",
            "follow the link in the mail of AWS Notifications (look into spam, too)",
        ),
    )


def _is_pending(client: Any, arn: str) -> bool:
    """AWS gives no ARN to a subscription before it is confirmed."""
    if not arn.startswith("arn:"):
        return True
    return bool(
        client.get_subscription_attributes(SubscriptionArn=arn)["Attributes"].get("PendingConfirmation") == "true"
    )
