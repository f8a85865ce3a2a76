"""What tests see of the archive: objects with their ETags, and rows as DuckDB reads them."""

# ruff: noqa: S608  # only the test's own names are written into statements

import os
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from liveinsight.archive import again
from liveinsight.archive.objects import s3_client
from liveinsight.archive.run import Report, run
from liveinsight.settings import Settings
from liveinsight.tables import LateMarkItem
from liveinsight.timing import parse_hour
from tests.integration.store.world import World

Row = dict[str, Any]


class Shelf:
    """The bucket of one test."""

    def __init__(self, settings: Settings) -> None:
        os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
        self.settings = settings
        self.s3 = s3_client(settings)
        self.s3.create_bucket(Bucket=settings.archive_bucket)

    def run(self, now: int) -> Report:
        report = run(now, self.settings)
        assert report.failed == []
        return report

    def etags(self, prefix: str = "") -> dict[str, tuple[str, str]]:
        """Key → ETag and the time at which it was written."""
        found = self.s3.list_objects_v2(Bucket=self.settings.archive_bucket, Prefix=prefix).get("Contents", ())
        return {item["Key"]: (item["ETag"], str(item["LastModified"])) for item in found}

    def object_keys(self, prefix: str = "") -> list[str]:
        return sorted(self.etags(prefix))

    def days(self) -> list[str]:
        """The keys that other readers see."""
        return [key for key in self.object_keys() if not key.startswith("hours/")]

    def rows(self, kind: str) -> list[Row]:
        """All rows of `events` or `sessions`, in order, with the partition columns; times in ms."""
        with tempfile.TemporaryDirectory() as folder:
            self.download(Path(folder))
            if not list(Path(folder).glob(f"{kind}/*/*/*.parquet")):
                return []
            times = {"events": ("at",), "sessions": ("started_at", "ended_at")}[kind]
            replaced = ", ".join(f'epoch_ms("{name}") AS "{name}"' for name in times)
            with duckdb.connect() as database:
                found = database.execute(
                    f"""SELECT * REPLACE ({replaced}, date::VARCHAR AS date)
                    FROM read_parquet('{folder}/{kind}/*/*/*.parquet', hive_partitioning = true)
                    ORDER BY site, date, file_row_number"""
                )
                names = [column[0] for column in found.description]
                return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def download(self, folder: Path) -> None:
        for key in self.days():
            path = folder / key
            path.parent.mkdir(parents=True, exist_ok=True)
            self.s3.download_file(self.settings.archive_bucket, key, str(path))

    def clear(self) -> None:
        for key in self.object_keys():
            self.s3.delete_object(Bucket=self.settings.archive_bucket, Key=key)
        self.s3.delete_bucket(Bucket=self.settings.archive_bucket)


def rollup(world: World, now: int) -> None:
    """Rollup as it runs where there is an archive: the hours of its late marks are marked for the archive."""
    marks = [item.id for item in LateMarkItem.query(LateMarkItem.KIND)]
    for site, _, hour in (name.partition("#") for name in marks):
        again.mark(site, parse_hour(hour), now)
    world.rollup(now)
