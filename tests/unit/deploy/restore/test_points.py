"""Recovery points belong to the run that made them, whatever rules run side by side."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.environment import Environment
from deploy.errors import Refused
from deploy.restore import points
from deploy.terraform import Terraform

KINDS = ("ActiveSessions", "Events", "Sessions", "Settings")
THREE = datetime(2026, 11, 1, 3, tzinfo=UTC)


class _NotFound(Exception):
    pass


class _Vault:
    """Backup's client, for a vault with these points; in pages of three."""

    class exceptions:  # noqa: N801  # boto3's name
        ResourceNotFoundException = _NotFound

    def __init__(self, found: list[dict[str, Any]]) -> None:
        self._found = found

    def get_paginator(self, _: str) -> "_Vault":
        return self

    def paginate(self, **_: str) -> Iterator[dict[str, Any]]:
        yield from ({"RecoveryPoints": self._found[at : at + 3]} for at in range(0, len(self._found), 3))


def point(
    kind: str, at: datetime, rule: str = "daily", status: str = "COMPLETED", region: str = "us-east-1"
) -> dict[str, Any]:
    return {
        "RecoveryPointArn": f"{rule} {kind} {at:%d %H:%M}",
        "ResourceArn": f"arn:aws:dynamodb:{region}:1:table/LiveInsight-{kind}",
        "Status": status,
        "CreationDate": at,
        "CreatedBy": {"BackupRuleId": rule} if rule else {},
    }


def environment(found: list[dict[str, Any]]) -> Environment:
    tables = {kind: f"LiveInsight-{kind}" for kind in KINDS}
    outputs = {
        "project_name": "LiveInsight",
        "aws_region": "us-east-1",
        "tables": tables,
        "backup_vault": "LiveInsight",
    }
    env = Environment("production", outputs, Terraform("production"))
    env._clients["backup", "us-east-1"] = _Vault(found)
    return env


def whole(at: datetime, rule: str = "daily", minutes: int = 10, **more: str) -> list[dict[str, Any]]:
    """A point of every table, one after the other."""
    return [point(kind, at + timedelta(minutes=minutes * n), rule, **more) for n, kind in enumerate(KINDS)]


def test_two_rules_in_the_same_night_are_two_runs() -> None:
    """The monthly one starts while points of the daily one are still being made."""
    daily, monthly = whole(THREE, minutes=19), whole(THREE + timedelta(minutes=50), "monthly")
    run = points.chosen(environment([*monthly, *daily]), "latest")
    assert (run.rule, run.at) == ("monthly", THREE + timedelta(minutes=50))
    assert set(run.arns.values()) == {found["RecoveryPointArn"] for found in monthly}
    named = points.chosen(environment([*daily, *monthly]), daily[3]["RecoveryPointArn"])
    assert named.arns == {
        f"LiveInsight-{kind}": found["RecoveryPointArn"] for kind, found in zip(KINDS, daily, strict=True)
    }


def test_points_of_different_days_are_never_put_together() -> None:
    """Today's run lacks a table, and yesterday's lacks another: neither is whole."""
    yesterday, today = whole(THREE), whole(THREE + timedelta(days=1))
    env = environment([*yesterday[:3], *today[1:]])
    with pytest.raises(Refused, match="the last one, of 2026-11-02 03:10, is not whole"):
        points.chosen(env, "latest")


def test_points_that_are_not_there_yet_or_any_more_are_left_out() -> None:
    good, bad = whole(THREE), whole(THREE + timedelta(days=1))
    for status in ("CREATING", "PARTIAL", "DELETING", "EXPIRED", "STOPPED"):
        bad[2]["Status"] = status
        assert points.chosen(environment([*good, *bad]), "latest").at == THREE
    bad[2]["Status"] = "AVAILABLE"
    assert points.chosen(environment([*good, *bad]), "latest").at == THREE + timedelta(days=1)


def test_a_backup_by_hand_and_other_tables_beside_it() -> None:
    other = {**point("Events", THREE), "ResourceArn": "arn:aws:dynamodb:us-east-1:1:table/Shop-Events"}
    env = environment(
        [other, *whole(THREE, rule="", minutes=1), *whole(THREE + timedelta(minutes=20), rule="", minutes=1)]
    )
    assert points.chosen(env, "latest").at == THREE + timedelta(minutes=20)
    assert len(points.runs(env, "LiveInsight")) == 2


def test_a_copied_vault_has_tables_of_the_other_region() -> None:
    env = environment(whole(THREE, region="eu-west-1"))
    assert set(points.chosen(env, "latest", "LiveInsight-copies").arns) == set(env.output("tables").values())


def test_the_newest_backup_of_the_tables_that_are_backed_up() -> None:
    """The setting was changed to Settings alone; runs from before that have all tables still."""
    tomorrow = THREE + timedelta(days=1)
    env = environment([*whole(THREE), point("Settings", tomorrow)])
    assert points.chosen(env, "latest").at == THREE
    small = replace(env, outputs={**env.outputs, "switches": {"backup_tables": ["Settings"]}})
    assert points.chosen(small, "latest").arns == {"LiveInsight-Settings": f"daily Settings {tomorrow:%d %H:%M}"}
    assert len(points.chosen(small, f"daily Events {THREE + timedelta(minutes=10):%d %H:%M}").arns) == len(KINDS)
    with pytest.raises(Refused, match="no backup of LiveInsight-Settings; the first"):
        points.chosen(replace(small, _clients={("backup", "us-east-1"): _Vault([])}), "latest")
