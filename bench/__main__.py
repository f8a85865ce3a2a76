"""`make bench`: measure, print the figures as JSON, then as a table with their targets."""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import collector, live, tracker
from bench.figures import Figure
from local.aws import local_aws

PARTS: dict[str, Callable[[str], list[Figure]]] = {
    "collector": collector.measure,
    "live": lambda _: live.measure(),
    "tracker": lambda _: tracker.measure(),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[], help="which parts; all when left out")
    parts = parser.parse_args().parts or list(PARTS)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder, local_aws(Path(folder)) as endpoint:
        for part in parts:
            sys.stderr.write(f"measuring: {part}\n")
            figures += PARTS[part](endpoint)
    report = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cpu": _cpu(), "python": platform.python_version(), "system": platform.platform()},
        "figures": [figure.as_dict() for figure in figures],
    }
    print(json.dumps(report, indent=2))
    print()
    print(_table(figures))


def _table(figures: list[Figure]) -> str:
    lines = ["| figure | measured | target | met |", "| --- | --- | --- | --- |"]
    for figure in figures:
        target = "" if figure.target is None else f"≤ {figure.target:g} {figure.unit}"
        met = {None: "", True: "yes", False: "**no**"}[figure.met]
        lines.append(f"| {figure.name} | {figure.value:g} {figure.unit} | {target} | {met} |")
    return "\n".join(lines)


def _cpu() -> str:
    """Processor model and number of cores."""
    import os

    info = Path("/proc/cpuinfo")
    text = info.read_text() if info.exists() else ""
    model = next((line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")), "")
    return f"{os.cpu_count()} × {model or platform.processor() or platform.machine()}"


if __name__ == "__main__":
    main()
