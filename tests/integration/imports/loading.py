"""Imports as tests do them, and what came of them: rows of the bucket, as any reader sees them."""

# ruff: noqa: S608  # only the test's own names are written into statements

import io
import itertools
import json
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from liveinsight.imports.run import Report, run
from liveinsight.sites import Site
from liveinsight.timing import DAY_MS
from tests.integration.archive.shelf import Row, Shelf

MIDNIGHT = 1_780_272_000_000
"""2026-06-01, UTC"""
assert MIDNIGHT % DAY_MS == 0
NOW = MIDNIGHT + 100 * DAY_MS
MINUTE = 60_000
_numbers = itertools.count()

Line = dict[str, Any]


def new_site(**values: Any) -> Site:
    """A site with nothing in it. Imports need no more of it than this."""
    return Site(key=f"import{next(_numbers)}", name="Shop", domain="shop.example", **values)


def view(at: int, visitor: str = "ada", path: str = "/", **fields: Any) -> Line:
    return {"type": "pageview", "at": at, "visitor": visitor, "url": f"https://shop.example{path}", **fields}


def as_file(lines: list[Line]) -> bytes:
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def load(shelf: Shelf, site: Site, content: bytes | list[Line], **options: Any) -> Report:
    data = content if isinstance(content, bytes) else as_file(content)
    return run(io.BytesIO(data), site, shelf.settings, NOW, **options)


def rows(shelf: Shelf, site: Site, kind: str) -> list[Row]:
    """All rows of `events` or `sessions` of a site, in order, with `date`; times in ms."""
    times = {"events": ("at",), "sessions": ("started_at", "ended_at")}[kind]
    replaced = ", ".join(f'epoch_ms("{name}") AS "{name}"' for name in times)
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        for number, key in enumerate(shelf.object_keys(f"{kind}/site={site.key}/")):
            path = Path(folder) / f"{number}.parquet"
            shelf.s3.download_file(shelf.settings.archive_bucket, key, str(path))
            read = database.execute(f"SELECT * REPLACE ({replaced}) FROM '{path}'")
            names = [column[0] for column in read.description]
            date = key.split("date=")[1][:10]
            found += [{"date": date, **dict(zip(names, row, strict=True))} for row in read.fetchall()]
    return found
