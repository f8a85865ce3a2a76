"""A client of the stream that is no browser: reads server-sent events in a thread."""

import json
import threading
import time
from types import TracebackType
from typing import Any, Self
from urllib.request import ProxyHandler, Request, build_opener


class Listener:
    """Everything that a stream said, with the time (monotonic, s) at which it came."""

    def __init__(self, url: str, token: str) -> None:
        request = Request(url, headers={"Authorization": f"Bearer {token}"})  # our own server
        self.response = build_opener(ProxyHandler({})).open(request, timeout=30)
        self.heard: list[tuple[float, str, Any]] = []
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self.ended.set()
        # The thread may be waiting for the next line; the server's heartbeat or end wakes it.
        self._thread.join(20)
        self.response.close()

    def names(self) -> list[str]:
        return [name for _at, name, _data in self.heard]

    def pages(self) -> list[str]:
        """The pages of all events that were passed on."""
        return [event["page"] for _at, name, data in self.heard if name == "events" for event in data["events"]]

    def last_snapshot(self) -> Any:
        return next((data for _at, name, data in reversed(self.heard) if name == "snapshot"), None)

    def _read(self) -> None:
        name = ""
        for line in self.response:
            if self.ended.is_set():
                return
            text = line.decode().rstrip("\n")
            if text.startswith("event: "):
                name = text.removeprefix("event: ")
            elif text.startswith("data: "):
                self.heard.append((time.monotonic(), name, json.loads(text.removeprefix("data: "))))
        self.ended.set()
