"""What a restore is from: a point in time, the recovery points of one backup run, or the archive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from botocore.exceptions import ClientError

from deploy.environment import Environment
from deploy.errors import Refused
from deploy.restore import points

WAYS = "give a time (2026-11-22T10:00:00Z), the ARN of a recovery point, latest, or archive"


@dataclass(frozen=True)
class PointInTime:
    at: datetime

    @property
    def stamp(self) -> str:
        """Names its tables."""
        return f"{self.at:%Y%m%dT%H%M%SZ}"

    @property
    def name(self) -> str:
        """What means the same at any later time."""
        return self.at.isoformat().replace("+00:00", "Z")

    def __str__(self) -> str:
        return f"the tables as they were at {self.at:%Y-%m-%d %H:%M:%S} UTC"


@dataclass(frozen=True)
class Backup:
    """`arns`: name of a table in use → its recovery point."""

    at: datetime
    arns: Mapping[str, str]

    @property
    def stamp(self) -> str:
        return f"backup-{self.at:%Y%m%dT%H%M%SZ}"

    @property
    def name(self) -> str:
        return min(self.arns.values())

    def __str__(self) -> str:
        return f"the backup of {self.at:%Y-%m-%d %H:%M:%S} UTC"


@dataclass(frozen=True)
class Archive:
    bucket: str
    stamp = "archive"
    name = "archive"

    def __str__(self) -> str:
        return f"the archive, s3://{self.bucket}"


Origin = PointInTime | Backup | Archive


def found(env: Environment, text: str, vault: str = "", *, restorable: bool = True) -> Origin:
    """What `text` names. Raises Refused when it names nothing, or something that is not there.

    Without `restorable`, a moment may lie too far back: only its name is wanted.
    """
    if text == "archive":
        return _archive(env)
    if text == "latest" or text.startswith("arn:"):
        run = points.chosen(env, text, vault)
        return Backup(run.at, run.arns)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"FROM={text!r} is nothing to restore from; {WAYS}") from None
    at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    if restorable:
        _check_window(env, at)
    return PointInTime(at)


def _archive(env: Environment) -> Archive:
    bucket = str(env.output("archive_bucket"))
    try:
        env.client("s3").head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            raise
        raise Refused(f"there is no bucket {bucket}; a copy in another region has the name {bucket}-copy") from None
    return Archive(bucket)


def _check_window(env: Environment, at: datetime) -> None:
    windows = {table: _window(env, table) for table in env.output("tables").values()}
    earliest = max(first for first, _ in windows.values())
    latest = min(last for _, last in windows.values())
    if not earliest <= at <= latest:
        raise Refused(
            f"{at:%Y-%m-%dT%H:%M:%SZ} cannot be restored; times from {_up(earliest):%Y-%m-%dT%H:%M:%SZ} to "
            f"{latest:%Y-%m-%dT%H:%M:%SZ} can, and older backups with FROM=latest or a recovery point's ARN"
        )


def _up(at: datetime) -> datetime:
    """The whole second that is not before."""
    return datetime.fromtimestamp(-(-at.timestamp() // 1), UTC)


def _window(env: Environment, table: str) -> tuple[datetime, datetime]:
    """From when to when the table can be restored."""
    client = env.client("dynamodb")
    try:
        told = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    except client.exceptions.TableNotFoundException:
        raise Refused(
            f"{table} is gone, and with it its points in time; use FROM=latest, or the backup that DynamoDB made of it "
            f"when it was deleted (docs/operations/restore.md, a deleted table)"
        ) from None
    state = told.get("PointInTimeRecoveryDescription", {})
    if "EarliestRestorableDateTime" not in state:
        raise Refused(f"{table} has no point-in-time recovery; make infra switches it on; FROM=latest uses backups")
    return state["EarliestRestorableDateTime"].astimezone(UTC), state["LatestRestorableDateTime"].astimezone(UTC)
