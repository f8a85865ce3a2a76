"""Local copies of the archive's objects, in a folder that several processes may share.

A copy's name carries the ETag of its object: an object that was replaced is another file, and no list of what is
there has to be kept. A copy appears under its name only when it is whole. The time of a copy's last change is the
time of its last use, which is how all processes know what to take away first.
"""

import logging
import os
import re
import secrets
import time
from collections.abc import Iterable
from concurrent.futures import Executor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from liveinsight.archive.layout import EVENTS, HOURS, SESSIONS
from liveinsight.archive.objects import Bucket
from liveinsight.history.shelf import Stored

log = logging.getLogger(__name__)
IN_USE_S = 120.0
"""Copies used since are kept: a question may be reading them in any process."""
NOTED_S = 30.0
"""How exactly the time of the last use is kept."""
LOST_DOWNLOAD_S = 3600.0
_UNUSUAL = re.compile(r"[^A-Za-z0-9-]")


class Vanished(Exception):
    """An object is not what the listing said: it was replaced or taken away meanwhile."""


class Copies:
    """`most_bytes` bounds what lies in `folder`, as far as that is not in use."""

    def __init__(self, bucket: Bucket, folder: Path, most_bytes: int) -> None:
        self._bucket = bucket
        self._folder = folder
        self._most_bytes = most_bytes

    def path(self, file: Stored) -> Path:
        """Where the copy of this version of the object lies, if it is there."""
        folder = self._folder / file.kind / f"site={file.site}" / f"date={file.day.isoformat()}"
        stem = quote(file.name.removesuffix(".parquet"), safe="")
        return folder / f"{stem}.{_UNUSUAL.sub('_', file.etag)}.parquet"

    def missing(self, files: Iterable[Stored]) -> list[Stored]:
        """The ones of which there is no copy. The others count as used now."""
        return [file for file in files if not _use(self.path(file))]

    def fetch(self, files: Iterable[Stored], pool: Executor) -> None:
        """Have a copy of each of these. Raises `Vanished`, and whatever S3's client raises."""
        missing = self.missing(files)
        if missing:
            list(pool.map(self._download, missing))
            self._make_room()

    def _download(self, file: Stored) -> None:
        target = self.path(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            if self._bucket.download(file.key, draft) != file.etag:
                raise Vanished(file.key)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)

    def _make_room(self) -> None:
        """Take away what was not used for longest, until the rest fits."""
        now = time.time()
        found = sorted(self._found(), key=lambda entry: entry[1].st_mtime)
        total = sum(status.st_size for _, status in found)
        for path, status in found:
            lost = path.name.startswith(".") and status.st_mtime < now - LOST_DOWNLOAD_S
            if (total > self._most_bytes and status.st_mtime < now - IN_USE_S) or lost:
                path.unlink(missing_ok=True)
                total -= status.st_size
        if total > self._most_bytes:
            log.warning(
                "copies of the archive in use take %d MB, more than the %d MB of LIVEINSIGHT_HISTORY_CACHE_MB",
                total >> 20,
                self._most_bytes >> 20,
            )

    def _found(self) -> Iterable[tuple[Path, os.stat_result]]:
        """Copies, and what was prepared of them."""
        for pattern in (f"{EVENTS}/*/*/*", f"{SESSIONS}/*/*/*", f"{HOURS}/*/*/*", "prepared/*/*.duckdb"):
            for path in self._folder.glob(pattern):
                with suppress(FileNotFoundError):
                    yield path, path.stat()


def _use(path: Path) -> bool:
    """Whether the file is there; notes that it is used."""
    try:
        if path.stat().st_mtime < time.time() - NOTED_S:
            os.utime(path)
    except FileNotFoundError:
        return False
    return True
