"""`python -m local.sample`: the demo's simulated visitors; first what they did while the system was off."""

import json
import os
import subprocess
import sys
import time

from local.layout import Layout
from local.members import PYTHON

MOST_HOURS = 23.9
"""The collector takes events that are up to a day old."""
LEAST_HOURS = 0.5
"""Shorter gaps are filled by the live visitors themselves."""
VISITS_A_DAY = 1200


def is_loaded(layout: Layout, site: str) -> bool:
    """Whether this site has had its first sample visits."""
    return _last(layout, site) is not None


def load(layout: Layout, site: str) -> bool:
    """Load the visits since the last time, a day's at most; shows progress. False when that failed."""
    now = time.time()
    hours = min(MOST_HOURS, (now - (_last(layout, site) or 0)) / 3600)
    if hours < LEAST_HOURS:
        return True
    visits = max(1, round(VISITS_A_DAY * hours / 24))
    command = (*PYTHON, "demo.visitors", "history", "--hours", f"{hours:.2f}", "--visits", str(visits))
    if subprocess.run(command, check=False).returncode:
        return False
    layout.sample.write_text(json.dumps({"site": site, "until": now}))
    return True


def _last(layout: Layout, site: str) -> float | None:
    try:
        known = json.loads(layout.sample.read_text())
        return float(known["until"]) if known["site"] == site else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def main() -> None:
    """Catch up, then become the live visitors."""
    load(Layout.from_env(), os.environ["SITE"])
    os.execv(sys.executable, (*PYTHON, "demo.visitors", "live"))  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    main()
