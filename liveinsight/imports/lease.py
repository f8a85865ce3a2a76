"""One import into a site at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from liveinsight.archive.lease import KeptLease
from liveinsight.errors import Conflict


@contextmanager
def site_lease(site: str) -> Iterator[KeptLease]:
    """Held while days of this site are changed. Raises `Conflict` when another import holds it."""
    lease = KeptLease(f"import-{site}")
    try:
        lease.__enter__()
    except Conflict:
        raise Conflict(
            "import_running", "another import into this site is running, or died within the last minute"
        ) from None
    try:
        yield lease
    finally:
        lease.__exit__(None, None, None)
