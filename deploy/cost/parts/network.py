"""Phase 6: the network."""

from collections.abc import Iterator

from deploy.cost.line import Line, Part
from deploy.cost.parts.logs import logged
from deploy.cost.phases import WEB
from deploy.cost.plan import Plan
from deploy.cost.workload import Workload

GATEWAYS = Part(WEB, "NAT gateways")
FLOW_LOGS = Part(WEB, "Flow logs")


def lines(plan: Plan, load: Workload) -> Iterator[Line]:
    hours = (load.given["hours"], "hours")
    gateways, addresses = plan.count("aws_nat_gateway"), plan.count("aws_eip")
    if gateways:
        yield GATEWAYS.line("gateways", "nat_gateway", (gateways, "gateways"), hours)
        yield GATEWAYS.line("traffic", "nat_gigabyte", (load.given["nat_gb"], "GB"))
    if addresses:
        yield GATEWAYS.line("public addresses", "public_address", (addresses, "addresses"), hours)
    if plan.has("aws_flow_log"):
        yield from logged(FLOW_LOGS, plan, load, "/vpc/", load.given["rejected_log_gb"])
