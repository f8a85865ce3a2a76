"""Phase 8: CloudFront, Route 53."""

from collections.abc import Iterator

from deploy.cost.line import Line, Part
from deploy.cost.phases import EDGE
from deploy.cost.plan import Plan
from deploy.cost.workload import Workload

FRONT = Part(EDGE, "CloudFront")
DOMAIN = Part(EDGE, "Route 53")


def lines(plan: Plan, load: Workload) -> Iterator[Line]:
    if plan.has("aws_cloudfront_distribution"):
        yield FRONT.line("requests", "edge_request", (load.edge_requests, "beacons, scripts and requests of pages"))
        if plan.has("aws_route53_health_check"):
            yield FRONT.line("checks from outside", "edge_request", (load.given["check_requests"], "requests"))
        yield FRONT.line("to browsers", "edge_out", (load.edge_out_gb, "GB"))
        yield FRONT.line("to the API", "edge_to_origin", (load.to_origin_gb, "GB"))
    zones, checks = plan.count("aws_route53_zone"), plan.all("aws_route53_health_check")
    if zones:
        yield DOMAIN.line("zones", "zone", (zones, "zones"))
    if checks:
        yield DOMAIN.line("health checks", "health_check", (len(checks), "checks"))
        tls = sum(str(check["type"]).startswith("HTTPS") for check in checks)
        yield DOMAIN.line("by HTTPS", "health_check_feature", (tls, "checks"))
