"""`python -m local.aws_server`: ministack, saving its state not only at its end but all the time.

Ministack writes its state once, when it is asked to stop. A laptop that runs out of battery would lose the
day. So changes are also saved every few seconds, by a forked child that sees the state as it was at that moment:
requests go on meanwhile. What a crash can lose is the time since the last such save.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.app import app as ministack
from ministack.core.persistence import save_state

SAVED = ("dynamodb", "s3")
"""The services whose state is saved while running; at the end ministack itself saves all."""
READING = (b"Get", b"Batch", b"Query", b"Scan", b"Describe", b"List", b"TransactGet")
LEAST_PAUSE_S = 5.0
PAUSE_FACTOR = 20
"""A save may take a twentieth of one processor, so a large state is saved more rarely."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Changes:
    """Ministack, watched for requests that change something."""

    def __init__(self) -> None:
        self.pending = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _only_reads(scope):
            self.pending = True
        await ministack(scope, receive, send)


def _only_reads(scope: Scope) -> bool:
    target = next((value for name, value in scope["headers"] if name == b"x-amz-target"), b"")
    if not target:
        return scope["method"] in ("GET", "HEAD")
    operation = target.rpartition(b".")[2]
    return operation.startswith(READING) and not operation.startswith(b"BatchWrite")


class Saver:
    """Saves the state in a child process, one at a time."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._child = 0

    async def run(self) -> None:
        pause = LEAST_PAUSE_S
        while True:
            await asyncio.sleep(pause)
            if self._changes.pending:
                started = time.monotonic()
                self._changes.pending = False
                self._fork()
                while self._child and os.waitpid(self._child, os.WNOHANG) == (0, 0):
                    await asyncio.sleep(0.05)
                self._child = 0
                pause = max(LEAST_PAUSE_S, PAUSE_FACTOR * (time.monotonic() - started))

    def stop(self) -> None:
        """End a save that is going on, before ministack writes the same files itself."""
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
            self._child = 0

    def _fork(self) -> None:
        """Called between two requests, never within one: what the child sees is whole."""
        self._child = os.fork()
        if self._child == 0:
            code = 1
            try:
                _save()
                code = 0
            finally:
                os._exit(code)


def _save() -> None:
    os.nice(10)
    for name in SAVED:
        module = sys.modules.get(f"ministack.services.{name}")
        if module is not None:
            save_state(name, module.get_state())


async def main() -> None:
    """Serve until SIGTERM or SIGINT, then save everything."""
    changes, stop = Changes(), asyncio.Event()
    saver = Saver(changes)
    watched: Any = changes  # hypercorn's own type is a dict of each event; ministack's types are none
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    config = Config()
    config.bind = [f"{os.environ['BIND_HOST']}:{os.environ['GATEWAY_PORT']}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.loglevel = os.environ.get("LOG_LEVEL", "WARNING")
    saving = asyncio.create_task(saver.run())

    async def until_stopped() -> None:
        await stop.wait()
        saving.cancel()
        saver.stop()

    await serve(watched, config, shutdown_trigger=until_stopped)


if __name__ == "__main__":
    asyncio.run(main())
