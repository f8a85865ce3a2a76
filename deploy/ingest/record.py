"""What Chalice has made, kept with the environment's state: `s3://<state bucket>/<environment>/chalice.json`.

It is Chalice's own JSON, with one more part: `liveinsight` holds the versions that were deployed, and who is deploying.
Every write asks that nobody has written since it was read, so of two deployers the second is refused.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from deploy import state
from deploy.environment import Environment
from deploy.errors import Refused

NAME = "chalice.json"
BROKEN_OFF_AFTER = timedelta(minutes=30)
"""Nobody deploys for so long; a run that has not ended by then is taken to be dead."""
_MISSING = {"NoSuchKey", "404"}
_CHANGED = {"PreconditionFailed", "ConditionalRequestConflict", "412"}


@dataclass
class Record:
    """The record of an environment as it was read; `etag` is None when there is none."""

    s3: Any
    bucket: str
    key: str
    content: dict[str, Any] = field(default_factory=dict)
    etag: str | None = None

    @property
    def resources(self) -> list[dict[str, Any]]:
        """What Chalice has made, in its own words."""
        found: list[dict[str, Any]] = self.content.get("resources", [])
        return found

    @property
    def versions(self) -> list[dict[str, Any]]:
        """What was deployed, newest first; each with its `digest`."""
        found: list[dict[str, Any]] = self._ours.setdefault("versions", [])
        return found

    @property
    def finished(self) -> bool:
        """Whether the last run came to its end, so that `resources` is all there is."""
        return bool(self._ours.get("finished", True))

    def api_id(self) -> str | None:
        """Id of the REST API, once there is one."""
        return next((each["rest_api_id"] for each in self.resources if each["resource_type"] == "rest_api"), None)

    def begin(self, who: str, now: datetime, take_over: bool) -> None:
        """Say that `who` deploys. Raises Refused when somebody else does."""
        other = self._ours.get("deploying")
        if other and not take_over and now - datetime.fromisoformat(other["since"]) < BROKEN_OFF_AFTER:
            raise Refused(
                f"{other['who']} has been deploying since {other['since']}; wait. If that run was broken off, "
                "go on with --take-over"
            )
        self._ours.update(deploying={"who": who, "since": now.isoformat(timespec="seconds")}, finished=False)
        self._save()

    def end(self, resources: list[dict[str, Any]], finished: bool) -> None:
        """Keep what there is now, and that nobody deploys any more."""
        self.content["resources"] = resources
        self._ours.update(finished=finished)
        self._ours.pop("deploying", None)
        self._save()

    def forget(self) -> None:
        """Delete the record; its older versions stay for as long as the bucket keeps them."""
        self.s3.delete_object(Bucket=self.bucket, Key=self.key)
        self.content, self.etag = {}, None

    @property
    def _ours(self) -> dict[str, Any]:
        found: dict[str, Any] = self.content.setdefault("liveinsight", {})
        return found

    def _save(self) -> None:
        body = {"resources": [], "schema_version": "2.0", "backend": "api", **self.content}
        condition = {"IfMatch": self.etag} if self.etag else {"IfNoneMatch": "*"}
        try:
            answer = self.s3.put_object(
                Bucket=self.bucket, Key=self.key, Body=json.dumps(body, indent=2).encode(),
                ContentType="application/json", **condition,
            )  # fmt: skip
        except ClientError as error:
            if error.response["Error"]["Code"] not in _CHANGED | _MISSING:
                raise
            raise Refused(
                f"somebody else has written s3://{self.bucket}/{self.key} meanwhile; look at what they did, and run "
                "this again"
            ) from error
        self.content, self.etag = body, answer["ETag"]


def of(aws: Environment) -> Record:
    """The record of this environment as it is now."""
    place = state.place(aws.terraform)
    return read(aws.client("s3", place.region), place.bucket, place.key(NAME))


def read(s3: Any, bucket: str, key: str) -> Record:
    """The record at this key; an empty one, without an etag, where there is none."""
    try:
        answer = s3.get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _MISSING:
            raise
        return Record(s3, bucket, key)
    return Record(s3, bucket, key, json.loads(answer["Body"].read()), answer["ETag"])


def now() -> datetime:
    return datetime.now(UTC)
