"""Phase 9: point-in-time recovery, backups, copies in another region, tests of restores.

A backup of a DynamoDB table is a whole copy, whatever changed since the one before.
"""

from collections.abc import Iterable, Iterator, Mapping

from deploy.cost.line import Line, Part
from deploy.cost.phases import BACKUP
from deploy.cost.plan import Plan, Resource, blocks
from deploy.cost.workload import DAYS, Workload

RECOVERY = Part(BACKUP, "Point-in-time recovery")
BACKUPS = Part(BACKUP, "AWS Backup")
COPIES = Part(BACKUP, "Copies in another region")
TESTS = Part(BACKUP, "Tests of restores")


def lines(plan: Plan, load: Workload) -> Iterator[Line]:
    tables = plan.all("aws_dynamodb_table")
    if any(block.get("enabled") for table in tables for block in blocks(table, "point_in_time_recovery")):
        yield RECOVERY.line("tables", "recovery", (load.tables_gb, "GB"))
    for address, backup in plan.at("aws_backup_plan").items():
        gb = _selected_gb(plan, address, load.table_gb)
        for rule in blocks(backup, "rule"):
            yield from _kept(rule, gb)
    if plan.has("aws_s3_bucket_replication_configuration"):
        yield COPIES.line("archive", "bucket_storage", (load.archive_gb, "GB"))
    for selection in plan.all("aws_backup_restore_testing_selection"):
        tested = _sizes(selection.get("protected_resource_arns"), load.table_gb)
        yield TESTS.line("tests", "restore_test", (len(tested), "tables"))
        yield TESTS.line("restored", "restored", (sum(tested), "GB"))


def _selected_gb(plan: Plan, address: str, sizes: Mapping[str, float]) -> float:
    """Of the tables that a backup plan is for: those of the selections that are called as it is, else of all."""
    selections = plan.at("aws_backup_selection")
    own = [found for place, found in selections.items() if _called(place) == _called(address)]
    arns = [arn for selection in own or selections.values() for arn in selection.get("resources") or (None,)]
    return sum(_sizes(arns, sizes))


def _sizes(arns: Iterable[str | None] | None, sizes: Mapping[str, float]) -> list[float]:
    """Of the tables of these names; of all, where a name is not known yet."""
    known = list(arns or ())
    if not known or None in known:
        return list(sizes.values())
    return [sizes[name] for name in {str(arn).rpartition("/")[2].rpartition("-")[2] for arn in known}]


def _called(address: str) -> str:
    """The key in brackets, or the resource's own name."""
    name, bracket, key = address.rpartition(".")[2].partition("[")
    return key.strip('"]') if bracket and not key[0].isdigit() else name


def _kept(rule: Resource, gb: float) -> Iterator[Line]:
    runs = runs_a_month(rule["schedule"])
    copies = runs * rule["lifecycle"][0]["delete_after"] / DAYS
    name, size = str(rule["rule_name"]), (gb, "GB")
    yield BACKUPS.line(name, "backup_storage", (copies, "copies"), size)
    for _ in blocks(rule, "copy_action"):
        yield COPIES.line(name, "backup_storage", (copies, "copies"), size)
        yield COPIES.line(f"{name}, on the way", "other_region", (runs, "copies"), size)


def runs_a_month(schedule: str) -> float:
    """How often AWS's `cron(minute hour day month weekday year)` comes, where it says nothing finer than a day.

    Raises ValueError for what says more than that.
    """
    minute, hour, day, month, weekday, year = schedule.removeprefix("cron(").removesuffix(")").split()
    if not (minute.isdigit() and hour.isdigit() and month == "*" and year == "*"):
        raise ValueError(schedule)
    if day.isdigit():
        return 1
    if weekday in ("*", "?"):
        return DAYS
    return DAYS / 7 * len(weekday.split(","))
