"""Bytes of the tracker as a browser downloads it."""

import json
import subprocess
from pathlib import Path

from bench.figures import Figure

ROOT = Path(__file__).parents[1]


def measure() -> list[Figure]:
    command = ["npm", "run", "--silent", "size", "-w", "tracker-js"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    size = json.loads(done.stdout.splitlines()[0])
    return [
        Figure("tracker: raw", size["raw"], "bytes"),
        Figure("tracker: gzip -9", size["gzip"], "bytes", 2000),
    ]
