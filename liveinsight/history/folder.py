"""A folder of this process's own below the shared one. Those of processes that are gone are removed."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

_held: list[int] = []
"""Locks that tell other processes that this one is still there."""


def claim(shared: Path) -> Path:
    """A new folder for this process, below `shared/work`."""
    work = shared / "work"
    work.mkdir(parents=True, exist_ok=True)
    one_at_a_time = _locked(work, fcntl.LOCK_EX)
    try:
        for other in work.iterdir():
            if other.is_dir():
                _remove_if_abandoned(other)
        own = Path(tempfile.mkdtemp(dir=work))
        _held.append(_locked(own))
    finally:
        os.close(one_at_a_time)
    return own


def _locked(folder: Path, how: int = fcntl.LOCK_EX | fcntl.LOCK_NB) -> int:
    descriptor = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, how)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _remove_if_abandoned(folder: Path) -> None:
    try:
        descriptor = _locked(folder)
    except OSError:
        return
    shutil.rmtree(folder, ignore_errors=True)
    os.close(descriptor)
