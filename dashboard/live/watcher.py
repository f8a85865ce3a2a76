"""One site, watched by one thread for everybody who looks at it in this process."""

import logging
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from dashboard.limits import POLLER_IDLE_S
from dashboard.live.messages import Message, event_row, snapshot
from liveinsight.live import Update
from liveinsight.sites import Site

log = logging.getLogger(__name__)
SNAPSHOT_GAP_S = 1.0
"""Events are passed on at once; the snapshot, which is larger, at most this often."""
LONGEST_BACKOFF_S = 10.0
KEPT_EVENTS = 500


class Refreshes(Protocol):
    """What `liveinsight.live.LiveSite` does."""

    def refresh(self, now_ms: int) -> Update: ...


@dataclass(frozen=True)
class State:
    """What a viewer can know. `version` rises with every change; `seq` counts the events ever passed on."""

    version: int = 0
    snapshot: bytes = b""
    snapshot_version: int = 0
    seq: int = 0
    trouble: bool = False


class Watcher:
    """Starts its thread for the first viewer and ends it a while after the last one left."""

    def __init__(self, open_site: Callable[[Site], Refreshes], poll_s: float, idle_s: float = POLLER_IDLE_S) -> None:
        self._open_site = open_site
        self._poll_s = poll_s
        self._idle_s = idle_s
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._viewers = 0
        self._wanted_until = 0.0
        self._state = State()
        self._content: Message = {}
        self._sent_snapshot_at = 0.0
        self._events: deque[tuple[int, Message]] = deque(maxlen=KEPT_EVENTS)

    @property
    def running(self) -> bool:
        return self._thread is not None

    @property
    def viewers(self) -> int:
        return self._viewers

    def join(self, site: Site) -> None:
        """Count one more viewer; `leave` must follow."""
        with self._changed:
            self._viewers += 1
            if self._thread is None:
                self._start(site)

    def leave(self) -> None:
        with self._changed:
            self._viewers -= 1
            self._wanted_until = time.monotonic() + self._idle_s

    def wait(self, version: int, timeout_s: float) -> State:
        """The state as soon as it is newer than `version`, or as it is after `timeout_s`."""
        with self._changed:
            self._changed.wait_for(lambda: self._state.version != version, timeout_s)
            return self._state

    def events_after(self, seq: int) -> list[Message]:
        """The events passed on since then, oldest first; those that are long gone are left out."""
        with self._changed:
            return [event for number, event in self._events if number > seq]

    def close(self) -> None:
        """End the thread for good. May be called from a signal handler: takes no lock of ours."""
        self._closing.set()

    def _start(self, site: Site) -> None:
        # What was true before a pause is not shown as if it were true now.
        self._state = State(self._state.version + 1, seq=self._state.seq)
        self._content = {}
        self._sent_snapshot_at = 0.0
        self._thread = threading.Thread(target=self._run, args=(site,), name=f"live-{site.key}", daemon=True)
        self._thread.start()

    def _run(self, site: Site) -> None:
        live = self._open_site(site)
        failures = 0
        while not self._closing.is_set():
            try:
                self._publish(live.refresh(int(time.time() * 1000)))
                failures = 0
            except Exception:
                # Whatever it is, the page must say so and the next attempt must come.
                failures += 1
                if failures == 1:
                    log.exception("the live view of %s cannot be read; trying again", site.key)
                self._publish_trouble()
            if self._unwanted():
                return
            self._closing.wait(self._pause_s(failures))

    def _pause_s(self, failures: int) -> float:
        if not failures:
            return self._poll_s
        longest = min(LONGEST_BACKOFF_S, max(self._poll_s, 0.5) * 2 ** min(failures, 8))
        return random.uniform(longest / 2, longest)  # noqa: S311  # jitter, not a secret

    def _unwanted(self) -> bool:
        with self._changed:
            if self._viewers or time.monotonic() < self._wanted_until:
                return False
            self._thread = None
            return True

    def _publish(self, update: Update) -> None:
        now = time.monotonic()
        content = snapshot(update.snapshot)
        at = content.pop("at")
        with self._changed:
            before = self._state
            fresh = content != self._content and now - self._sent_snapshot_at >= SNAPSHOT_GAP_S
            if not (fresh or before.trouble or update.new_events or not before.snapshot):
                return
            encoded, snapshot_version = before.snapshot, before.snapshot_version
            if fresh or before.trouble or not before.snapshot:
                self._content, self._sent_snapshot_at = content, now
                encoded, snapshot_version = msgspec.json.encode({"at": at, **content}), before.version + 1
            seq = self._add([event_row(event) for event in update.new_events])
            self._state = State(before.version + 1, encoded, snapshot_version, seq)
            self._changed.notify_all()

    def _add(self, events: Sequence[Message]) -> int:
        """Returns the number of the last event."""
        start = self._state.seq + 1
        self._events.extend(enumerate(events, start))
        return start + len(events) - 1

    def _publish_trouble(self) -> None:
        with self._changed:
            before = self._state
            if before.trouble:
                return
            self._state = State(before.version + 1, before.snapshot, before.snapshot_version, before.seq, trouble=True)
            self._changed.notify_all()
