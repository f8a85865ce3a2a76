"""Whether the jobs keep up: what rollup and archive have written down of how far they are."""

import json
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from deploy.doctor.finding import Check, Finding, fault, judged
from deploy.environment import Environment

HOUR_MS = 3_600_000
LATEST = {"rollup": 3 * HOUR_MS, "archive": 4 * HOUR_MS}
"""Rollup saves its progress at least every hour; the archive runs every hour and takes whole ones."""
NAMED = 5


def progress(environment: Environment) -> Iterator[Check]:
    yield Check("rollup of all sites", partial(_rollup, environment))
    yield Check("archive of all sites", partial(_archive, environment))


def _sites(environment: Environment) -> list[tuple[str, int, int]]:
    """Key, when the site was made and how far it is rolled up (UTC ms), of every site."""
    pages = environment.client("dynamodb").get_paginator("query").paginate(
        TableName=environment.output("tables")["Settings"],
        KeyConditionExpression="kind = :site",
        ExpressionAttributeValues={":site": {"S": "site"}},
        ProjectionExpression="id, created_at, rolled_up_to",
    )  # fmt: skip
    return [_site(item) for page in pages for item in page["Items"]]


def _site(item: Any) -> tuple[str, int, int]:
    made = int(item["created_at"]["N"])
    return item["id"]["S"], made, int(item.get("rolled_up_to", {}).get("N", made))


def _rollup(environment: Environment) -> Finding:
    return _judged(environment, "rollup", {key: reached for key, _, reached in _sites(environment)})


def _archive(environment: Environment) -> Finding:
    reached = {key: _archived_to(environment, key) or made for key, made, _ in _sites(environment)}
    return _judged(environment, "archive", reached)


def _archived_to(environment: Environment, site: str) -> int | None:
    """UTC ms before which every hour is copied, by the archive's own note; docs/archive.md describes it."""
    try:
        found = environment.client("s3").get_object(
            Bucket=environment.output("archive_bucket"), Key=f"hours/site={site}/progress.json"
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        return None
    return int(json.load(found["Body"])["hours_to"])


def _judged(environment: Environment, job: str, reached: dict[str, int]) -> Finding:
    now = int(time.time() * 1000)
    behind = {key: now - until for key, until in reached.items() if now - until > LATEST[job]}
    worst = sorted(behind, key=lambda key: -behind[key])[:NAMED]
    named = ", ".join(f"{key} ({behind[key] // HOUR_MS} h)" for key in worst)
    function = environment.output("functions")[job]
    return judged(
        f"{len(reached)} sites are up to date" if reached else "no site yet",
        fault(
            bool(behind),
            f"{len(behind)} of {len(reached)} sites are behind: {named}",
            f"aws logs tail /aws/lambda/{function} --since 3h --filter-pattern ERROR --region {environment.region}",
        ),
    )
