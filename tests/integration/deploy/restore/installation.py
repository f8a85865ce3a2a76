"""An installation as Terraform makes it, filled by its own code at times that the test says."""

import json
from pathlib import Path
from typing import Any

import boto3

from deploy.environment import Environment
from deploy.restore import items
from deploy.restore.command import Asked, run
from deploy.terraform import Terraform
from liveinsight import annotations, goals, shares, tables, tokens, users
from liveinsight.goals import Wanted
from liveinsight.ingest.sender import Sender
from liveinsight.settings import Settings
from tests.integration.archive.shelf import Shelf
from tests.integration.bots.world import GPTBOT
from tests.integration.history.story import DAY, HOUR, MINUTE, Story
from tests.integration.store.reference import Hit
from tests.integration.store.world import MIDNIGHT

KINDS = ("ActiveSessions", "Events", "Sessions", "Settings")
NOW = MIDNIGHT + 3 * DAY + 14 * HOUR + 5 * MINUTE
Item = dict[str, Any]
State = dict[str, dict[tuple[str, str], Item]]
"""Kind of table → key → item, without leases: they come and go with every job."""


class Installation:
    """Everything that a restore works on. `now` is the time at which commands are given."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        self.shelf = Shelf(settings)
        self.story = Story(self.shelf, folder / "history")
        self.folder = folder
        self.now = NOW
        self.project = settings.project_name
        self.names = {kind: f"{self.project}-{kind}" for kind in KINDS}
        outputs = {
            "project_name": self.project,
            "aws_region": settings.region,
            "tables": self.names,
            "archive_bucket": settings.archive_bucket,
            "backup_vault": self.project,
            "backup_role": "arn:aws:iam::000000000000:role/backup",
        }
        self.env = Environment("testing", outputs, Terraform("testing"))
        self.dynamodb = boto3.client("dynamodb")
        self.backup = boto3.client("backup")
        self.backup.create_backup_vault(BackupVaultName=self.project)

    @property
    def site(self) -> str:
        return self.story.site

    def fill(self) -> None:
        """Visits of every kind, rollup and archive as they run; the archive is at 14:00 of the fourth day."""
        for day in range(4):
            start = MIDNIGHT + day * DAY
            self.story.send(*_visits(day, start))
            if day < 3:
                self.story.send(*_over_midnight(day, start + DAY))
            self._bot(start + 11 * HOUR, f"bot-{day}")
            self.story.archive(start + (14 * HOUR if day == 3 else DAY + 3 * HOUR) + 4 * MINUTE)
        goals.add(self.site, Wanted(event="signup"))
        annotations.add(self.site, "2026-11-22", "Launch")
        users.add("kim@shop.example", "a long password")
        tokens.create(self.site, "Reports")
        shares.create(self.site, "Partner")
        self.story.archive(NOW)
        self._kept = {name: list(self.items(name).values()) for name in self.names.values()}
        self._sent = list(self.story.sent)
        self._objects = {key: self._object(key) for key in self.shelf.object_keys()}

    def reset(self) -> None:
        """Everything as `fill` left it, with no backup and no change to be restored."""
        tables.bind(self.settings)
        self.now, self.story.now, self.story.sent = NOW, NOW, list(self._sent)
        self.clear()
        for kind, name in self.names.items():
            keys, there = self._keys(name), self.items(name)
            kept = {(item[keys[0]]["S"], item[keys[1]]["S"]): item for item in self._kept[name]}
            if strange := there.keys() - kept.keys():
                self.delete(kind, *strange)
            items.put(self.dynamodb, name, [item for key, item in kept.items() if there.get(key) != item])
            for on in (False, True):
                self.dynamodb.update_continuous_backups(
                    TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": on}
                )
        objects = set(self.shelf.object_keys())
        for key in objects - self._objects.keys():
            self.shelf.s3.delete_object(Bucket=self.settings.archive_bucket, Key=key)
        for key, (content, metadata) in self._objects.items():
            if key not in objects or self._object(key) != (content, metadata):
                self.shelf.s3.put_object(Bucket=self.settings.archive_bucket, Key=key, Body=content, Metadata=metadata)

    def _object(self, key: str) -> tuple[bytes, dict[str, str]]:
        found = self.shelf.s3.get_object(Bucket=self.settings.archive_bucket, Key=key)
        return found["Body"].read(), found["Metadata"]

    def _bot(self, at: int, name: str) -> None:
        event = {"id": name, "type": "pageview", "at": at, "url": "https://shop.example/"}
        body = json.dumps({"site": self.site, "sent_at": at, "events": [event]}).encode()
        self.story.world.ingest.beacon(body, Sender("203.0.113.200", GPTBOT), at)

    def restore(self, origin: str, **asked: Any) -> None:
        """The command, with `--yes`."""
        run(self.env, Asked(origin, yes=True, **asked), self.now)

    def back_up(self, *kinds: str) -> dict[str, str]:
        """What a run of the backup plan makes: kind → recovery point."""
        return {
            kind: self.backup.start_backup_job(
                BackupVaultName=self.project,
                ResourceArn=self.dynamodb.describe_table(TableName=self.names[kind])["Table"]["TableArn"],
                IamRoleArn=self.env.output("backup_role"),
            )["RecoveryPointArn"]
            for kind in kinds or KINDS
        }

    def state(self, prefix: str = "") -> State:
        """Every item of the tables with this prefix, or of those in use."""
        found = {kind: self.items(f"{prefix or self.project}-{kind}") for kind in KINDS}
        found["Settings"] = {
            key: item for key, item in found["Settings"].items() if key[0] not in ("lease", "restored")
        }
        return found

    def items(self, table: str) -> dict[tuple[str, str], Item]:
        keys = self._keys(table)
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        return {(item[keys[0]]["S"], item[keys[1]]["S"]): item for page in pages for item in page["Items"]}

    def delete(self, kind: str, *keys: tuple[str, str]) -> None:
        """Delete these items of a table in use; all of them when none are named."""
        names = self._keys(self.names[kind])
        for key in keys or tuple(self.items(self.names[kind])):
            values = {name: {"S": value} for name, value in zip(names, key, strict=True)}
            self.dynamodb.delete_item(TableName=self.names[kind], Key=values)

    def _keys(self, table: str) -> tuple[str, str]:
        schema = self.dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
        of = {key["KeyType"]: key["AttributeName"] for key in schema}
        return of["HASH"], of["RANGE"]

    def tables(self) -> list[str]:
        """All tables that begin like this project's."""
        pages = self.dynamodb.get_paginator("list_tables").paginate()
        return [name for page in pages for name in page["TableNames"] if name.startswith(self.project)]

    def look_anew(self) -> Story:
        """The story, with an engine over the history that has seen nothing yet."""
        self.story.folder = self.folder / f"history-{len(list(self.folder.iterdir()))}"
        self.story.now = self.now
        self.story.engine = self.story.open()
        return self.story

    def clear(self) -> None:
        """Take away what tests made beside the installation."""
        for name in set(self.tables()) - set(self.names.values()):
            self.dynamodb.delete_table(TableName=name)
        for point in self.backup.list_recovery_points_by_backup_vault(BackupVaultName=self.project)["RecoveryPoints"]:
            self.backup.delete_recovery_point(BackupVaultName=self.project, RecoveryPointArn=point["RecoveryPointArn"])


def _visits(day: int, start: int) -> list[Hit]:
    """Of five people; one is identified in the middle of a visit."""
    hits = []
    for person in range(1, 6):
        at = start + 9 * HOUR + person * 20 * MINUTE
        name = f"d{day}p{person}"
        user = "kim" if person == 5 else ""
        hits += [
            Hit(person, at, f"{name}-a", "pageview", "/", "news" if person % 2 else ""),
            Hit(person, at + MINUTE, f"{name}-b", "pageview", f"/page-{person}", user=user),
            Hit(person, at + 2 * MINUTE, f"{name}-c", "engagement", f"/page-{person}", visible_ms=40_000, user=user),
        ]
        if person == 2:
            hits.append(Hit(person, at + 3 * MINUTE, f"{name}-d", "event", "/page-2"))
    return hits


def _over_midnight(day: int, midnight: int) -> list[Hit]:
    return [
        Hit(9, midnight + minutes * MINUTE, f"m{day}-{minutes}", "pageview", f"/night-{minutes}") for minutes in (-9, 7)
    ]
