"""`liveinsight doctor`: is everything there that this installation needs?"""

import time
import urllib.request
from collections.abc import Callable
from typing import Any

import boto3
import typer
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from liveinsight import sites, tables, users
from liveinsight.errors import LiveInsightError
from liveinsight.settings import settings
from liveinsight.timing import HOUR_MS

Check = Callable[[], str]
"""Returns what it found; raises `LiveInsightError` or what AWS raises when something is wrong."""


def doctor() -> None:
    """Check tables, bucket, people, sites, jobs and servers; exit code 1 when something is wrong."""
    bad = 0
    for name, check in _checks():
        try:
            mark, detail = "ok  ", check()
        except (LiveInsightError, PynamoDBException, ClientError, BotoCoreError, OSError) as error:
            mark, detail = "FAIL", str(error)
            bad += 1
        typer.echo(f"{mark}  {name:<24}  {detail}")
    if bad:
        raise typer.Exit(1)


def _checks() -> list[tuple[str, Check]]:
    names = [f"table {settings().project_name}-{name}" for name in tables.MODELS]
    return [
        *((name, _table(models[0])) for name, models in zip(names, tables.MODELS.values(), strict=True)),
        ("archive bucket", _bucket),
        ("people", _people),
        ("sites", _sites),
        ("rollup", _rollup),
        ("collector", _server(settings().collector_url + "/health")),
        ("dashboard", _server(settings().dashboard_url + "/health/")),
    ]


def _table(model: Any) -> Check:
    def check() -> str:
        name = model.Meta.table_name
        status = tables.client().describe_table(TableName=name)["Table"]["TableStatus"]
        ttl = tables.client().describe_time_to_live(TableName=name)["TimeToLiveDescription"]["TimeToLiveStatus"]
        if ttl not in ("ENABLED", "ENABLING"):
            raise LiveInsightError("no_ttl", f"{status}, but items never expire: switch on time to live")
        return f"{status}, time to live {ttl.lower()}"

    return check


def _bucket() -> str:
    name = settings().archive_bucket
    boto3.client("s3", region_name=settings().region).head_bucket(Bucket=name)
    return name


def _people() -> str:
    found = len(users.every())
    if not found:
        raise LiveInsightError("no_users", "nobody can log in; `liveinsight user add EMAIL` changes that")
    return f"{found} may log in"


def _sites() -> str:
    found = sites.every()
    if not found:
        raise LiveInsightError("no_sites", "no site yet; `liveinsight site add NAME --domain D` adds one")
    return f"{len(found)} registered"


def _rollup() -> str:
    """Progress is saved at least every hour for every site, however quiet."""
    now = int(time.time() * 1000)
    behind = [site.key for site in sites.every() if now - (site.rolled_up_to or site.created_at) > 3 * HOUR_MS]
    if behind:
        raise LiveInsightError("behind", f"over 3 h behind on {', '.join(behind[:5])}; see the logs of the job")
    return "up to date"


def _server(url: str) -> Check:
    def check() -> str:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # the operator's own setting
                return f"{url} answers {answer.status}"
        except OSError as error:
            raise LiveInsightError("no_answer", f"{url} does not answer: {error}") from None

    return check
