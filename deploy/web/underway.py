"""A switch in progress, as the load balancer remembers it: a rule before the one with the weights.

The rule is there from a switch's first change to its last, so whoever finds one knows that a switch is going on, or
broke off. Its tags say from where to where. Its condition, a header with a random value, is the way by which the new
colour can be tried before visitors see it; nobody else knows that value.
"""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from deploy.errors import Refused
from deploy.web.traffic import Traffic

HEADER = "X-LiveInsight-Colour"
TAG = "liveinsight:"


@dataclass(frozen=True)
class Underway:
    """A switch from one colour to the other. `before` is the version that the other had, `since` an ISO time in UTC;
    `token` is the header's value.
    """

    rule: str
    token: str
    source: str
    target: str
    before: str
    since: str


def find(traffic: Traffic) -> Underway | None:
    """The switch that is in progress or broke off; None when there is none."""
    for rule in _rules(traffic):
        tokens = [
            each["HttpHeaderConfig"]["Values"][0]
            for each in rule["Conditions"]
            if each.get("HttpHeaderConfig", {}).get("HttpHeaderName", "").lower() == HEADER.lower()
        ]
        if tokens:
            (told,) = traffic.elbv2.describe_tags(ResourceArns=[rule["RuleArn"]])["TagDescriptions"]
            tags = {each["Key"].removeprefix(TAG): each["Value"] for each in told["Tags"]}
            names = ("from", "to", "before", "since")
            return Underway(rule["RuleArn"], tokens[0], *(tags.get(name, "") for name in names))
    return None


def begin(traffic: Traffic, source: str, target: str, before: str) -> Underway:
    """Make the rule. Until `lead` it answers by itself, with the token, which shows whether the way is open."""
    token = secrets.token_hex(16)
    since = datetime.now(UTC).isoformat(timespec="seconds")
    tags = {"from": source, "to": target, "before": before, "since": since}
    header = {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": HEADER, "Values": [token]}}
    answer = {"StatusCode": "200", "ContentType": "text/plain", "MessageBody": token}
    made = traffic.elbv2.create_rule(
        ListenerArn=traffic.listener,
        Priority=_free(traffic),
        Conditions=[*traffic.conditions(), header],
        Actions=[{"Type": "fixed-response", "FixedResponseConfig": answer}],
        Tags=[{"Key": TAG + name, "Value": value} for name, value in tags.items()],
    )
    return Underway(made["Rules"][0]["RuleArn"], token, source, target, before, since)


def lead(traffic: Traffic, underway: Underway) -> None:
    """Requests with the token go to the new colour from now on."""
    actions = [{"Type": "forward", "TargetGroupArn": traffic.groups[underway.target]}]
    traffic.elbv2.modify_rule(RuleArn=underway.rule, Actions=actions)


def end(traffic: Traffic, underway: Underway) -> None:
    """The switch is over, one way or the other; somebody else may have ended it."""
    with suppress(traffic.elbv2.exceptions.RuleNotFoundException):
        traffic.elbv2.delete_rule(RuleArn=underway.rule)


def _free(traffic: Traffic) -> int:
    """The last free place before the rule with the weights."""
    rules = list(_rules(traffic))
    taken = {int(rule["Priority"]) for rule in rules if rule["Priority"].isdigit()}
    before = next((int(rule["Priority"]) for rule in rules if rule["RuleArn"] == traffic.rule), 101)
    free = [place for place in range(1, before) if place not in taken]
    if not free:
        raise Refused("other rules of the listener take every place before the one with the weights; move one of them")
    return free[-1]


def _rules(traffic: Traffic) -> Iterable[dict[str, Any]]:
    for page in traffic.elbv2.get_paginator("describe_rules").paginate(ListenerArn=traffic.listener):
        yield from page["Rules"]
