"""A PostgreSQL 15 of our own: a new cluster in a folder, on the loopback address, ended afterwards."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psutil

from local.ports import LOOPBACK, free_port

BINARIES = Path("/usr/lib/postgresql/15/bin")
USERS = ("postgres", "nobody")
SETTINGS = {
    "listen_addresses": f"'{LOOPBACK}'",
    "shared_buffers": "'2GB'",
    "work_mem": "'128MB'",
    "maintenance_work_mem": "'1GB'",
    "effective_cache_size": "'8GB'",
    "random_page_cost": "1.1",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "2",
    "max_wal_size": "'8GB'",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
}
"""What a careful operator of one machine with SSDs sets; all else is the default."""
REAPED_S = 5.0
"""So long after its client the process of a statement is gone for certain, and its time known."""


class Failed(Exception):
    """PostgreSQL refused a statement; the message is its own."""


class Timed(NamedTuple):
    wall_ms: float
    cpu_ms: float
    rows: list[list[str]]


@dataclass(frozen=True)
class Postgres:
    port: int
    pid: int

    def run(self, sql: str, *, seconds: int = 0, jit: bool = False) -> str:
        """What `psql` prints for these statements. Raises `Failed`, after `seconds` also for lack of time."""
        options = f"-c statement_timeout={seconds}s -c jit={'on' if jit else 'off'}"
        command = [str(BINARIES / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        where = ["-h", LOOPBACK, "-p", str(self.port), "-U", "bench", "-d", "postgres"]
        env = {**os.environ, "PGOPTIONS": options}
        done = subprocess.run([*command, *where], input=sql, env=env, capture_output=True, text=True)
        if done.returncode:
            raise Failed(done.stderr.strip())
        return done.stdout

    def timed(self, sql: str, *, seconds: int, jit: bool = False) -> "Timed":
        """The rows as texts, and what they took: by `\\timing`, and in CPU time of all processes of the server."""
        server = psutil.Process(self.pid)
        before, others = self._cpu_ms(), set(server.children())
        *rows, timing = self.run(f"\\timing on\n{sql};\n", seconds=seconds, jit=jit).splitlines()
        deadline = time.monotonic() + REAPED_S
        while set(server.children()) - others and time.monotonic() < deadline:
            time.sleep(0.005)
        return Timed(float(timing.split()[1]), self._cpu_ms() - before, [row.split("|") for row in rows])

    def _cpu_ms(self) -> float:
        """CPU time of the server's processes that have ended; each statement has its own, parallel workers too."""
        spent = psutil.Process(self.pid).cpu_times()
        return float(spent.children_user + spent.children_system) * 1000


def is_installed() -> bool:
    return (BINARIES / "initdb").exists()


@contextmanager
def cluster(folder: Path) -> Iterator[Postgres]:
    """A running server. What `folder` already holds is used again."""
    user = _user()
    folder.mkdir(parents=True, exist_ok=True)
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    if not data.exists():
        initdb = [
            str(BINARIES / "initdb"),
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            "bench",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        subprocess.run(initdb, user=user, check=True, capture_output=True, cwd=folder)
    port = free_port()
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options += f" -p {port} -c unix_socket_directories=''"
    control = [str(BINARIES / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]
    start = [*control, "-l", str(folder / "log"), "-o", options, "start"]
    subprocess.run(start, user=user, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        yield Postgres(port, int((data / "postmaster.pid").read_text().split()[0]))
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], user=user, check=True, stdout=subprocess.DEVNULL, cwd=folder)


def _user() -> str | None:
    """PostgreSQL does not run as root; then it runs as this user."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in names)
