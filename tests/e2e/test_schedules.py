"""EventBridge starts rollup and archive by itself: a visit that ended is stored, and lies in the bucket."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from tempfile import NamedTemporaryFile
from typing import Any

import duckdb
import pytest

from tests.e2e import schedules
from tests.e2e.conftest import Made, Site

WITHIN_S = 240.0
"""Rules start their functions once a minute here; late events settle for one, and the archive comes after rollup."""


@pytest.fixture(scope="module", autouse=True)
def own_rates_afterwards(made: Made) -> Iterator[None]:
    started = time.monotonic()
    yield
    made.stack.durations["waiting for rollup and archive"] = time.monotonic() - started
    schedules.set_rates(made.stack, made.outputs["functions"], schedules.RATES)


def found(look: Callable[[], Any]) -> Any:
    """What `look` finds, waited for."""
    deadline = time.monotonic() + WITHIN_S
    while not (seen := look()):
        assert time.monotonic() < deadline, "nothing came of it in time"
        time.sleep(1)
    return seen


def test_rollup_stores_the_visit(made: Made, shop: Site, late: int) -> None:
    client = made.stack.client("dynamodb")

    def visits() -> list[dict[str, Any]]:
        items = client.scan(TableName="LiveInsight-Sessions", ConsistentRead=True)["Items"]
        return [item for item in items if item["site_day"]["S"].startswith(shop.key)]

    (visit,) = found(visits)
    told = {name: visit[name]["S"] for name in ("entry_page", "exit_page")}
    assert told == {"entry_page": "/yesterday", "exit_page": "/yesterday/next"}
    # Clocks of visitors are corrected by the way of the request.
    assert abs(int(visit["started_at"]["N"]) - late) < 10_000


def test_the_archive_holds_its_events(made: Made, shop: Site, late: int) -> None:
    s3, bucket = made.stack.client("s3"), made.outputs["archive_bucket"]

    def keys(prefix: str) -> list[str]:
        listed = s3.list_objects_v2(Bucket=bucket, Prefix=f"{prefix}/site={shop.key}/").get("Contents", [])
        return [each["Key"] for each in listed if each["Key"].endswith(".parquet")]

    def paths(prefix: str) -> set[str]:
        return {path for key in keys(prefix) for path in _paths(s3.get_object(Bucket=bucket, Key=key)["Body"].read())}

    wanted = {"/yesterday", "/yesterday/next"}
    found(lambda: wanted <= paths("hours"))
    # The day of the visit is over now, but for the hour in which it was not yet, and some that it stays open.
    if datetime.now(UTC).day != datetime.fromtimestamp(late / 1000, UTC).day and datetime.now(UTC).hour >= 3:
        found(lambda: wanted <= paths("events") and keys("sessions"))


def _paths(content: bytes) -> list[str]:
    with NamedTemporaryFile() as file, duckdb.connect() as database:
        file.write(content)
        file.flush()
        read = database.from_parquet(file.name)
        return [str(path) for (path,) in read.project("path").fetchall()]
