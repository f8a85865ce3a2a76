"""Phase 8: WAF and GuardDuty."""

from collections.abc import Iterator

from deploy.cost.line import Line, Part
from deploy.cost.phases import EDGE
from deploy.cost.plan import Plan, blocks
from deploy.cost.workload import Workload

FIREWALL = Part(EDGE, "WAF")
GUARD = Part(EDGE, "GuardDuty")


def lines(plan: Plan, load: Workload) -> Iterator[Line]:
    for acl in plan.all("aws_wafv2_web_acl"):
        yield FIREWALL.line("web ACL", "firewall", (1, "web ACL"))
        yield FIREWALL.line("rules", "firewall_rule", (len(blocks(acl, "rule")), "rules"))
        yield FIREWALL.line("requests", "firewall_request", (load.edge_requests, "requests"))
        if plan.has("aws_route53_health_check"):
            yield FIREWALL.line("checks from outside", "firewall_request", (load.given["check_requests"], "requests"))
    if plan.has("aws_guardduty_detector"):
        given = load.given
        yield GUARD.line("management events", "guard_event", (given["guard_events"], "events"))
        yield GUARD.line("logs", "guard_gigabyte", (given["guard_gb"], "GB"))
        yield GUARD.line("events of buckets", "guard_bucket_event", (given["guard_bucket_events"], "events"))
