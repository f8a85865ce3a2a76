"""What AWS was asked by an operator's commands, as actions of IAM policies."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import botocore.session

_SESSION = botocore.session.get_session()
OPERATORS = ("hashicorp", "aws-cli", "app/operator")
"""What the programs of an operator call themselves: Terraform, aws, and the commands of deploy/ in these tests."""
_REST = ("s3", "cloudfront", "route53", "backup", "apigateway", "lambda")
_PREFIX = {"monitoring": "cloudwatch"}
"""Signing name → prefix of the actions, where the two differ."""

# Where an operation of S3 is allowed by an action of another name.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
_S3 = {
    "HeadBucket": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListObjects": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "HeadObject": "GetObject",
    "DeleteObjects": "DeleteObject",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "GetBucketLifecycle": "GetLifecycleConfiguration",
    "PutBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketReplication": "GetReplicationConfiguration",
    "PutBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "GetBucketCors": "GetBucketCORS",
}
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
_BUDGETS = {"CreateBudget": "ModifyBudget", "DeleteBudget": "ModifyBudget", "UpdateBudget": "ModifyBudget",
            "CreateNotification": "ModifyBudget", "CreateSubscriber": "ModifyBudget"}  # fmt: skip
_CLOUDFRONT = {"CreateDistributionWithTags": "CreateDistribution"}


@dataclass(frozen=True)
class Call:
    service: str
    operation: str
    method: str

    @property
    def action(self) -> str:
        """The action that allows this call, such as `s3:GetBucketVersioning`."""
        if self.service == "apigateway":
            return f"apigateway:{self.method}"
        name = self.operation
        if self.service == "s3":
            name = _S3.get(name, name)
        elif self.service == "cloudfront":
            name = _CLOUDFRONT.get(name, name)
        elif self.service == "budgets":
            name = _BUDGETS.get(name, "ViewBudget" if name.startswith("Describe") else name)
        return f"{_PREFIX.get(self.service, self.service)}:{name}"


def recorded(file: Path) -> set[Call]:
    """All different calls of an operator in a record that `local.terraform_aws` has written; not those of tests."""
    said = (json.loads(line) for line in file.read_text().splitlines())
    return {_call(each) for each in said if any(name in each["agent"].lower() for name in OPERATORS)}


def actions(calls: Iterable[Call]) -> set[str]:
    return {call.action for call in calls}


def _call(said: dict[str, str]) -> Call:
    service = said["service"]
    operation = said["operation"]
    if service in _REST:
        operation = _rest(service, said["method"], said["path"], said["query"])
    assert operation, f"a call of an unknown kind: {said}"
    return Call(service, operation, said["method"])


def _rest(service: str, method: str, path: str, query: str) -> str:
    """The operation that a request means: the one with the most fixed parts in its address that fits."""
    asked = dict(parse_qsl(query, keep_blank_values=True))
    fitting = [
        (len(fixed) + len(needed), len(pattern.pattern), -len(name), name)
        for name, verb, pattern, fixed, needed in _operations(service)
        if verb == method
        and pattern.fullmatch(path)
        and all(asked.get(key) == value for key, value in fixed.items())
        and needed <= asked.keys()
    ]
    return max(fitting, default=(0, 0, 0, ""))[3]


@lru_cache
def _operations(service: str) -> tuple[tuple[str, str, re.Pattern[str], dict[str, str], set[str]], ...]:
    model: Any = _SESSION.get_service_model(service)
    found = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        address, _, query = http["requestUri"].partition("?")
        # ARNs have slashes of their own, which are not told from those of the address.
        pattern = re.sub(r"\\{[^}]*(?:\\\+|[Aa]rn)\\}", ".+", re.escape(address.rstrip("/") or "/"))
        pattern = re.sub(r"\\{[^}]*\\}", "[^/]+", pattern)
        fixed = {key: value for key, value in parse_qsl(query, keep_blank_values=True) if key != "x-id"}
        found.append((name, http["method"], re.compile(pattern + "/?"), fixed, _needed(model, name)))
    return tuple(found)


def _needed(model: Any, operation: str) -> set[str]:
    """Parameters that must stand behind the question mark."""
    shape = model.operation_model(operation).input_shape
    if shape is None:
        return set()
    places = {name: shape.members[name].serialization for name in shape.required_members}
    return {place["name"] for place in places.values() if place.get("location") == "querystring"}
