"""New tables beside the ones in use, filled from where the restore is from."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deploy.console import say
from deploy.environment import Environment
from deploy.errors import Refused
from deploy.restore.items import expired
from deploy.restore.origin import Archive, Backup, Origin, PointInTime
from liveinsight.shape import shape
from liveinsight.tables import SaltItem

POLL_S = 5.0
LONGEST_S = 24 * 3600
_NAME = re.compile(r"[A-Za-z0-9_.-]{3,200}")


@dataclass(frozen=True)
class Copy:
    """`kind` is the table's name without prefix, `live` the table in use, `name` the one beside it."""

    kind: str
    live: str
    name: str

    @property
    def keys(self) -> tuple[str, str]:
        """Names of hash and sort key."""
        known = shape()["tables"][self.kind]
        return known["hash_key"], known["range_key"]


def planned(env: Environment, prefix: str) -> list[Copy]:
    """A copy of every table, under this prefix. Raises Refused for a prefix that cannot be."""
    tables = env.output("tables")
    if not _NAME.fullmatch(prefix) or not prefix.startswith(f"{env.project}-") or prefix in tables.values():
        raise Refused(f"TO={prefix!r} is no prefix for new tables; give one that begins with {env.project}-")
    return [Copy(kind, live, f"{prefix}-{kind}") for kind, live in sorted(tables.items())]


def make(env: Environment, origin: Origin, copies: Sequence[Copy], now_ms: int) -> None:
    """Restore what is not there yet, and wait for it. Raises Refused when a table of that name is no copy of ours."""
    assert not isinstance(origin, Archive)
    jobs = {}
    for copy in copies:
        described = describe(env, copy.name)
        if described is None:
            say(f"{copy.name}: restored from {origin}")
            job = _begin(env, origin, copy)
            if job:
                jobs[copy.name] = job
        else:
            if not is_restored(described, copy):
                raise Refused(f"{copy.name} is there, and was not restored from {copy.live}; give another TO=…")
            say(f"{copy.name}: is there already, from an earlier run")
    say("Waits for them; DynamoDB takes from minutes to hours.")
    deadline = time.monotonic() + LONGEST_S
    for name, job in jobs.items():
        _wait_for_job(env, name, job, deadline)
    for copy in copies:
        _wait_for_table(env, copy.name, deadline)
        _finish(env, copy, now_ms)


def _begin(env: Environment, origin: PointInTime | Backup, copy: Copy) -> str:
    """Returns the id of a restore job, where there is one."""
    key = _key_of(env, copy)
    if isinstance(origin, PointInTime):
        sse = {"SSESpecificationOverride": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}} if key else {}
        env.client("dynamodb").restore_table_to_point_in_time(
            SourceTableName=copy.live, TargetTableName=copy.name, RestoreDateTime=origin.at,
            BillingModeOverride="PAY_PER_REQUEST", **sse,
        )  # fmt: skip
        return ""
    encryption = {"encryptionType": "KMS", "kmsMasterKeyArn": key} if key else {"encryptionType": "Default"}
    started = env.client("backup").start_restore_job(
        RecoveryPointArn=origin.arns[copy.live],
        IamRoleArn=env.output("backup_role"),
        ResourceType="DynamoDB",
        Metadata={"targetTableName": copy.name, **encryption},
    )
    return str(started["RestoreJobId"])


def _key_of(env: Environment, copy: Copy) -> str:
    """The KMS key of the table in use; empty when it has none of its own, or is gone."""
    live = describe(env, copy.live) or {}
    return str(live.get("SSEDescription", {}).get("KMSMasterKeyArn", ""))


def describe(env: Environment, table: str) -> dict[str, Any] | None:
    """None when there is no such table."""
    client = env.client("dynamodb")
    try:
        described: dict[str, Any] = client.describe_table(TableName=table)["Table"]
    except client.exceptions.ResourceNotFoundException:
        return None
    return described


def is_restored(described: dict[str, Any], copy: Copy) -> bool:
    """Whether DynamoDB says that the table was restored from the one in use, or from a backup of it."""
    source = str(described.get("RestoreSummary", {}).get("SourceTableArn", ""))
    return source.rpartition(":table/")[2] == copy.live


def _wait_for_job(env: Environment, table: str, job: str, deadline: float) -> None:
    while True:
        told = env.client("backup").describe_restore_job(RestoreJobId=job)
        if told["Status"] == "COMPLETED":
            return
        if told["Status"] in ("FAILED", "ABORTED"):
            said = told.get("StatusMessage", told["Status"])
            raise Refused(f"{table} was not restored: {said}. What was is kept; the same command again goes on")
        _pause(table, deadline)


def _wait_for_table(env: Environment, table: str, deadline: float) -> None:
    while (described := describe(env, table) or {}).get("TableStatus") != "ACTIVE":
        if described.get("TableStatus") not in ("CREATING", "UPDATING"):
            state = described.get("TableStatus", "not there")
            raise Refused(f"{table} is {state}; the same command again goes on, or restores it anew")
        _pause(table, deadline)


def _pause(table: str, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise Refused(f"{table} is still being restored; the same command again goes on waiting")
    time.sleep(POLL_S)


def _finish(env: Environment, copy: Copy, now_ms: int) -> None:
    """A restored table has no time to live: what expires would stay for ever."""
    client = env.client("dynamodb")
    state = client.describe_time_to_live(TableName=copy.name)["TimeToLiveDescription"]["TimeToLiveStatus"]
    if state not in ("ENABLED", "ENABLING"):
        client.update_time_to_live(
            TableName=copy.name,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": shape()["tables"][copy.kind]["ttl"]},
        )
    if copy.kind == "Settings":
        _forget_old_salts(client, copy.name, now_ms)


def _forget_old_salts(client: Any, table: str, now_ms: int) -> None:
    """A salt that is gone for good must not come back; a backup may have it."""
    pages = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="kind = :salt",
        ExpressionAttributeValues={":salt": {"S": SaltItem.KIND}},
        ConsistentRead=True,
    )
    for item in [item for page in pages for item in page["Items"] if expired(item, now_ms)]:
        client.delete_item(TableName=table, Key={name: item[name] for name in ("kind", "id")})


def discard(env: Environment, copies: Sequence[Copy]) -> list[str]:
    """Delete the copies that are there, Settings last, for it may say that they are ours. Returns their names.

    A table in use is never among them: copies have another prefix. DynamoDB deletes none that is still being made, so
    those are waited for.
    """
    deadline = time.monotonic() + LONGEST_S
    deleted = []
    for copy in sorted(copies, key=lambda copy: copy.kind == "Settings"):
        assert copy.name != copy.live
        while (described := describe(env, copy.name)) is not None:
            if described["TableStatus"] == "CREATING":
                _pause(copy.name, deadline)
                continue
            if described["TableStatus"] != "DELETING":
                env.client("dynamodb").delete_table(TableName=copy.name)
            deleted.append(copy.name)
            break
    return deleted
