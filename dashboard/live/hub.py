"""All live views of this process: its watchers by site, and how many streams are open."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dashboard.limits import POLLER_IDLE_S, STREAMS
from dashboard.live.watcher import Refreshes, Watcher
from liveinsight.errors import StoreUnavailable
from liveinsight.live import LiveSite
from liveinsight.sites import Site

FIRST_LOOK_S = 4.0
TRY_AGAIN_S = 5


class TooManyStreams(StoreUnavailable):
    """This process has no room for another stream; the page polls until there is."""

    def __init__(self) -> None:
        super().__init__("too many live streams are open; try again shortly", TRY_AGAIN_S)
        self.code = "too_many_streams"


class LiveHub:
    def __init__(
        self,
        poll_s: float,
        open_site: Callable[[Site], Refreshes] = LiveSite,
        most_streams: int = STREAMS,
        idle_s: float = POLLER_IDLE_S,
    ) -> None:
        self._poll_s = poll_s
        self._open_site = open_site
        self._most_streams = most_streams
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._watchers: dict[str, Watcher] = {}
        self._streams = 0
        self.closing = threading.Event()

    def watcher(self, site: Site) -> Watcher:
        with self._lock:
            if site.key not in self._watchers:
                self._watchers[site.key] = Watcher(self._open_site, self._poll_s, self._idle_s)
            return self._watchers[site.key]

    def reserve(self) -> None:
        """Take the place of one stream; `release` gives it back. Raises `TooManyStreams`."""
        with self._lock:
            if self._streams >= self._most_streams or self.closing.is_set():
                raise TooManyStreams
            self._streams += 1

    def release(self) -> None:
        with self._lock:
            self._streams -= 1

    @property
    def streams(self) -> int:
        return self._streams

    @contextmanager
    def watching(self, site: Site) -> Iterator[Watcher]:
        """The site's watcher, running as long as the block does."""
        watcher = self.watcher(site)
        watcher.join(site)
        try:
            yield watcher
        finally:
            watcher.leave()

    def look(self, site: Site) -> bytes:
        """The site's snapshot as JSON, from the shared watcher. Raises `StoreUnavailable`."""
        with self.watching(site) as watcher:
            state = watcher.wait(0, 0)
            if not state.snapshot and not state.trouble:
                state = watcher.wait(state.version, FIRST_LOOK_S)
            if state.trouble or not state.snapshot:
                raise StoreUnavailable("the live data cannot be reached at the moment; try again", TRY_AGAIN_S)
            return state.snapshot

    def close(self) -> None:
        """End all streams and watchers within about a second. Called from gunicorn's signal handlers."""
        self.closing.set()
        for watcher in list(self._watchers.values()):
            watcher.close()
