"""Phase 6: the dashboard's tasks, their image, the load balancer."""

from collections.abc import Iterator

from deploy.cost.line import Line, Part
from deploy.cost.parts.logs import logged
from deploy.cost.phases import WEB
from deploy.cost.plan import Plan, Resource, blocks
from deploy.cost.workload import Workload

TASKS = Part(WEB, "Fargate")
BALANCER = Part(WEB, "Load balancer")
IMAGES = Part(WEB, "Images and logs")
UNIT_GB = 1
"""An hour of a load balancer's capacity unit carries as much; the other measures of it stay far below."""

LOG_FILES_AN_HOUR = 12
"""Written for each address: one in five minutes."""


def lines(plan: Plan, load: Workload) -> Iterator[Line]:
    sizes = plan.all("aws_ecs_task_definition")
    for service in plan.all("aws_ecs_service"):
        if service["desired_count"]:
            yield from _tasks(service, sizes[0], load)
    for balancer in plan.all("aws_lb"):
        yield from _balancer(plan, balancer, load)
    if plan.has("aws_ecr_repository"):
        yield IMAGES.line("images", "image_storage", (load.given["images"], "images"), (load.given["image_gb"], "GB"))
    yield from logged(IMAGES, plan, load, "/ecs/", load.given["dashboard_log_gb"])


def _tasks(service: Resource, size: Resource, load: Workload) -> Iterator[Line]:
    spot = any(block["capacity_provider"] == "FARGATE_SPOT" for block in blocks(service, "capacity_provider_strategy"))
    price = "fargate_spot" if spot else "fargate"
    time = ((service["desired_count"], "tasks"), (load.given["hours"], "hours"))
    yield TASKS.line("CPU", f"{price}_cpu", *time, (int(size["cpu"]) / 1024, "vCPU"))
    yield TASKS.line("memory", f"{price}_memory", *time, (int(size["memory"]) / 1024, "GB"))
    if any(network.get("assign_public_ip") for network in blocks(service, "network_configuration")):
        yield TASKS.line("public addresses", "public_address", *time)


def _balancer(plan: Plan, balancer: Resource, load: Workload) -> Iterator[Line]:
    hours = (load.given["hours"], "hours")
    yield BALANCER.line("the load balancer", "load_balancer", hours)
    yield BALANCER.line("capacity", "load_balancer_unit", (load.dashboard_gb / UNIT_GB, "GB, one an LCU-hour"))
    zones = plan.count("aws_subnet", "public")
    if not balancer.get("internal"):
        yield BALANCER.line("public addresses", "public_address", (zones, "addresses"), hours)
    if plan.has("aws_s3_bucket", "web"):
        yield BALANCER.line("access logs", "bucket_write", (zones, "addresses"), hours, (LOG_FILES_AN_HOUR, "files"))
    if not plan.has("aws_cloudfront_distribution"):
        yield BALANCER.line("to browsers", "internet", (load.dashboard_gb, "GB"))
