"""Preparing a site: what is missing is made, what is stale is taken away.

`python -m liveinsight.history.prepared.job` reads a `Task` as JSON from its input. It is a process of its own, so that
its memory is not the dashboard's, and it makes way for everything else on the machine.
"""

import fcntl
import io
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import msgspec

from liveinsight import logs, sites, tables
from liveinsight.history.mirror import Mirror, open_mirror, wall_clock
from liveinsight.history.prepared import making, names
from liveinsight.history.prepared.names import Month, Totals
from liveinsight.history.shelf import Stored
from liveinsight.query.damaged import COLUMNS, readable
from liveinsight.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    settings: Settings
    folder: Path
    site: str
    timezone: str


def prepare(mirror: Mirror, history: Path, site: str, timezone: str, now_ms: int) -> bool:
    """Make what the site should have. Returns False when another process is at it.

    Raises `StoreUnavailable` when the archive cannot be reached. Months with a damaged file are left as they are, and
    totals end before it.
    """
    folder = names.folder(history, site)
    with _alone(folder) as alone:
        if not alone:
            return False
        shelf = mirror.shelf(site)
        until = names.settled_to(now_ms)
        wanted = [month for month in names.months(shelf, until) if _made(mirror, folder, month)]
        whole = names.months(shelf, until)
        broken = min((_first_damaged(mirror, month) for month in whole if month not in wanted), default=until)
        total = names.totals(shelf, min(until, broken), timezone)
        if total is not None:
            _sum_up(mirror, folder, total, wanted)
        making.tidy(folder, [*(month.file for month in wanted), *([total.file] if total else [])])
    return True


def _made(mirror: Mirror, folder: Path, month: Month) -> bool:
    """Whether the month is there now."""
    if (folder / month.file).exists():
        return True
    started = time.monotonic()
    try:
        making.month(folder, month, mirror.fetch(month.files))
    except duckdb.Error as error:
        log.warning("%s of %s is not prepared: %s", month.name, folder.name, error)
        return False
    log.info("prepared %s of %s in %.1f s", month.name, folder.name, time.monotonic() - started)
    return True


def _first_damaged(mirror: Mirror, month: Month) -> date:
    copies = mirror.fetch(month.files)
    damaged = [file.day for file, path in copies.items() if not readable(path, COLUMNS[file.kind])]
    return min(damaged, default=month.last)


def _sum_up(mirror: Mirror, folder: Path, total: Totals, made: list[Month]) -> None:
    if (folder / total.file).exists():
        return
    started = time.monotonic()
    base = max(folder.glob(f"{total.stem}.*.duckdb"), key=lambda path: path.name, default=None)
    held = {file for month in made for file in month.files}
    rest: dict[Stored, Path] = mirror.fetch([file for file in total.files if file not in held])
    making.all_totals(folder, total, [folder / month.file for month in made], rest, base)
    log.info("prepared totals of %s in %.1f s", folder.name, time.monotonic() - started)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether no other process prepares this site."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        for draft in folder.glob(".*"):  # left behind by a process that was killed
            draft.unlink(missing_ok=True)
        yield True
    finally:
        os.close(descriptor)


def start(task: Task) -> subprocess.Popen[bytes]:
    """Prepare in another process, which ends when this one does. `finish` must be called for it."""
    process = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE)  # noqa: S603  # this very module
    assert process.stdin is not None
    process.stdin.write(msgspec.json.encode(task, enc_hook=str) + b"\n")
    process.stdin.flush()
    return process


def finish(process: subprocess.Popen[bytes]) -> int:
    """Wait for the process; returns its exit code."""
    code = process.wait()
    assert process.stdin is not None
    process.stdin.close()
    return code


def main() -> None:
    os.nice(10)
    logs.set_up()
    # Unbuffered: a thread that waits in a buffer's lock cannot be left behind at the end.
    given = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115  # a descriptor, open to the end
    line = given.readline()
    threading.Thread(target=_end_with_parent, args=[given], daemon=True).start()
    task = msgspec.json.decode(line, type=Task, dec_hook=lambda kind, value: kind(value))
    tables.bind(task.settings)
    mirror = open_mirror(task.settings, task.folder, sites.get, wall_clock)
    prepare(mirror, task.folder, task.site, task.timezone, wall_clock())


def _end_with_parent(given: io.FileIO) -> None:
    """The parent keeps our input open as long as it lives."""
    given.read()
    os._exit(1)


if __name__ == "__main__":
    main()
    # What DuckDB's binding says about itself when Python ends in the usual way reads like a crash.
    sys.stderr.flush()
    os._exit(0)
