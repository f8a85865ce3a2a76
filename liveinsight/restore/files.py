"""Objects of the archive as files, for as long as they are read."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from liveinsight.archive.objects import Bucket
from liveinsight.archive.workspace import Workspace
from liveinsight.errors import StoreUnavailable

_number = count(1)


@contextmanager
def downloaded(bucket: Bucket, space: Workspace, *keys: str) -> Iterator[list[Path]]:
    """A file of each of these objects. Raises `StoreUnavailable` when one vanished since it was listed.

    Each gets a name of its own: DuckDB remembers what it has read of a name.
    """
    paths = []
    try:
        for key in keys:
            paths.append(space.folder / f"restored-{next(_number)}.parquet")
            if not bucket.get_file(key, paths[-1]):
                raise StoreUnavailable(f"{key} went away while it was read; run the same command again")
        yield paths
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
