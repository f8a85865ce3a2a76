"""Starts the whole system and stays with it until it is stopped."""

import multiprocessing
import os
import signal
import sys
from contextlib import suppress

from local import preflight
from local.claim import claim, end_groups, note_members
from local.console import Console
from local.credentials import Credentials
from local.layout import ROOT, Layout
from local.members import environment, members
from local.ready import CREDENTIALS
from local.supervisor import Supervisor


def up(layout: Layout, demo: bool) -> int:
    """Run until Ctrl-C or SIGTERM; returns the exit code: 0, or 1 when a process ended by itself.

    Raises `Refused` when the system cannot start.
    """
    layout.make_folders()
    with claim(layout):
        layout.env_file.unlink(missing_ok=True)
        layout.prepared.unlink(missing_ok=True)
        preflight.check(layout)
        print("Starting LiveInsight …", flush=True)
        try:
            return _supervise(layout, demo)
        finally:
            layout.env_file.unlink(missing_ok=True)


def _supervise(layout: Layout, demo: bool) -> int:
    console = Console(layout.logs)
    supervisor = Supervisor(console, lambda pids: note_members(layout, pids))
    env = environment(layout, Credentials.keep(layout.var / CREDENTIALS))
    for member in members(layout, demo):
        supervisor.add_process(member.name, member.shell, env=env, cwd=str(ROOT))
    _hang_up_like_terminate()
    try:
        supervisor.loop()
    finally:
        end_groups(supervisor.pids)
        console.close()
    name = supervisor.first_to_end
    reason = f": {name} ended by itself; its log is {layout.log(name)}" if name else "."
    with suppress(OSError):  # the terminal may be gone
        print(f"LiveInsight has stopped{reason}", flush=True)
    return 1 if name else 0


def _hang_up_like_terminate() -> None:
    """A closed terminal ends the system as well, unless it was started with nohup."""
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def use_fork() -> None:
    """Honcho's own processes are quickest made by forking; macOS cannot do that safely and keeps its way."""
    if sys.platform != "darwin":
        multiprocessing.set_start_method("fork")
