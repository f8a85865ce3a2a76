"""The rules of EventBridge that start rollup and archive, and how often they do."""

from collections.abc import Mapping

from tests.e2e.stack import Stack

RATES = {"rollup": "rate(5 minutes)", "archive": "rate(1 hour)"}
"""As the collector has them."""
QUICK = dict.fromkeys(RATES, "rate(1 minute)")


def rule(functions: Mapping[str, str], job: str) -> str:
    """The rule that Chalice has made for a job; `functions` is Terraform's output."""
    return f"{functions[job]}-event"


def rates(stack: Stack, functions: Mapping[str, str]) -> dict[str, str]:
    """Job → how often it is started."""
    events = stack.client("events")
    return {job: str(events.describe_rule(Name=rule(functions, job))["ScheduleExpression"]) for job in RATES}


def set_rates(stack: Stack, functions: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    events = stack.client("events")
    for job, rate in wanted.items():
        events.put_rule(Name=rule(functions, job), ScheduleExpression=rate)
