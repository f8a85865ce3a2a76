"""Backups and restores of DynamoDB tables, for the local AWS.

Ministack 1.5 calls every backup job completed without keeping anything, knows no recovery points and no restore jobs,
and restores a table "to a point in time" as it is now. Here a backup job keeps the table's items, a vault lists its
recovery points, a restore job makes a table of one, and a table with point-in-time recovery remembers its changes, so
that it can be restored to any second since that was switched on. As on AWS, a restored table is being created for a
while, says what it was restored from, and has neither TTL nor point-in-time recovery nor deletion protection.
"""

import copy
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import backup, dynamodb

RESTORING_S = 0.5
Answer = tuple[int, Mapping[str, str], bytes]
Change = tuple[float, Any, Any]
"""When an item changed, what it was before, and what after; None for no item."""


def install() -> None:
    _backup_jobs()
    _recovery_points()
    _restore_jobs()
    _changes()
    _points_in_time()
    _restored_tables()


def _backup_jobs() -> None:
    start = backup._start_job

    def start_whole(body: Any) -> Answer:
        answer: Answer = start(body)
        table = str(body.get("ResourceArn", "")).partition(":table/")[2]
        if answer[0] != 200 or not table:
            return answer
        kept = dynamodb._create_backup({"TableName": table, "BackupName": "AWSBackup"})
        if kept[0] != 200:
            return kept  # type: ignore[no-any-return]
        told = json.loads(answer[2])
        arn = json.loads(kept[2])["BackupDetails"]["BackupArn"]
        job = backup._jobs[told["BackupJobId"]]
        job.update(RecoveryPointArn=arn, ResourceType="DynamoDB", CreationDate=time.time())
        return backup._ok({**told, "RecoveryPointArn": arn})  # type: ignore[no-any-return]

    backup._start_job = start_whole


def _recovery_points() -> None:
    def listed(vault: str, query: Any) -> Answer:
        if vault not in backup._vaults:
            return backup._not_found(f"Vault '{vault}' not found.")  # type: ignore[no-any-return]
        points = [_point(job) for job in _jobs_of(vault)]
        wanted = query.get("resourceArn")
        return backup._paginate(  # type: ignore[no-any-return]
            [point for point in points if wanted in (None, point["ResourceArn"])], query, "RecoveryPoints"
        )

    def described(vault: str, arn: str) -> Answer:
        for job in _jobs_of(vault):
            if job["RecoveryPointArn"] == unquote(arn):
                return backup._ok(_point(job))  # type: ignore[no-any-return]
        return backup._not_found(f"Recovery point '{arn}' not found.")  # type: ignore[no-any-return]

    backup._list_recovery_points_by_vault, backup._describe_recovery_point = listed, described


def _jobs_of(vault: str) -> list[Any]:
    return [job for job in backup._jobs.values()
            if job["BackupVaultName"] == vault and job["RecoveryPointArn"] in dynamodb._backups]  # fmt: skip


def _point(job: Any) -> dict[str, Any]:
    return {
        "RecoveryPointArn": job["RecoveryPointArn"],
        "BackupVaultName": job["BackupVaultName"],
        "BackupVaultArn": job["BackupVaultArn"],
        "ResourceArn": job["ResourceArn"],
        "ResourceType": "DynamoDB",
        "IamRoleArn": job["IamRoleArn"],
        "Status": "COMPLETED",
        "CreationDate": job["CreationDate"],
        "CompletionDate": job["CompletionDate"],
        "BackupSizeInBytes": job["BackupSizeInBytes"],
    }


def _restore_jobs() -> None:
    handle = backup.handle_request
    jobs: Any = AccountRegionScopedDict()

    def started(body: Any) -> Answer:
        metadata = {name.lower(): value for name, value in body.get("Metadata", {}).items()}
        arn, target = body.get("RecoveryPointArn", ""), metadata.get("targettablename", "")
        if arn not in dynamodb._backups:
            return backup._not_found(f"Recovery point '{arn}' not found.")  # type: ignore[no-any-return]
        made = dynamodb._restore_table_from_backup({"TargetTableName": target, "BackupArn": arn})
        said = json.loads(made[2])
        job = {"RestoreJobId": backup.new_uuid(), "RecoveryPointArn": arn, "CreationDate": time.time()}
        if made[0] == 200:
            job["CreatedResourceArn"] = said["TableDescription"]["TableArn"]
        else:
            job |= {"Status": "FAILED", "StatusMessage": said.get("message", "")}
        jobs[job["RestoreJobId"]] = job
        return backup._ok({"RestoreJobId": job["RestoreJobId"]})  # type: ignore[no-any-return]

    def described(job_id: str) -> Answer:
        if job_id not in jobs:
            return backup._not_found(f"Restore job '{job_id}' not found.")  # type: ignore[no-any-return]
        over = time.time() > jobs[job_id]["CreationDate"] + RESTORING_S
        return backup._ok({"Status": "COMPLETED" if over else "RUNNING", **jobs[job_id]})  # type: ignore[no-any-return]

    async def handled(method: str, path: str, headers: Any, body: Any, query: Any) -> Answer:
        parts = path.strip("/").split("/", 3)
        if parts == ["restore-jobs"] and method == "PUT":
            return started(json.loads(body))
        if parts[0] == "backup-vaults" and parts[2:3] == ["recovery-points"] and method == "DELETE":
            if dynamodb._backups.pop(unquote(parts[3]), None) is None:
                return backup._not_found(f"Recovery point '{parts[3]}' not found.")  # type: ignore[no-any-return]
            return backup._no_content()  # type: ignore[no-any-return]
        return await handle(method, path, headers, body, query)  # type: ignore[no-any-return]

    backup._describe_restore_job, backup.handle_request = described, handled


_since: Any = AccountRegionScopedDict()
_changed: Any = AccountRegionScopedDict()


def _changes() -> None:
    """From the moment on that a table has point-in-time recovery, every change of an item is kept."""
    update, emit = dynamodb._update_continuous_backups, dynamodb._emit_stream_event

    def updated(data: Any) -> Answer:
        answer: Answer = update(data)
        name = dynamodb._normalize_table_name(data.get("TableName"))
        if dynamodb._pitr_settings.get(name):
            if name not in _since:
                _since[name], _changed[name] = time.time(), []
        elif name in _since:
            del _since[name], _changed[name]
        return answer

    def emitted(table: str, event: str, old: Any, new: Any, *rest: Any, **more: Any) -> None:
        if table in _changed:
            _changed[table].append((time.time(), copy.deepcopy(old), copy.deepcopy(new)))
        emit(table, event, old, new, *rest, **more)

    dynamodb._update_continuous_backups, dynamodb._emit_stream_event = updated, emitted


def _points_in_time() -> None:
    describe, restore = dynamodb._describe_continuous_backups, dynamodb._restore_table_to_point_in_time

    def described(data: Any) -> Answer:
        answer: Answer = describe(data)
        name = dynamodb._normalize_table_name(data.get("TableName"))
        if answer[0] != 200:
            # AWS has another name here for a table that is not there than elsewhere.
            return dynamodb.error_response_json("TableNotFoundException", f"Table not found: {name}", 400)  # type: ignore[no-any-return]
        if name not in _since:
            return answer
        told = json.loads(answer[2])
        times = told["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        times.update(EarliestRestorableDateTime=_since[name], LatestRestorableDateTime=time.time())
        return dynamodb.json_response(told)  # type: ignore[no-any-return]

    def restored(data: Any) -> Answer:
        name = data.get("SourceTableName")
        if name in dynamodb._tables and name not in _since:
            return dynamodb.error_response_json(  # type: ignore[no-any-return]
                "PointInTimeRecoveryUnavailableException", f"Point in time recovery is not enabled for {name}", 400
            )
        at = float(data.get("RestoreDateTime") or time.time())
        if name in _since and not _since[name] <= at <= time.time():
            return dynamodb.error_response_json("InvalidRestoreTimeException", "The restore time is not valid", 400)  # type: ignore[no-any-return]
        answer: Answer = restore(data)
        if answer[0] == 200:
            table = dynamodb._tables[data["TargetTableName"]]
            _undo(table, [change for change in _changed[name] if change[0] > at])
            _being_created(table, {"SourceTableArn": dynamodb._tables[name]["TableArn"], "RestoreDateTime": at})
        return answer

    dynamodb._describe_continuous_backups, dynamodb._restore_table_to_point_in_time = described, restored


def _undo(table: Any, changes: list[Change]) -> None:
    """Take these changes back, the latest first."""
    for _, old, new in reversed(changes):
        item = old or new
        keys = [dynamodb._extract_key_val(item[table[name]]) for name in ("pk_name", "sk_name")]
        if old is None:
            dynamodb._remove_item(table, *keys)
        else:
            dynamodb._set_item(table, *keys, copy.deepcopy(old))


def _being_created(table: Any, summary: Mapping[str, Any]) -> None:
    table["RestoreSummary"] = {**summary, "RestoreInProgress": True}
    table["ReadyAt"] = time.time() + RESTORING_S


def _restored_tables() -> None:
    """A restored table is being created at first, and says from what."""
    show, restore = dynamodb._table_description, dynamodb._restore_table_from_backup

    def shown(name: str) -> Any:
        told, table = show(name), dynamodb._tables[name]
        if "ReadyAt" in table:
            creating = time.time() < table["ReadyAt"]
            told["TableStatus"] = "CREATING" if creating else "ACTIVE"
            told["RestoreSummary"] = {**table["RestoreSummary"], "RestoreInProgress": creating}
        return told

    def restored(data: Any) -> Answer:
        answer: Answer = restore(data)
        if answer[0] == 200:
            source = dynamodb._backups[data["BackupArn"]]["SourceTableDetails"]["TableArn"]
            details = {"SourceBackupArn": data["BackupArn"], "SourceTableArn": source, "RestoreDateTime": time.time()}
            _being_created(dynamodb._tables[data["TargetTableName"]], details)
        return answer

    dynamodb._table_description, dynamodb._restore_table_from_backup = shown, restored
