"""The load balancer, and the tasks behind it as it sees them."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from deploy.doctor.finding import Check, Finding, fault, judged, make
from deploy.environment import Environment
from deploy.errors import Refused
from deploy.web.traffic import Traffic


def load_balancer(environment: Environment) -> Iterator[Check]:
    yield Check("load balancer", partial(_load_balancer, environment))
    yield Check("traffic between colours", partial(_traffic, environment))
    yield Check("targets with traffic", partial(_targets, environment))


def _load_balancer(environment: Environment) -> Finding:
    client = environment.client("elbv2")
    (found,) = client.describe_load_balancers(Names=[f"{environment.project}-alb"])["LoadBalancers"]
    state = found["State"]["Code"]
    return judged(
        f"{state}, {found['DNSName']}",
        fault(state != "active", f"is {state} {found['State'].get('Reason', '')}".strip(), make(environment, "infra")),
    )


def weights(environment: Environment) -> dict[str, int]:
    """Colour → its share of the traffic, as the load balancer has it; none for both where it forwards to neither."""
    groups = environment.output("target_groups")
    listener, rule = environment.output("listener"), environment.outputs.get("traffic_rule", "")
    try:
        return Traffic(environment.client("elbv2"), groups, listener, rule).weights()
    except Refused:
        return dict.fromkeys(groups, 0)


def live(shares: Mapping[str, int]) -> list[str]:
    """Colours that have traffic."""
    return [colour for colour, share in shares.items() if share]


def _traffic(environment: Environment) -> Finding:
    shares = weights(environment)
    told = ", ".join(f"{colour} {share}" for colour, share in shares.items())
    return judged(
        told,
        fault(not live(shares), f"no colour has any traffic ({told})", make(environment, "infra")),
        fault(
            len(live(shares)) > 1, f"a switch was broken off or is under way ({told})", make(environment, "blue-green")
        ),
    )


def _targets(environment: Environment) -> Finding:
    client, lines, bad = environment.client("elbv2"), [], False
    for colour in live(weights(environment)):
        arn = environment.output("target_groups")[colour]
        targets = client.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
        serving = [each for each in targets if each["TargetHealth"]["State"] != "draining"]
        sick = [each for each in serving if each["TargetHealth"]["State"] not in ("healthy", "initial")]
        bad |= bool(sick) or not serving
        lines.append(f"{colour}: {len(serving) - len(sick)} of {len(serving)} healthy")
        lines += [_told(each) for each in sick]
    return judged(
        "\n".join(lines) or "no colour has traffic",
        fault(
            bad,
            "\n".join(lines),
            f"aws logs tail /ecs/{environment.project.lower()} --since 30m; then {make(environment, 'rollback')}",
        ),
    )


def _told(target: Any) -> str:
    health = target["TargetHealth"]
    return f"{target['Target']['Id']} is {health['State']}: {health.get('Description') or health.get('Reason', '')}"
