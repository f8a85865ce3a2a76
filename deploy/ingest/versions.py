"""Each deployed zip, kept beside the record, and the way back to an older one.

`s3://<state bucket>/<environment>/collector/<digest>.zip`; the record lists them, newest first. Which one runs is asked
of Lambda: the digest of its code is that of the zip.
"""

import base64
import time
from datetime import datetime
from typing import Any

from deploy.environment import Environment
from deploy.errors import Refused
from deploy.ingest.found import SCHEDULED, function_name
from deploy.ingest.package import Package
from deploy.ingest.record import Record
from deploy.ingest.workshop import API

KEPT = 10
LIMIT_S = 120.0


def key_of(record: Record, digest: str) -> str:
    return f"{record.key.rpartition('/')[0]}/collector/{digest}.zip"


def keep(record: Record, package: Package, now: datetime, **about: str) -> None:
    """Put the zip into the bucket, its version on top of the list, and what is too old out of both."""
    key = key_of(record, package.digest)
    with package.file.open("rb") as body:
        record.s3.put_object(Bucket=record.bucket, Key=key, Body=body, ContentType="application/zip")
    entry = {"digest": package.digest, "at": now.isoformat(timespec="seconds"), **about}
    others = [version for version in record.versions if version["digest"] != package.digest]
    for old in others[KEPT - 1 :]:
        record.s3.delete_object(Bucket=record.bucket, Key=key_of(record, old["digest"]))
    record.versions[:] = [entry, *others[: KEPT - 1]]


def listed(record: Record) -> list[dict[str, Any]]:
    """The versions that the bucket holds, newest first: what a lost record is brought back with."""
    prefix = key_of(record, "").removesuffix(".zip")
    pages = record.s3.get_paginator("list_objects_v2").paginate(Bucket=record.bucket, Prefix=prefix)
    zips = [item for page in pages for item in page.get("Contents", [])]
    newest_first = sorted(zips, key=lambda item: item["LastModified"], reverse=True)
    return [
        {
            "digest": item["Key"].rpartition("/")[2].removesuffix(".zip"),
            "at": item["LastModified"].isoformat(timespec="seconds"),
        }
        for item in newest_first
    ]


def forget_all(record: Record) -> None:
    """Delete every kept zip."""
    for version in listed(record):
        record.s3.delete_object(Bucket=record.bucket, Key=key_of(record, version["digest"]))


def function_names(stage: str) -> list[str]:
    """All functions, as AWS calls them."""
    return [function_name(stage, name) for name in (API, *SCHEDULED)]


def running(aws: Environment, stage: str) -> dict[str, str]:
    """Function → digest of its code."""
    client = aws.client("lambda")
    return {
        name: _digest(client.get_function_configuration(FunctionName=name)["CodeSha256"])
        for name in function_names(stage)
    }


def before(record: Record, digest: str) -> dict[str, Any]:
    """The version that ran before this one. Raises Refused when there is none."""
    digests = [version["digest"] for version in record.versions]
    # What is not in the list was put there by hand, after all that is.
    place = digests.index(digest) + 1 if digest in digests else 0
    if place >= len(digests):
        raise Refused("there is no older version of the collector to go back to")
    return dict(record.versions[place])


def use(aws: Environment, record: Record, stage: str, version: dict[str, Any]) -> None:
    """Give all functions the code of a kept version, and its Python. Settings and roles stay as they are."""
    client = aws.client("lambda")
    for name in function_names(stage):
        runtime = version.get("runtime")
        configuration = client.get_function_configuration(FunctionName=name)
        client.update_function_code(
            FunctionName=name, S3Bucket=record.bucket, S3Key=key_of(record, version["digest"]),
            Architectures=[version.get("architecture") or configuration["Architectures"][0]],
        )  # fmt: skip
        wait(client, name)
        if runtime and runtime != configuration["Runtime"]:
            client.update_function_configuration(FunctionName=name, Runtime=runtime)
            wait(client, name)


def wait(client: Any, name: str) -> None:
    """Until a change has arrived. Raises Refused when it does not."""
    deadline = time.monotonic() + LIMIT_S
    while True:
        found = client.get_function_configuration(FunctionName=name)
        status = found.get("LastUpdateStatus", "Successful")
        if status == "Successful":
            return
        if status == "Failed" or time.monotonic() > deadline:
            raise Refused(f"{name} did not take its code: {found.get('LastUpdateStatusReason', 'no answer in time')}")
        time.sleep(0.5)


def _digest(code_sha256: str) -> str:
    return base64.b64decode(code_sha256).hex()
