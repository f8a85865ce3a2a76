"""The archive's lease: renewed in the background, for a single step may take longer than a lease lives."""

import threading
from types import TracebackType
from typing import Self

from liveinsight.errors import Conflict
from liveinsight.rollup.lease import RENEW_S, Lease


class KeptLease:
    """Only one archive run works at a time. Raises `Conflict` on entering when another one does."""

    def __init__(self) -> None:
        self._lease = Lease("archive")
        self._left = threading.Event()
        self._lost: Exception | None = None
        self._renewer = threading.Thread(target=self._renew, name="archive-lease", daemon=True)

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
                self._lost = error if isinstance(error, Conflict) else Conflict("archive_lease_lost", str(error))
                return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        self._renewer.join()
        self._lease.__exit__(kind, error, trace)
