"""A TCP connection to the store that a test can cut and mend."""

import selectors
import socket
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from local.ports import LOOPBACK


class Wire:
    """Forwards connections to a server of this machine, until it is cut."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or LOOPBACK, parts.port or 80)
        self._listener = socket.create_server((LOOPBACK, 0))
        self._cut = threading.Event()
        self._done = False

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Drop every connection, and every new one at once."""
        self._cut.set()

    def mend(self) -> None:
        self._cut.clear()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self._done = True
        self.cut()
        # A connection of our own ends the wait for the next one.
        socket.create_connection(self._listener.getsockname()).close()
        self._listener.close()

    def _accept(self) -> None:
        while not self._done:
            near, _ = self._listener.accept()
            if self._cut.is_set():
                near.close()
            else:
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        with near, socket.create_connection(self._target) as far, selectors.DefaultSelector() as ready:
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while not self._cut.is_set():
                for key, _ in ready.select(0.1):
                    source, sink = key.fileobj, key.data
                    assert isinstance(source, socket.socket)
                    try:
                        data = source.recv(65_536)
                        sink.sendall(data)
                    except OSError:
                        return
                    if not data:
                        return
