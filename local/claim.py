"""One system per `var` folder: who holds it, and what an earlier start that was killed has left running."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil

from local.layout import Layout, Refused

END_S = 30.0


@contextmanager
def claim(layout: Layout) -> Iterator[None]:
    """Hold the folder. Processes left by a start that was killed are ended first.

    Raises `Refused` when a system is running from it.
    """
    with layout.lock.open("a+") as lock:
        _acquire(lock, layout)
        _end(_members(layout))
        layout.members.unlink(missing_ok=True)
        lock.truncate(0)
        lock.write(json.dumps(_mark(os.getpid())))
        lock.flush()
        yield
        layout.members.unlink(missing_ok=True)
        lock.truncate(0)


def note_members(layout: Layout, pids: Iterable[int]) -> None:
    """Write down which processes were started, for the start after a crash of this one."""
    marks = [mark for mark in map(_mark, pids) if mark]
    draft = layout.members.with_suffix(".new")
    draft.write_text(json.dumps(marks))
    draft.replace(layout.members)


def end_groups(pids: Iterable[int]) -> None:
    """Kill whatever is left of the process groups that these processes led."""
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _acquire(lock: Any, layout: Layout) -> None:
    deadline = time.monotonic() + END_S
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            lock.seek(0)
            holder = _alive(_parsed(lock.read()))
            if holder is not None:
                raise Refused(
                    f"LiveInsight is running from {layout.var} already (pid {holder.pid}); "
                    f"stop it first (Ctrl-C there, or kill {holder.pid}), or set LIVEINSIGHT_VAR and other ports"
                ) from None
        # Nobody supervises, but children of the one who did still hold the lock.
        _end(_members(layout))
        if time.monotonic() > deadline:
            raise Refused(f"an earlier start from {layout.var} has not ended; see `fuser {layout.lock}`") from None
        time.sleep(0.1)


def _members(layout: Layout) -> list[psutil.Process]:
    try:
        marks = _parsed(layout.members.read_text())
    except OSError:
        return []
    return [process for process in map(_alive, marks or ()) if process is not None]


def _end(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGTERM)
    psutil.wait_procs(processes, timeout=END_S)
    end_groups(process.pid for process in processes if process.is_running())


def _mark(pid: int) -> dict[str, float]:
    """A process beyond doubt: its number, and when it began."""
    try:
        return {"pid": pid, "began": psutil.Process(pid).create_time()}
    except psutil.Error:
        return {}


def _alive(mark: Any) -> psutil.Process | None:
    try:
        process = psutil.Process(int(mark["pid"]))
        same = abs(process.create_time() - float(mark["began"])) < 1
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (psutil.Error, LookupError, TypeError, ValueError):
        return None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
