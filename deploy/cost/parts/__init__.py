"""The lines of the bill, one module for a concern, each with `lines(plan, load)`.

The collector's functions and their API are not in the plan, for Chalice makes them; they are always there.
"""

from collections.abc import Callable, Iterator

from deploy.cost.line import Line
from deploy.cost.parts import backup, data, edge, firewall, ingestion, monitoring, network, web
from deploy.cost.plan import Plan
from deploy.cost.workload import Workload

PARTS: tuple[Callable[[Plan, Workload], Iterator[Line]], ...] = (
    ingestion.lines,
    data.lines,
    web.lines,
    network.lines,
    monitoring.lines,
    edge.lines,
    firewall.lines,
    backup.lines,
)
