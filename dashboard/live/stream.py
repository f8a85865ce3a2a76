"""Server-sent events: what a viewer's browser is told, and when.

A new connection always starts with a whole snapshot, so a browser that was away needs no replay, whatever the
`Last-Event-ID` it sends.
"""

import time
from collections.abc import Generator, Iterator

import msgspec

from dashboard.limits import HEARTBEAT_S, STREAM_LIFE_S
from dashboard.live.hub import LiveHub
from dashboard.live.watcher import Watcher
from liveinsight.sites import Site

RETRY_MS = 1000
SLICE_S = 1.0
"""How long a stop of the process may go unnoticed."""


class Stream:
    """One browser's stream, as the iterable body of a response; takes its place in the hub at once.

    The server calls `close` when the browser is gone, also when it went before the first byte.
    Raises `TooManyStreams`.
    """

    def __init__(self, hub: LiveHub, site: Site) -> None:
        hub.reserve()
        self._hub = hub
        self._open = True
        self._messages = _messages(hub, site)

    def __iter__(self) -> Iterator[bytes]:
        return self._messages

    def close(self) -> None:
        if self._open:
            self._open = False
            self._messages.close()
            self._hub.release()


def _messages(hub: LiveHub, site: Site) -> Generator[bytes, None, None]:
    yield f"retry: {RETRY_MS}\n\n".encode()
    with hub.watching(site) as watcher:
        yield from _follow(hub, watcher)


def _follow(hub: LiveHub, watcher: Watcher) -> Iterator[bytes]:
    started = sent = time.monotonic()
    version = snapshot_version = seq = -1
    trouble = False
    while not hub.closing.is_set() and time.monotonic() - started < STREAM_LIFE_S:
        state = watcher.wait(version, SLICE_S)
        parts = []
        if seq >= 0 and state.seq > seq and (events := watcher.events_after(seq)):
            parts.append(_message("events", state.version, msgspec.json.encode({"events": events})))
        if state.snapshot and state.snapshot_version != snapshot_version:
            parts.append(_message("snapshot", state.version, state.snapshot))
        if state.trouble and not trouble:
            parts.append(_message("trouble", state.version, b"{}"))
        if time.monotonic() - sent >= HEARTBEAT_S:
            parts.append(b": still here\n\n")
        # Events that came before the first snapshot are in its feed.
        seq = state.seq if state.snapshot else -1
        version, snapshot_version, trouble = state.version, state.snapshot_version, state.trouble
        if parts:
            sent = time.monotonic()
            yield b"".join(parts)


def _message(event: str, number: int, data: bytes) -> bytes:
    """JSON has no line breaks of its own, so the data is one line."""
    return b"event: %s\nid: %d\ndata: %s\n\n" % (event.encode(), number, data)
