"""The whole system, started for a while by another program: tests, benchmarks, screenshots."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.aws import NotStarted
from local.layout import PORTS, ROOT
from local.ports import free_port

START_S = 120.0
STOP_S = 60.0
READY = "LiveInsight is ready\n"


@dataclass
class Stack:
    """A `python -m local up` that was started; `output` is the file with what it prints."""

    process: subprocess.Popen[bytes]
    var: Path
    output: Path

    def text(self) -> str:
        """What it has printed so far."""
        return self.output.read_text(errors="replace")

    def values(self) -> dict[str, str]:
        """The content of `local.env`: addresses, site key, credentials."""
        lines = (self.var / "local.env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def wait_until_ready(self) -> dict[str, str]:
        """Content of `local.env`, once it is there. Raises `NotStarted` with what was printed."""
        deadline = time.monotonic() + START_S
        # A `local.env` alone may be that of a start that was killed.
        while READY not in self.text() or not (self.var / "local.env").exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise NotStarted(f"LiveInsight did not start:\n{self.text()}")
            time.sleep(0.05)
        return self.values()

    def stop(self, by: signal.Signals = signal.SIGINT) -> int:
        """End it and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        try:
            return self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def free_ports() -> dict[str, str]:
    """Values for the variables that choose ports, none of them taken now."""
    return {name: str(free_port()) for name in PORTS}


def start(var: Path, environ: Mapping[str, str] | None = None, demo: bool = False) -> Stack:
    """Start the system with its state under `var`, on free ports unless `environ` chooses them."""
    var.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, **free_ports(), **(environ or {}), "LIVEINSIGHT_VAR": str(var)}
    command = [sys.executable, "-m", "local", "up", *(["--demo"] if demo else [])]
    output = var / "up.out"
    with output.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
        )
    return Stack(process, var, output)


@contextmanager
def running(var: Path, environ: Mapping[str, str] | None = None, demo: bool = False) -> Iterator[Stack]:
    """The system, ready; it is stopped afterwards."""
    stack = start(var, environ, demo)
    try:
        stack.wait_until_ready()
        yield stack
    finally:
        stack.stop()
