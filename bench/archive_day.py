"""The archive's hourly job over a day of a busy site, from the log in DynamoDB to its files on S3."""

import json
import math
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figures import Figure
from bench.history_place import Place, tell
from local.aws import local_aws

EVENTS = 1_000_000
READ_UNIT_BYTES = 4096
CONSISTENCY = 0.5
"""Reads that may be a moment old cost half a unit."""


def measure(events: int) -> list[Figure]:
    """Time, CPU, memory and read units of the day, with a local AWS of its own: the log of the day is large."""
    # The day is over for longer than visits go on, so that it is closed, whatever time it is now.
    day = datetime.now(UTC).date() - timedelta(2)
    with tempfile.TemporaryDirectory(prefix="liveinsight-bench-") as name, local_aws(Path(name)) as endpoint:
        place = Place(Path(name), endpoint, events)
        tell(f"writing {events:,} events into the log of {day}")
        writing = [sys.executable, "-m", "bench.archive_day_process", day.isoformat(), str(events)]
        log = json.loads(place.run(writing).output)
        archived = place.run([str(Path(sys.executable).with_name("liveinsight")), "archive"])
    report = dict(line.split(": ", 1) for line in archived.output.splitlines() if ": " in line)
    if report["days"] != "1":
        raise SystemExit(f"the day was not archived: {archived.output}")
    tell(f"written in {log['seconds']:.0f} s; the local AWS says {report['read_units']} read units, half of one a page")
    what = f"archive: a day of {log['written']:,} events"
    units = math.ceil(log["written"] * log["item_bytes"] / READ_UNIT_BYTES) * CONSISTENCY
    return [
        Figure(f"{what}, time", archived.wall_s, "s"),
        Figure(f"{what}, CPU", archived.cpu_s, "s"),
        Figure(f"{what}, peak memory", archived.peak_mb, "MB"),
        Figure("archive: mean size of an event in the log", log["item_bytes"], "bytes"),
        Figure(f"{what}, read units by arithmetic", units, "units"),
    ]
