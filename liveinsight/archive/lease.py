"""The lease of archive and imports: renewed in the background, for a single step may take longer than it lives."""

import threading
from types import TracebackType
from typing import Self

from liveinsight.errors import Conflict
from liveinsight.rollup.lease import RENEW_S, Lease


class KeptLease:
    """Only one run of a job works at a time. Raises `Conflict` on entering when another one does."""

    def __init__(self, job: str = "archive") -> None:
        self._lease = Lease(job)
        self._left = threading.Event()
        self._lost: Exception | None = None
        self._renewer = threading.Thread(target=self._renew, name=f"{job}-lease", daemon=True)

    def __enter__(self) -> Self:
        self._lease.__enter__()
        self._renewer.start()
        return self

    def check(self) -> None:
        """Call before every write. Raises what made the lease get lost."""
        if self._lost is not None:
            raise self._lost

    def _renew(self) -> None:
        while not self._left.wait(RENEW_S):
            try:
                self._lease.renew()
            except Exception as error:  # whatever it is: a lease that cannot be renewed will run out
                self._lost = error if isinstance(error, Conflict) else Conflict("lease_lost", str(error))
                return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        self._renewer.join()
        self._lease.__exit__(kind, error, trace)
