"""Honcho's manager, made safe to stop at any moment, and able to say what ended by itself.

Honcho starts all processes together, ends all when one ends, and kills what does not end in time.
"""

from collections.abc import Callable

import honcho.manager
from honcho.manager import Manager

from local.console import Console

STOP_S = 45
"""How long processes may take to end. The local AWS writes all its state then, about 15 MB a second."""
honcho.manager.KILL_WAIT = STOP_S

OnStart = Callable[[list[int]], None]


class Supervisor(Manager):  # type: ignore[misc]  # honcho has no types
    """`first_to_end` names the process that ended by itself; None when the end was asked for."""

    def __init__(self, console: Console, on_start: OnStart) -> None:
        super().__init__(console)
        self.first_to_end: str | None = None
        self._on_start = on_start
        self._noted = 0
        self._stop_wanted = False

    @property
    def pids(self) -> list[int]:
        """The processes that have started; each leads a process group."""
        return [process["pid"] for process in self._processes.values() if process.get("pid")]

    def terminate(self) -> None:
        """End everything. While processes are starting, they are first waited for: none may be forgotten."""
        if not super()._all_started():
            self._stop_wanted = True
            return
        if not self._terminating and not self._stop_wanted:
            ended = [name for name, process in self._processes.items() if "returncode" in process]
            self.first_to_end = ended[0] if ended else None
        super().terminate()

    def _all_started(self) -> bool:
        started = bool(super()._all_started())
        if started and self._stop_wanted:
            super().terminate()
        return started

    def _system_print(self, data: str) -> None:
        """Called by honcho after each change in its processes."""
        if len(self.pids) != self._noted:
            self._noted = len(self.pids)
            self._on_start(self.pids)
        super()._system_print(data)
