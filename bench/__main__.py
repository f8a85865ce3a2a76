"""`make bench`: measure, print the figures as JSON, then as a table with their targets."""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import collector, history, live, pages, tracker
from bench.figures import Figure
from local.aws import local_aws

PARTS: dict[str, Callable[[argparse.Namespace], list[Figure]]] = {
    "collector": lambda _: _collector(),
    "live": lambda _: live.measure(),
    "pages": lambda _: pages.measure(),
    "tracker": lambda _: tracker.measure(),
    "history": lambda given: history.measure(given.keep, given.events, tuple(given.chapters)),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[], help="which parts; all when left out")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="history: work in this folder, and again next time")
    parser.add_argument("--events", type=int, default=10_000_000, help="history: events of the year (default 10000000)")
    parser.add_argument("--chapters", nargs="+", choices=history.CHAPTERS, default=history.CHAPTERS, help="of history")
    given = parser.parse_args()
    figures: list[Figure] = []
    for part in given.parts or list(PARTS):
        sys.stderr.write(f"measuring: {part}\n")
        figures += PARTS[part](given)
    report = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cpu": _cpu(), "python": platform.python_version(), "system": platform.platform()},
        "load_average": os.getloadavg(),
        "figures": [figure.as_dict() for figure in figures],
    }
    print(json.dumps(report, indent=2))
    print()
    print(_table(figures))


def _collector() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, local_aws(Path(folder)) as endpoint:
        return collector.measure(endpoint)


def _table(figures: list[Figure]) -> str:
    lines = ["| figure | measured | target | met |", "| --- | --- | --- | --- |"]
    for figure in figures:
        target = "" if figure.target is None else f"{'≥' if figure.at_least else '≤'} {figure.target:g} {figure.unit}"
        met = {None: "", True: "yes", False: "**no**"}[figure.met]
        lines.append(f"| {figure.name} | {figure.value:g} {figure.unit} | {target} | {met} |")
    return "\n".join(lines)


def _cpu() -> str:
    """Processor model and number of cores."""
    info = Path("/proc/cpuinfo")
    text = info.read_text() if info.exists() else ""
    model = next((line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")), "")
    return f"{os.cpu_count()} × {model or platform.processor() or platform.machine()}"


if __name__ == "__main__":
    main()
