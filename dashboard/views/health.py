"""`/health/`: is this process up, and with `?deep=1`, can it reach what it needs?"""

from collections.abc import Callable

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from flask import Response, current_app, jsonify, make_response, request
from pynamodb.exceptions import PynamoDBException

from liveinsight import tables
from liveinsight.settings import Settings

TIMEOUT_S = 2


def answer() -> Response:
    """200 and `ok`, or 503 and what cannot be reached; only with `?deep=1` is anything looked at."""
    if request.args.get("deep", "") not in ("1", "true"):
        return make_response(jsonify(status="ok"))
    settings: Settings = current_app.extensions["settings"]
    checks = {"tables": _outcome(_look_at_tables, settings), "archive": _outcome(_look_at_archive, settings)}
    well = all(outcome == "ok" for outcome in checks.values())
    return make_response(jsonify(status="ok" if well else "unavailable", checks=checks), 200 if well else 503)


def _outcome(look: Callable[[Settings], None], settings: Settings) -> str:
    """`ok`, or the reason in a word that gives nothing away to strangers: the log has the rest."""
    try:
        look(settings)
    except ClientError as error:
        return str(error.response.get("Error", {}).get("Code", "error"))
    except (BotoCoreError, PynamoDBException, LookupError) as error:
        current_app.logger.warning("deep health check: %s", error)
        return type(error).__name__
    return "ok"


def _look_at_tables(settings: Settings) -> None:
    for name in tables.MODELS:
        table = tables.client().describe_table(TableName=f"{settings.project_name}-{name}")["Table"]
        if table["TableStatus"] not in ("ACTIVE", "UPDATING"):
            raise LookupError(f"{name} is {table['TableStatus']}")


def _look_at_archive(settings: Settings) -> None:
    quick = Config(connect_timeout=TIMEOUT_S, read_timeout=TIMEOUT_S, retries={"total_max_attempts": 1})
    s3 = boto3.client("s3", region_name=settings.region, endpoint_url=settings.endpoint_url, config=quick)
    s3.head_bucket(Bucket=settings.archive_bucket)
