"""AWS Backup's recovery points of the tables, by the run that made them: a restore takes its tables from one run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.environment import Environment
from deploy.errors import Refused

ONE_RUN = timedelta(hours=2)
"""The plan gives its jobs an hour to start; the next rule begins later than this."""
USABLE = {"COMPLETED", "AVAILABLE"}
SHOWN = 3


@dataclass
class Run:
    """What one run of the plan made. `arns`: table → recovery point; `at`: when the first of them was begun."""

    at: datetime
    rule: str
    arns: dict[str, str] = field(default_factory=dict)

    def lacks(self, tables: Mapping[str, str]) -> list[str]:
        return sorted(set(tables.values()) - self.arns.keys())


def chosen(env: Environment, text: str, vault: str = "") -> Run:
    """The newest run that has every table that is backed up (`latest`), or the one that a recovery point belongs to.

    Raises Refused when there is none, or one of these tables is missing in it.
    """
    name = vault or str(env.output("backup_vault"))
    if not name:
        raise Refused("there are no backups (backup_enabled = false); give a time, or archive")
    tables = backed_up(env)
    made = runs(env, name)
    whole = [run for run in made if not run.lacks(tables)]
    if text == "latest":
        if not whole:
            raise Refused(f"the vault {name} has no backup of {_all_of(env, tables)}; {_remedy(made)}")
        return whole[0]
    run = next((run for run in made if text in run.arns.values()), None)
    if run is None:
        known = ", ".join(f"{run.at:%Y-%m-%d %H:%M}" for run in whole[:SHOWN]) or "none"
        raise Refused(
            f"the vault {name} has no such recovery point; backups of {_all_of(env, tables)}: {known} (FROM=latest)"
        )
    if missing := run.lacks(tables):
        raise Refused(f"the backup of {run.at:%Y-%m-%d %H:%M} lacks {', '.join(missing)}; take another, or FROM=latest")
    return run


def backed_up(env: Environment) -> dict[str, str]:
    """Kind → name of the tables that backups are made of (`backup_tables`); of all, where nothing is said."""
    tables: dict[str, str] = env.output("tables")
    kinds = env.outputs.get("switches", {}).get("backup_tables") or tables
    return {kind: name for kind, name in tables.items() if kind in kinds}


def _all_of(env: Environment, tables: Mapping[str, str]) -> str:
    return "all tables" if len(tables) == len(env.output("tables")) else ", ".join(sorted(tables.values()))


def _remedy(made: list[Run]) -> str:
    if made:
        return f"the last one, of {made[0].at:%Y-%m-%d %H:%M}, is not whole; give a time, or archive"
    return "the first one is made at 03:00 UTC; give a time, or archive"


def runs(env: Environment, vault: str) -> list[Run]:
    """All runs in the vault, the newest first. Raises Refused when there is no such vault.

    A copied vault names the tables of the other region: they are known by their names.
    """
    client = env.client("backup")
    tables = set(env.output("tables").values())
    try:
        pages = list(client.get_paginator("list_recovery_points_by_backup_vault").paginate(BackupVaultName=vault))
    except client.exceptions.ResourceNotFoundException:
        raise Refused(f"there is no backup vault {vault} in {env.region}; run: make infra ENV={env.name}") from None
    usable = [point for page in pages for point in page["RecoveryPoints"] if point["Status"] in USABLE]
    made: list[Run] = []
    for point in sorted(usable, key=lambda point: point["CreationDate"]):
        table = point["ResourceArn"].rpartition(":table/")[2]
        if table in tables:
            _take(made, point, table)
    return sorted(made, key=lambda run: run.at, reverse=True)


def _take(made: list[Run], point: Mapping[str, Any], table: str) -> None:
    """Add the point to its run, or begin one with it; points come in order of time."""
    at = point["CreationDate"].astimezone(UTC)
    rule = point.get("CreatedBy", {}).get("BackupRuleId", "")
    for run in reversed(made):
        if run.rule == rule and at - run.at <= ONE_RUN and table not in run.arns:
            run.arns[table] = point["RecoveryPointArn"]
            return
    made.append(Run(at, rule, {table: point["RecoveryPointArn"]}))
