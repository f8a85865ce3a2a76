"""What code asks of AWS, call by call, and whether a policy lets it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import botocore.client
import pytest

from liveinsight.settings import Settings
from liveinsight.shape import shape

HASH_KEYS = {name: keys["hash_key"] for name, keys in shape()["tables"].items()}

# Calls whose permission has another name.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
ACTIONS = {
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:DeleteObjects": "s3:DeleteObject",
}


@dataclass(frozen=True)
class Call:
    """A permission: an action, on a table (without prefix) or a bucket, on a partition of the table."""

    action: str
    place: str
    key: str = ""

    @property
    def named(self) -> "Call":
        """As policies name it: all buckets alike, the partitions of Settings without their sites, no others."""
        if self.action.startswith("s3:"):
            return Call(self.action, "s3")
        return Call(self.action, self.place, re.sub(r"#.*", "#*", self.key) if self.place == "Settings" else "")


class Recorder:
    """Notes the calls of every client in this process, while it is in use."""

    def __init__(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: set[Call] = set()
        original = botocore.client.BaseClient._make_api_call

        def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
            self.calls.update(_calls(client.meta.service_model.service_name, operation, params, settings))
            return original(client, operation, params)

        monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", call)

    def take(self) -> set[Call]:
        """What was called since the last time."""
        taken, self.calls = self.calls, set()
        return taken


def _calls(service: str, operation: str, params: dict[str, Any], settings: Settings) -> Iterator[Call]:
    named = f"{service}:{operation}"
    action = ACTIONS.get(named, named)
    if service != "dynamodb":
        yield Call(action, str(params.get("Bucket", "")))
        return
    requests = params.get("RequestItems") or {params.get("TableName", ""): params}
    for table, request in requests.items():
        place = table.removeprefix(f"{settings.project_name}-")
        for key in _keys(request, HASH_KEYS[place]):
            yield Call(action, place, key)


def _keys(request: Any, name: str) -> Iterator[str]:
    """The partitions that a request names: of an item, of a key, of a condition, or of each part of a batch."""
    if isinstance(request, list):
        for part in request:
            (content,) = part.values()
            yield from _keys(content, name)
    elif "Keys" in request:
        yield from (key[name]["S"] for key in request["Keys"])
    elif "KeyConditionExpression" in request:
        (value,) = re.findall(r"^\(*[#\w]+ = (:\w+)", request["KeyConditionExpression"])
        yield request["ExpressionAttributeValues"][value]["S"]
    elif item := request.get("Key") or request.get("Item"):
        yield item[name]["S"]
    else:
        yield ""  # about the table as a whole


@dataclass(frozen=True)
class Policy:
    """The statements of a policy as Terraform plans them."""

    statements: list[dict[str, Any]]

    def allows(self, call: Call) -> bool:
        return any(_allows(statement, call) for statement in self.statements)

    def grants(self, service: str) -> set[Call]:
        """Everything of a service that is allowed: each action, on what, and in Settings on which kind of items."""
        return {
            Call(action, _place(resource), kind)
            for statement in self.statements
            for action in statement["actions"]
            if action.startswith(f"{service}:")
            for resource in statement["resources"]
            for kind in _kinds(statement) or [""]
        }


def _allows(statement: dict[str, Any], call: Call) -> bool:
    if statement["effect"] == "Deny" or call.action not in statement["actions"]:
        return False
    if call.place not in map(_place, statement["resources"]):
        return False
    kinds = _kinds(statement)
    return not kinds or any(fnmatchcase(call.key, kind) for kind in kinds)


def _kinds(statement: dict[str, Any]) -> list[str]:
    conditions = (
        condition for condition in statement["condition"] or () if condition["test"] == "ForAllValues:StringLike"
    )
    return [kind for condition in conditions for kind in condition["values"]]


def _place(resource: str) -> str:
    """`Events` of the ARN of a table, `s3` of the archive's bucket or its objects."""
    return resource.rpartition("table/LiveInsight-")[2] if ":dynamodb:" in resource else resource.split(":")[2]
