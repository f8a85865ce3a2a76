"""Phases 1–5: tables, archive, keys."""

from collections.abc import Iterator

from deploy.cost.line import Line, Part
from deploy.cost.phases import INGESTION
from deploy.cost.plan import Plan
from deploy.cost.workload import Workload

TABLES = Part(INGESTION, "DynamoDB")
ARCHIVE = Part(INGESTION, "S3: archive")
KEYS = Part(INGESTION, "KMS")
PROVISIONED_USE = 0.7
"""Auto scaling keeps units at as much of what is provisioned (modules/data/tables.tf)."""


def lines(plan: Plan, load: Workload) -> Iterator[Line]:
    tables = plan.all("aws_dynamodb_table")
    if any(table["billing_mode"] == "PROVISIONED" for table in tables):
        yield from _provisioned([(table["write_capacity"], table["read_capacity"]) for table in tables], load)
    else:
        yield from _on_demand(load)
    yield TABLES.line("storage", "table_storage", (load.tables_gb, "GB"))
    if plan.has("aws_s3_bucket", "archive"):
        yield ARCHIVE.line("storage", "bucket_storage", (load.archive_gb, "GB"))
        yield ARCHIVE.line("writing and listing", "bucket_write", (load.archive_writes, "requests"))
        yield ARCHIVE.line("reading", "bucket_read", (load.archive_writes, "requests"))
    yield KEYS.line("keys", "key", (plan.count("aws_kms_key"), "keys"))
    yield KEYS.line("use", "key_request", (load.given["key_requests"], "requests"))


def _on_demand(load: Workload) -> Iterator[Line]:
    yield TABLES.line("writing", "write_unit", (load.write_units, "write units"))
    yield TABLES.line("reading", "read_unit", (load.read_units, "read units"))
    yield TABLES.line(
        "live pages", "read_unit", (load.live_seconds, "seconds watched"), (load.live_units_a_second, "read units")
    )


def _provisioned(least: list[tuple[float, float]], load: Workload) -> Iterator[Line]:
    """The mean of the traffic; what peaks add between two steps of auto scaling is not counted."""
    seconds = load.given["hours"] * 3600
    reads = load.read_units + load.live_seconds * load.live_units_a_second
    writing = max(sum(write for write, _ in least), load.write_units / seconds / PROVISIONED_USE)
    reading = max(sum(read for _, read in least), reads / seconds / PROVISIONED_USE)
    hours = (load.given["hours"], "hours")
    yield TABLES.line("write units", "provisioned_write", (writing, "units"), hours)
    yield TABLES.line("read units", "provisioned_read", (reading, "units"), hours)
