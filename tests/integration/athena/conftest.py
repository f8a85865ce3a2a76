"""A bucket, Glue's tables and an engine on the local AWS's Athena, and a way to put invented days there."""

import tempfile
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import boto3
import duckdb
import pytest

from liveinsight.archive import layout
from liveinsight.archive.objects import Bucket
from liveinsight.archive.progress import Progress, save
from liveinsight.archive.workspace import literal
from liveinsight.athena import tables
from liveinsight.athena.engine import AthenaEngine, engine
from liveinsight.settings import Settings
from tests.integration.query.world import Event, event_rows, fill, session_rows, visits_of

DAY_MS = 24 * 3_600_000
LATER = 4_000_000_000_000
Fill = Callable[..., None]


@pytest.fixture(scope="module")
def installation(aws: str) -> Settings:
    """Settings of an installation whose history is on Athena; its bucket is empty."""
    name = f"athena{datetime.now(UTC).timestamp():.6f}".replace(".", "")
    made = Settings(
        endpoint_url=aws,
        archive_bucket=f"{name}-archive",
        query_engine="athena",
        athena_database=name,
        query_seconds=30,  # the local Athena may have little of this machine
    )
    boto3.client("s3", endpoint_url=aws).create_bucket(Bucket=made.archive_bucket)
    tables.define(made)
    return made


@pytest.fixture(scope="module")
def athena(installation: Settings) -> AthenaEngine:
    return engine(installation)


@pytest.fixture(scope="module")
def put_days(installation: Settings) -> Fill:
    """Makes these events all that the bucket has of the site `site`, as finished days unless `days_to` says so."""
    bucket = Bucket(installation)

    def put(events: list[Event], days_to: int = LATER, file: str = "day.parquet") -> None:
        for kind in (layout.EVENTS, layout.SESSIONS):
            for key in list(bucket.keys(f"{kind}/site=site/")):
                if key.endswith(f"/{file}"):
                    bucket.delete(key)
        visits = visits_of(events)
        save(bucket, "site", Progress(days_to, days_to, days_to, days_to))
        _put(bucket, layout.EVENTS, event_rows(events), 0, file)
        _put(bucket, layout.SESSIONS, session_rows(visits), 2, file)

    return put


def _put(bucket: Bucket, kind: str, rows: list[tuple[object, ...]], time: int, file: str) -> None:
    """`time` is where in a row its UTC ms are."""
    days = defaultdict(list)
    for row in rows:
        at = row[time]
        assert isinstance(at, int)
        days[at // DAY_MS].append(row)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        for day, of_day in days.items():
            fill(database, kind, of_day)
            path = Path(folder) / f"{kind}-{day}.parquet"
            database.execute(f"COPY {kind}_table TO {literal(path)} (FORMAT parquet, COMPRESSION zstd)")
            key = layout.day_key(kind, "site", day * DAY_MS)
            bucket.put_file(f"{key.rpartition('/')[0]}/{file}", path)
