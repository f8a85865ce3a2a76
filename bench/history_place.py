"""Where the history is measured: a folder with the made-up year, a local AWS with its archive, and copies of that.

What takes long and is done once (making the year, importing it, preparing it) is kept with its figures, so that a
folder that is kept can be measured again.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.history_process import SITE
from local.aws import CREDENTIALS

DAYS = 365


@dataclass(frozen=True)
class Spent:
    """What a command took; `cpu_s` and `peak_mb` are those of it and of the processes it started."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    output: str


@dataclass(frozen=True)
class Place:
    folder: Path
    endpoint: str
    events: int

    @property
    def history(self) -> Path:
        return self.folder / "history"

    @property
    def lines(self) -> Path:
        return self.folder / "events.ndjson"

    @cached_property
    def days(self) -> tuple[date, date]:
        """The first and last day of the year: the days up to yesterday, when the folder was new."""
        last = datetime.now(UTC).date() - timedelta(1)
        kept = self.once("days", lambda: {"last": last.isoformat()})
        last = date.fromisoformat(kept["last"])
        return last - timedelta(DAYS - 1), last

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **CREDENTIALS,
            "AWS_ENDPOINT_URL": self.endpoint,
            "LIVEINSIGHT_PROJECT_NAME": "Bench",
            "LIVEINSIGHT_ARCHIVE_BUCKET": "bench-archive",
            "LIVEINSIGHT_HISTORY_FOLDER": str(self.history),
        }

    def once(self, what: str, measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What `measure` gave when it was first asked for in this folder. Raises `SystemExit` for another size."""
        path = self.folder / "measured.json"
        known: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {"events": self.events}
        if known["events"] != self.events:
            raise SystemExit(f"{self.folder} holds {known['events']} events; name another folder for {self.events}")
        if what not in known:
            known[what] = measure()
            path.write_text(json.dumps(known, indent=1))
        found: dict[str, Any] = known[what]
        return found

    def process(self, job: str) -> dict[str, Any]:
        """What a job of `bench.history_process` measured of itself."""
        days = [day.isoformat() for day in self.days]
        done = self.run([sys.executable, "-m", "bench.history_process", job, *days])
        measured: dict[str, Any] = json.loads(done.output.splitlines()[-1])
        return measured

    def run(self, command: list[str], output: Path | None = None) -> Spent:
        """Run a command to its end, its output into a file if there is one. Raises `SystemExit` when it fails."""
        tell(" ".join(command[:4]))
        started = time.perf_counter()
        target = (output or self.folder / "output.txt").open("wb")
        with target, subprocess.Popen(command, env=self.environment, stdout=target) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} failed ({process.returncode})")
        wall = time.perf_counter() - started
        text = "" if output else (self.folder / "output.txt").read_text()
        return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text)


def make_year(place: Place) -> None:
    """The year as NDJSON, if it is not there."""
    if place.lines.exists():
        return
    part = place.lines.with_suffix(".part")
    first, _ = place.days
    made = ["--events", str(place.events), "--first-day", first.isoformat(), "--days", str(DAYS)]
    place.run([sys.executable, "-m", "bench.history_data", *made], part)
    part.replace(place.lines)


def import_year(place: Place) -> dict[str, Any]:
    """`liveinsight import` of the year into a new site."""
    place.process("set_up")
    make_year(place)
    done = place.run([str(Path(sys.executable).with_name("liveinsight")), "import", str(place.lines), "--site", SITE])
    sys.stderr.write(done.output)
    return {"wall_s": done.wall_s, "cpu_s": done.cpu_s, "peak_mb": done.peak_mb}


def tell(text: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {text}\n")
    sys.stderr.flush()


def megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
