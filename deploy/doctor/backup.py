"""Backups: where they lie, when they are made, how old the newest is, and whether one could be read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from deploy.doctor.finding import Check, Finding, failed, fault, judged, make, minor, off, switch
from deploy.environment import Environment
from deploy.restore.points import backed_up

OLDEST = timedelta(hours=48)
"""One is made every night; this leaves one night that failed."""


def backup(environment: Environment) -> Iterator[Check]:
    vault = environment.output("backup_vault")
    if not vault:
        yield Check("backups", lambda: off("backup_enabled = false; point-in-time recovery is on"))
        return
    yield Check(f"vault {vault}", partial(_vault, environment, vault, environment.region))
    yield Check("plan", partial(_plan, environment))
    yield Check("newest backups", partial(_newest, environment, vault))
    yield Check("backups that failed", partial(_jobs, environment, vault))
    yield Check("copies elsewhere", partial(_copies, environment))
    yield Check("rehearsal of a restore", partial(_rehearsal, environment))


def _vault(environment: Environment, name: str, region: str) -> Finding:
    found = environment.client("backup", region).describe_backup_vault(BackupVaultName=name)
    unlocked = bool(switch(environment, "backup_vault_lock")) and not found.get("Locked")
    return judged(
        "locked" if found.get("Locked") else "there, without a lock",
        fault(unlocked, "anybody may delete backups: it is not locked", make(environment, "infra")),
    )


def _plan(environment: Environment) -> Finding:
    client, mends = environment.client("backup"), make(environment, "infra")
    pages = client.get_paginator("list_backup_plans").paginate()
    plans = [each for page in pages for each in page["BackupPlansList"]]
    found = [each["BackupPlanId"] for each in plans if each["BackupPlanName"] == environment.project]
    if not found:
        return failed("there is no plan", mends)
    rules = client.get_backup_plan(BackupPlanId=found[0])["BackupPlan"]["Rules"]
    selections = client.list_backup_selections(BackupPlanId=found[0])["BackupSelectionsList"]
    return judged(
        ", ".join(f"{rule['RuleName']} {rule.get('ScheduleExpression', '')}".strip() for rule in rules),
        fault(not selections, "no table is in it", mends),
    )


def _newest(environment: Environment, vault: str) -> Finding:
    """Age of the newest backup of each table that is backed up. A vault that is new itself may have none yet."""
    client = environment.client("backup")
    made = client.describe_backup_vault(BackupVaultName=vault)["CreationDate"]
    now = datetime.now(UTC)
    tables = backed_up(environment).values()
    found = _by_table(client, vault, now - 2 * OLDEST)
    newest = {name: found[name] for name in tables if name in found}
    late = [f"{name}: {_age(now, newest.get(name))}" for name in tables if now - newest.get(name, made) > OLDEST]
    waiting = not newest and not late
    why = f"aws backup list-backup-jobs --by-backup-vault-name {vault} --region {environment.region}"
    return judged(
        f"the oldest of the newest is {_age(now, min(newest.values(), default=None))}",
        fault(bool(late), "no backup within 48 h of " + "; ".join(late), why),
        minor(waiting, "none yet; the first is made in the coming night (03:00 UTC)", "look again tomorrow"),
    )


def _by_table(client: Any, vault: str, since: datetime) -> dict[str, datetime]:
    pages = client.get_paginator("list_recovery_points_by_backup_vault").paginate(
        BackupVaultName=vault, ByCreatedAfter=since
    )
    newest: dict[str, datetime] = {}
    for point in (point for page in pages for point in page["RecoveryPoints"]):
        name = point["ResourceArn"].rpartition("/")[2]
        if point["Status"] == "COMPLETED":
            newest[name] = max(point["CreationDate"], newest.get(name, point["CreationDate"]))
    return newest


def _age(now: datetime, made: datetime | None) -> str:
    return f"{(now - made) / timedelta(hours=1):.0f} h old" if made else "none"


def _jobs(environment: Environment, vault: str) -> Finding:
    since = datetime.now(UTC) - OLDEST
    client, found = environment.client("backup"), []
    for state in ("FAILED", "ABORTED", "EXPIRED"):
        pages = client.get_paginator("list_backup_jobs").paginate(
            ByBackupVaultName=vault, ByState=state, ByCreatedAfter=since
        )
        found += [job for page in pages for job in page["BackupJobs"]]
    lines = {f"{job['ResourceArn'].rpartition('/')[2]}: {job.get('StatusMessage', job['State'])}" for job in found}
    return judged(
        "none within 48 h",
        minor(bool(found), "\n".join(sorted(lines)), "docs/operations/troubleshoot.md#backups-fail-or-are-missing"),
    )


def _copies(environment: Environment) -> Finding:
    region = switch(environment, "backup_copy_region")
    if not region:
        return off("backup_copy_region is empty: all lies in one region")
    return _vault(environment, f"{environment.project}-copies", region)


def _rehearsal(environment: Environment) -> Finding:
    if not switch(environment, "restore_rehearsal_enabled"):
        return off("restore_rehearsal_enabled = false")
    name = f"{environment.project.replace('-', '_')}_monthly"
    plan = environment.client("backup").get_restore_testing_plan(RestoreTestingPlanName=name)["RestoreTestingPlan"]
    return judged(f"{plan['ScheduleExpression']}, last {plan.get('LastExecutionTime', 'not yet')}")
