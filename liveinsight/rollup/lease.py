"""One rollup at a time: a lease that its holder renews, and that runs out by itself when the holder dies."""

import secrets
import threading
import time
from types import TracebackType
from typing import Self

from pynamodb.exceptions import DeleteError, PutError

from liveinsight.errors import Conflict
from liveinsight.tables import CONDITION_FAILED, LeaseItem

LIFE_S = 60.0
RENEW_S = 15.0


class Lease:
    """Holds the lease of a job between `__enter__` and `__exit__`; call `renew` while working.

    Two runs at once would be harmless for new visits, but the slower one could store a visit as it was before
    a late event. Raises `Conflict` when somebody else holds the lease, or has taken it over.
    """

    def __init__(self, job: str) -> None:
        self._job = job
        self._holder = secrets.token_hex(8)
        self._renewed = 0.0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._take()
        return self

    def renew(self) -> None:
        with self._lock:
            if time.monotonic() - self._renewed > RENEW_S:
                self._take()

    def _take(self) -> None:
        now = time.time()
        free = LeaseItem.id.does_not_exist() | (LeaseItem.until < now) | (LeaseItem.holder == self._holder)
        try:
            LeaseItem(LeaseItem.KIND, self._job, holder=self._holder, until=now + LIFE_S).save(condition=free)
        except PutError as error:
            if error.cause_response_code != CONDITION_FAILED:
                raise
            raise Conflict(
                f"{self._job}_running", f"another {self._job} is running, or died within the last {LIFE_S:.0f} s"
            ) from None
        self._renewed = time.monotonic()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            LeaseItem(LeaseItem.KIND, self._job).delete(condition=LeaseItem.holder == self._holder)
        except DeleteError as delete_error:
            if delete_error.cause_response_code != CONDITION_FAILED:
                raise
