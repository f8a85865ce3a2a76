"""The archive on S3 as this process sees it: what a site has there, looked up now and then, and local copies."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

from liveinsight.archive.objects import CONNECTIONS, Bucket
from liveinsight.archive.progress import Progress
from liveinsight.archive.site import beginning
from liveinsight.errors import StoreUnavailable
from liveinsight.history.copies import Copies, Vanished
from liveinsight.history.shelf import Shelf, Stored, look
from liveinsight.settings import Settings
from liveinsight.sites import Site
from liveinsight.timing import DAY_MS, iso

log = logging.getLogger(__name__)
LISTING_S = 30.0
"""How long a look at a site is believed; its archive changes once an hour."""
RETRY_S = 5.0
"""How soon a look is tried again when the archive cannot be reached."""
LOOKS = 4
_UNREACHABLE = (BotoCoreError, ClientError, Boto3Error, OSError)


def wall_clock() -> int:
    """UTC ms."""
    return int(time.time() * 1000)


def open_mirror(settings: Settings, folder: Path, sites: Callable[[str], Site], clock: Callable[[], int]) -> "Mirror":
    """The mirror of an installation, with its copies in `folder`."""

    def begun(site: str) -> Progress:
        now = clock()
        return beginning(sites(site), now, now - settings.event_retention_days * DAY_MS)

    return Mirror(Bucket(settings), folder, settings.history_cache_mb << 20, begun, clock)


Begun = Callable[[str], Progress]
"""Site key → where the archive of this site begins, if there is none yet."""


@dataclass
class _Seen:
    lock: threading.Lock = field(default_factory=threading.Lock)
    shelf: Shelf | None = None
    at: float = 0.0
    due: float = 0.0


class Mirror:
    """Safe to use from many threads, and from many processes on one folder."""

    def __init__(self, bucket: Bucket, folder: Path, most_bytes: int, begun: Begun, clock: Callable[[], int]) -> None:
        self._bucket = bucket
        self._begun = begun
        self._clock = clock
        self._copies = Copies(bucket, folder, most_bytes)
        self._pool = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="history")
        self._lock = threading.Lock()
        self._sites: dict[str, _Seen] = {}

    def shelf(self, site: str, newer_than: Shelf | None = None) -> Shelf:
        """What the archive has of the site, at most `LISTING_S` old; another one than `newer_than`.

        When S3 cannot be reached, the shelf of before, with the trouble in it. Raises `StoreUnavailable` when
        there is none.
        """
        seen = self._seen(site)
        with seen.lock:
            if seen.shelf is None or time.monotonic() >= seen.due or seen.shelf is newer_than:
                self._look(site, seen)
            assert seen.shelf is not None
            return seen.shelf

    def copies(
        self, site: str, choose: Callable[[Shelf], Sequence[Stored]], known: Shelf | None = None
    ) -> tuple[Shelf, dict[Stored, Path]]:
        """A shelf, and copies of the files that `choose` takes from it; the `known` one if that still holds.

        Raises `StoreUnavailable` when one of them is neither here nor to be had.
        """
        shelf = known or self.shelf(site)
        for _ in range(LOOKS):
            try:
                return shelf, self.fetch(choose(shelf))
            except Vanished:
                shelf = self.shelf(site, newer_than=shelf)
        raise StoreUnavailable("the archive changes faster than it can be read; try again")

    def fetch(self, files: Sequence[Stored]) -> dict[Stored, Path]:
        """Copies of these. Raises `Vanished` when one is another by now, and `StoreUnavailable` like `copies`."""
        try:
            self._copies.fetch(files, self._pool)
        except _UNREACHABLE as error:
            raise StoreUnavailable("the archive cannot be reached, and not all of it is here") from error
        return {file: self._copies.path(file) for file in files}

    def path(self, file: Stored) -> Path:
        """Where the copy lies, if it is there."""
        return self._copies.path(file)

    def forget(self, site: str) -> None:
        """Look anew when the site is asked for next."""
        seen = self._seen(site)
        with seen.lock:
            seen.due = 0.0

    def _seen(self, site: str) -> _Seen:
        with self._lock:
            return self._sites.setdefault(site, _Seen())

    def _look(self, site: str, seen: _Seen) -> None:
        begun = self._begun(site)
        try:
            seen.shelf = look(self._bucket, site, begun, self._pool)
        except _UNREACHABLE as error:
            if seen.shelf is None:
                raise StoreUnavailable("the archive cannot be reached; try again") from error
            log.warning("the archive of %s cannot be reached; answering from copies: %s", site, error)
            since = iso(int(seen.at))
            seen.shelf = replace(seen.shelf, trouble=f"The archive cannot be reached; it is shown as of {since}.")
            seen.due = time.monotonic() + RETRY_S
            return
        seen.at = self._clock()
        seen.due = time.monotonic() + LISTING_S
