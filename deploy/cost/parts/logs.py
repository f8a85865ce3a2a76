"""What is logged to CloudWatch, and kept there."""

from collections.abc import Iterator

from deploy.cost.line import Line, Part
from deploy.cost.plan import Plan
from deploy.cost.workload import DAYS, Workload


def logged(part: Part, plan: Plan, load: Workload, name: str, gb: float) -> Iterator[Line]:
    """Lines for `gb` a month in the log groups whose name begins with `name`; none where there is no such group."""
    groups = [group for group in plan.all("aws_cloudwatch_log_group") if str(group.get("name")).startswith(name)]
    if not groups:
        return
    # Without a number logs are kept for ever; a year of them is what the archive is counted with too.
    months = (groups[0].get("retention_in_days") or load.given["archive_months"] * DAYS) / DAYS
    yield part.line("taken in", "log_ingestion", (gb, "GB"))
    ratio = load.given["log_compression"]
    yield part.line("kept", "log_storage", (gb, "GB"), (months, "months"), (ratio, "compressed"))
