"""`python -m local.sample`: the demo's simulated visitors; first what they did while the system was off.

On the first start a month of history is imported, and the last day goes through the collector, as events that come
late. Where one ends and the other begins is written down before either, so that a start that was killed and repeated
plans the very same visits, and nothing is counted twice.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TypedDict

from local.layout import Layout
from local.members import PYTHON

MOST_HOURS = 23.9
"""The collector takes events that are up to a day old."""
LEAST_HOURS = 0.5
"""Shorter gaps are filled by the live visitors themselves."""
VISITS_A_DAY = 300
PAST_DAYS = 30


class Known(TypedDict, total=False):
    """What is remembered: of which site, where imported history ends, and up to when visits were loaded (s)."""

    site: str
    past_until: float
    until: float


def is_loaded(layout: Layout, site: str) -> bool:
    """Whether this site has had its first sample visits."""
    return "until" in _known(layout, site)


def load_past(layout: Layout, site: str) -> bool:
    """Import the month before the last day. False when that failed."""
    known = _known(layout, site)
    if "past_until" not in known:
        known["past_until"] = time.time() - MOST_HOURS * 3600
        _remember(layout, known)
    plan = (*PYTHON, "demo.visitors", "past", "--until-ms", str(int(known["past_until"] * 1000)))
    limits = ("--days", str(PAST_DAYS), "--visits-a-day", str(VISITS_A_DAY))
    with subprocess.Popen((*plan, *limits), stdout=subprocess.PIPE) as planned:
        command = (str(Path(sys.executable).with_name("liveinsight")), "import", "-", "--site", site)
        loaded = subprocess.run(command, stdin=planned.stdout, stdout=subprocess.DEVNULL, check=False)
    return planned.returncode == 0 and loaded.returncode == 0


def load(layout: Layout, site: str) -> bool:
    """Load the visits since the last time, a day's at most; shows progress. False when that failed."""
    now = time.time()
    known = _known(layout, site)
    hours = min(MOST_HOURS, (now - known.get("until", known.get("past_until", 0))) / 3600)
    if hours < LEAST_HOURS:
        return True
    visits = max(1, round(VISITS_A_DAY * hours / 24))
    command = (*PYTHON, "demo.visitors", "history", "--hours", f"{hours:.2f}", "--visits", str(visits))
    if subprocess.run(command, check=False).returncode:
        return False
    _remember(layout, {**known, "until": now})
    return True


def settle() -> None:
    """Make the loaded visits history at once; the scheduled jobs would do so within the hour."""
    program = str(Path(sys.executable).with_name("liveinsight"))
    for command in ((program, "rollup", "--now"), (program, "archive")):
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            print(f"{' '.join(command[1:])} failed, the next scheduled run does it: {done.stderr.strip()}", flush=True)


def _known(layout: Layout, site: str) -> Known:
    try:
        known: Known = json.loads(layout.sample.read_text())
        return known if known["site"] == site else {"site": site}
    except (OSError, ValueError, LookupError, TypeError):
        return {"site": site}


def _remember(layout: Layout, known: Known) -> None:
    draft = layout.sample.with_suffix(".new")
    draft.write_text(json.dumps(known))
    draft.replace(layout.sample)


def main() -> None:
    """Catch up, then become the live visitors."""
    before = time.time()
    if load(layout := Layout.from_env(), site := os.environ["SITE"]) and _known(layout, site).get("until", 0) >= before:
        settle()
    os.execv(sys.executable, (*PYTHON, "demo.visitors", "live"))  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    main()
