"""What a container tells its processes: how much memory they may have."""

from pathlib import Path

LIMITS = ("memory.max", "memory/memory.limit_in_bytes")
"""Of control groups, version 2 and 1."""
MB = 2**20
OF_PROCESS_MB = 200
PREPARING_MB = 512
AIR = 0.1
LEAST_MB = 128


def memory_mb(groups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """The limit of the control group that this process is in; None where there is none."""
    for name in LIMITS:
        try:
            told = (groups / name).read_text().strip()
        except OSError:
            continue
        # Version 1 says "no limit" as a number that no machine has.
        if told.isdecimal() and int(told) < 2**60:
            return int(told) // MB
    return None


def query_memory_mb(memory: int, workers: int) -> int:
    """What the questions of each of these processes may have: what docs/scale.md leaves of the memory, as Terraform."""
    return max(LEAST_MB, int((memory * (1 - AIR) - PREPARING_MB) / workers - OF_PROCESS_MB))
