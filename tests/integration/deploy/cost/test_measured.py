"""What the cost calculator assumes as measured, measured: on the code as it is, and the tables of the local AWS."""

import importlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import botocore.client
import pytest

from deploy.cost.assumptions import assumptions
from liveinsight import tables
from liveinsight.archive.objects import s3_client
from liveinsight.archive.run import run as archive
from liveinsight.ingest.draft import DropReason
from liveinsight.ingest.pipeline import Outcome
from liveinsight.settings import Settings
from liveinsight.timing import HOUR_MS
from tests.integration.collector.conftest import process as process
from tests.integration.store.test_capacity import pageview, send
from tests.integration.store.world import MIDNIGHT, World

GIVEN = assumptions()
NOON = MIDNIGHT + 12 * HOUR_MS
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"}
READS = {"GetItem", "Query"}
INDEX_BYTES = 100


class Units:
    """Capacity used by every client of this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.used: Counter[str] = Counter()
        original = botocore.client.BaseClient._make_api_call

        def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
            if client.meta.service_model.service_name != "dynamodb" or operation not in WRITES | READS:
                return original(client, operation, params)
            answer = original(client, operation, {**params, "ReturnConsumedCapacity": "TOTAL"})
            used = answer.get("ConsumedCapacity") or []
            for entry in used if isinstance(used, list) else [used]:
                self.used["written" if operation in WRITES else "read"] += entry["CapacityUnits"]
            return answer

        monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", call)

    def take(self) -> tuple[float, float]:
        """Units written and read since the last time."""
        taken, self.used = self.used, Counter()
        return taken["written"], taken["read"]


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    """A visitor has looked at three pages and read each of them."""
    made = World(settings)
    s3_client(settings).create_bucket(Bucket=settings.archive_bucket)
    for number in range(3):
        at = NOON + number * 60_000
        send(made, [pageview(number, at)], at)
        send(made, [reading(100 + number, at + 30_000)], at + 30_000)
    yield made
    s3 = s3_client(settings)
    for found in s3.list_objects_v2(Bucket=settings.archive_bucket).get("Contents", ()):
        s3.delete_object(Bucket=settings.archive_bucket, Key=found["Key"])
    s3.delete_bucket(Bucket=settings.archive_bucket)


def reading(number: int, at: int) -> dict[str, Any]:
    url = "https://www.shop.example/collections/autumn/ethiopia-guji-natural"
    return {
        "id": f"mf3k2j9x-{number:08x}",
        "type": "engagement",
        "at": at,
        "url": url,
        "visible_ms": 5300,
        "scroll_pct": 80,
    }


def sizes(settings: Settings, table: str) -> list[int]:
    """Bytes of the items of a table, as DynamoDB counts them."""
    items = tables.client().scan(TableName=f"{settings.project_name}-{table}")["Items"]
    return [sum(len(name.encode()) + _bytes(value) for name, value in item.items()) for item in items]


def _bytes(value: dict[str, Any]) -> int:
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html"""
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        return (len(content.strip("-").replace(".", "")) + 1) // 2 + 1
    if kind == "B":
        return len(content)
    assert kind in ("BOOL", "NULL"), kind
    return 1


def test_items_are_about_as_large_as_assumed(settings: Settings, world: World) -> None:
    """These have long addresses, titles in Hangul and campaigns; most have less of them."""
    world.rollup(NOON + 6 * HOUR_MS)
    events, (visit,), (live,) = (sizes(settings, table) for table in ("Events", "Sessions", "ActiveSessions"))
    assert len(events) == 6
    assert 0.9 * GIVEN["event_bytes"] < sum(events) / 6 + INDEX_BYTES < 1.3 * GIVEN["event_bytes"]
    assert 0.9 * GIVEN["visit_bytes"] < visit + INDEX_BYTES < 1.1 * GIVEN["visit_bytes"]
    assert visit < 1024 * GIVEN["write_units_a_visit"]
    assert 0.6 * GIVEN["live_bytes"] < live + INDEX_BYTES < 1.2 * GIVEN["live_bytes"]


def test_jobs_use_as_many_units_as_assumed(settings: Settings, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of runs with nothing to do."""
    later = NOON + 6 * HOUR_MS
    world.rollup(later)
    archive(later, settings)
    units = Units(monkeypatch)
    world.rollup(later + 1000)
    assert units.take() == pytest.approx((GIVEN["write_units_a_run"], GIVEN["read_units_a_run"]), abs=0.5)
    archive(later + 1000, settings)
    written, read = units.take()
    assert (written, read) <= (GIVEN["write_units_a_run"], GIVEN["read_units_a_run"])


def test_how_far_rollup_has_come_is_one_write(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run within an hour that stores a visit writes it, how far it has come, and the lease twice."""
    world.rollup(NOON + 6 * HOUR_MS)
    again = NOON + 6 * HOUR_MS + 10 * 60_000
    send(world, [pageview(50, again)], again)
    world.rollup(again + 25 * 60_000)
    units = Units(monkeypatch)
    world.rollup(again + 45 * 60_000)
    written, _ = units.take()
    visit = GIVEN["write_units_a_visit"]
    assert written == GIVEN["write_units_a_run"] + GIVEN["units_a_site_and_run"] + visit


@pytest.mark.usefixtures("process")
def test_the_collector_logs_a_line_of_as_many_bytes_a_beacon(capsys: pytest.CaptureFixture[str]) -> None:
    metrics = importlib.import_module("chalicelib.metrics")
    metrics.beacon(Outcome("v3a66pa9aap6", accepted=1), 21.437)
    (line,) = capsys.readouterr().out.splitlines()
    assert len(line) + 1 == pytest.approx(GIVEN["beacon_log_bytes"], rel=0.1)


@pytest.mark.usefixtures("process")
def test_the_collector_has_as_many_metrics(capsys: pytest.CaptureFixture[str]) -> None:
    """A metric is a name with the values of its dimensions, and each is paid for."""
    metrics = importlib.import_module("chalicelib.metrics")
    dropped = [(str(number), reason) for number, reason in enumerate(DropReason)]
    metrics.beacon(Outcome("v3a66pa9aap6", dropped=dropped, wrong=[("1", "unreadable")]), 20.0)
    metrics.refusal("invalid_beacon", 20.0)
    found = set()
    for line in capsys.readouterr().out.splitlines():
        said = json.loads(line)
        for directive in said["_aws"]["CloudWatchMetrics"]:
            for dimensions in directive["Dimensions"]:
                values = tuple(said[name] for name in dimensions)
                found |= {(metric["Name"], *values) for metric in directive["Metrics"]}
    assert len(found) == GIVEN["own_metrics"]
