"""A backup of all tables, and new tables made of it by the operator's command: every item is compared."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.e2e import schedules
from tests.e2e.conftest import Made

KINDS = ("Events", "Sessions", "ActiveSessions", "Settings")
PREFIX = "LiveInsight-rehearsed"
DONE_S = 60.0
QUIET_S = 3.0
"""A job that was at work when its rule was switched off writes more often than this."""


def items(made: Made, table: str) -> list[dict[str, Any]]:
    """Every item, in an order that is always the same."""
    client = made.stack.client("dynamodb")
    keys = [each["AttributeName"] for each in client.describe_table(TableName=table)["Table"]["KeySchema"]]
    pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    found = [item for page in pages for item in page["Items"]]
    return sorted(found, key=lambda item: [item[key]["S"] for key in keys])


@contextmanager
def in_peace(made: Made) -> Iterator[None]:
    """The jobs wait, so that nothing changes between backup and comparison."""
    events = made.stack.client("events")
    rules = [schedules.rule(made.outputs["functions"], job) for job in schedules.RATES]
    for rule in rules:
        events.disable_rule(Name=rule)
    _wait_until_quiet(made)
    yield
    for rule in rules:
        events.enable_rule(Name=rule)


def _in_use(made: Made) -> dict[str, list[dict[str, Any]]]:
    """Kind → items of the table in use."""
    return {kind: items(made, f"LiveInsight-{kind}") for kind in KINDS}


def _wait_until_quiet(made: Made) -> None:
    deadline, before = time.monotonic() + DONE_S, _in_use(made)
    time.sleep(QUIET_S)
    while (now := _in_use(made)) != before:
        assert time.monotonic() < deadline, "the tables do not come to rest"
        before = now
        time.sleep(QUIET_S)


@pytest.fixture(scope="module")
def backed_up(made: Made) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """What the plan does at night, done now: kind → items at that moment."""
    with in_peace(made):
        _back_up(made)
        yield _in_use(made)


def _back_up(made: Made) -> None:
    backup, arns = made.stack.client("backup"), made.resources
    jobs = [
        backup.start_backup_job(
            BackupVaultName=made.outputs["backup_vault"], IamRoleArn=made.outputs["backup_role"],
            ResourceArn=arns[f'module.data.aws_dynamodb_table.this["{kind}"]']["arn"],
        )["BackupJobId"]
        for kind in KINDS
    ]  # fmt: skip
    deadline = time.monotonic() + DONE_S
    while any(backup.describe_backup_job(BackupJobId=job)["State"] != "COMPLETED" for job in jobs):
        assert time.monotonic() < deadline, "the backup did not end in time"
        time.sleep(0.5)


@pytest.fixture(scope="module")
def restored(made: Made, backed_up: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """What the command says; the new tables are thrown away afterwards, by the command as well."""
    assert backed_up
    options = ("--from", "latest", "--to", PREFIX, "--yes")
    yield made.stack.operate("restore", "restore", *options)
    made.stack.operate("restore --discard", "restore", *options, "--discard")
    names = made.stack.client("dynamodb").list_tables()["TableNames"]
    assert not [name for name in names if name.startswith(PREFIX)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_restored_table_holds_every_item_as_it_was(
    made: Made, backed_up: dict[str, list[dict[str, Any]]], restored: str, kind: str
) -> None:
    assert f"{PREFIX}-{kind}" in restored
    before = backed_up[kind]
    assert before, f"{kind} was empty: nothing would be shown"
    assert items(made, f"{PREFIX}-{kind}") == before
    assert items(made, f"LiveInsight-{kind}") == before, "the tables in use stay as they are"


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("kind", KINDS)
def test_a_restored_table_forgets_what_expires(made: Made, kind: str) -> None:
    client = made.stack.client("dynamodb")
    copy, live = (
        client.describe_time_to_live(TableName=f"{prefix}-{kind}")["TimeToLiveDescription"]
        for prefix in (PREFIX, "LiveInsight")
    )
    assert copy == live


@pytest.mark.usefixtures("restored")
def test_the_archive_alone_makes_them_too(made: Made) -> None:
    """A rehearsal compares hours and days, and throws its tables away by itself."""
    said = made.stack.operate("restore from the archive", "restore", "--from", "archive", "--rehearse", "--yes")
    assert "The rehearsal went well" in said
