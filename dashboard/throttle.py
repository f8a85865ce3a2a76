"""A brake on guessing passwords: failures are counted per address and e-mail address, in this process.

Every process counts for itself, so N workers or tasks allow N times as many guesses. That is enough against
guessing (argon2 and a long password carry the rest), and it needs no store that could fail.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

WINDOW_S = 15 * 60.0
PER_PERSON = 5
PER_ADDRESS = 30
MOST_KEYS = 20_000


class Throttle:
    """Counts failures within a sliding window of 15 minutes. Safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def wait_s(self, address: str, email: str) -> int:
        """Seconds until this address may try again for this person; 0 when it may now."""
        with self._lock:
            return max(self._wait((address, email), PER_PERSON), self._wait((address, ""), PER_ADDRESS))

    def failed(self, address: str, email: str) -> None:
        with self._lock:
            for key in ((address, email), (address, "")):
                times = self._failures.setdefault(key, deque(maxlen=PER_ADDRESS))
                times.append(self._clock())
                self._failures.move_to_end(key)
            while len(self._failures) > MOST_KEYS:
                self._failures.popitem(last=False)

    def succeeded(self, address: str, email: str) -> None:
        with self._lock:
            self._failures.pop((address, email), None)

    def _wait(self, key: tuple[str, str], most: int) -> int:
        times = self._failures.get(key, deque())
        oldest_allowed = self._clock() - WINDOW_S
        while times and times[0] <= oldest_allowed:
            times.popleft()
        if len(times) < most:
            return 0
        return int(times[-most] - oldest_allowed) + 1
