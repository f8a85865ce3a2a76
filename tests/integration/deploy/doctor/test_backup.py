"""Backups. The local AWS keeps no recovery points, locks no vault and rehearses nothing: it is told what to answer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.doctor.backup import backup
from deploy.doctor.finding import State
from tests.integration.deploy.doctor import world_watched
from tests.integration.deploy.doctor.conftest import Look
from tests.integration.deploy.doctor.world import World

KINDS = ("Events", "Sessions", "ActiveSessions", "Settings")


def points(world: World, **ages: float | None) -> list[dict[str, Any]]:
    """Recovery points of all tables, 10 hours old or as told; None for a table without one."""
    hours = dict.fromkeys(KINDS, 10.0) | ages
    return [
        {
            "ResourceArn": f"arn:aws:dynamodb:us-east-1:000000000000:table/{world.project}-{kind}",
            "Status": "COMPLETED",
            "CreationDate": datetime.now(UTC) - timedelta(hours=age),
        }
        for kind, age in hours.items()
        if age is not None
    ]


def vault(world: World, age: timedelta = timedelta(days=30), locked: bool = False) -> None:
    world.answer("backup", "DescribeBackupVault", CreationDate=datetime.now(UTC) - age, Locked=locked)


@pytest.fixture
def made(bare: World) -> World:
    world_watched.backup(bare)
    return bare


def test_recent_backups_of_all_tables_are_well(made: World, look: Look) -> None:
    vault(made)
    made.answer("backup", "ListRecoveryPointsByBackupVault", RecoveryPoints=points(made, Events=20.0))
    found = look(made, backup)["newest backups"]
    assert (found.state, found.detail) == (State.OK, "the oldest of the newest is 20 h old")


@pytest.mark.parametrize(("age", "told"), [(49.0, "X-Sessions: 49 h old"), (None, "X-Sessions: none")])
def test_a_table_without_a_backup_for_two_days_is_named(made: World, look: Look, age: float | None, told: str) -> None:
    vault(made)
    made.answer("backup", "ListRecoveryPointsByBackupVault", RecoveryPoints=points(made, Sessions=age))
    found = look(made, backup)["newest backups"]
    assert found.state is State.FAILED
    assert found.detail == f"no backup within 48 h of {told}"
    assert "aws backup list-backup-jobs" in found.remedy


def test_only_tables_that_are_backed_up_are_expected(made: World, look: Look) -> None:
    vault(made)
    made.switch(backup_tables=["Settings"])
    made.answer("backup", "ListRecoveryPointsByBackupVault", RecoveryPoints=points(made, Events=90.0, Sessions=None))
    found = look(made, backup)["newest backups"]
    assert (found.state, found.detail) == (State.OK, "the oldest of the newest is 10 h old")


def test_a_backup_that_did_not_complete_is_none(made: World, look: Look) -> None:
    vault(made)
    partial = points(made)
    partial[0]["Status"] = "PARTIAL"
    made.answer("backup", "ListRecoveryPointsByBackupVault", RecoveryPoints=partial)
    assert "X-Events: none" in look(made, backup)["newest backups"].detail


def test_a_vault_without_its_lock_is_found(made: World, look: Look) -> None:
    made.switch(backup_vault_lock=True)
    vault(made)
    assert look(made, backup)["vault X"].state is State.FAILED
    vault(made, locked=True)
    made.answers.pop(0)
    assert look(made, backup)["vault X"].state is State.OK


def test_a_backup_that_failed_is_told_with_its_reason(made: World, look: Look) -> None:
    job = {"ResourceArn": f"arn:aws:dynamodb:us-east-1:0:table/{made.project}-Events", "State": "FAILED",
           "StatusMessage": "no rights to the key"}  # fmt: skip
    made.answer("backup", "ListBackupJobs", BackupJobs=[job])
    found = look(made, backup)["backups that failed"]
    assert (found.state, found.detail) == (State.WARNING, "X-Events: no rights to the key")


def test_a_plan_without_tables_is_found(made: World, look: Look) -> None:
    made.answer("backup", "ListBackupSelections", BackupSelectionsList=[])
    assert look(made, backup)["plan"].detail == "no table is in it"


def test_a_plan_that_is_gone_is_found(made: World, look: Look) -> None:
    made.answer("backup", "ListBackupPlans", BackupPlansList=[])
    assert look(made, backup)["plan"].detail == "there is no plan"


def test_a_rehearsal_that_is_asked_for_is_looked_for(made: World, look: Look) -> None:
    made.switch(restore_rehearsal_enabled=True)
    assert look(made, backup)["rehearsal of a restore"].state is State.FAILED
    made.answer("backup", "GetRestoreTestingPlan", RestoreTestingPlan={"ScheduleExpression": "cron(0 6 2 * ? *)"})
    assert look(made, backup)["rehearsal of a restore"].state is State.OK


def test_copies_lie_in_their_own_region(made: World, look: Look) -> None:
    made.switch(backup_copy_region="eu-central-1")
    assert look(made, backup)["copies elsewhere"].detail == "is missing"


def test_without_backups_that_is_told_as_off(bare: World, look: Look) -> None:
    assert {what: each.state for what, each in look(bare, backup).items()} == {"backups": State.OFF}
