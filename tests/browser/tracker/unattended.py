"""A Chromium that nothing steers: it opens one address, and the page does the rest.

Chromium prerenders no page that a developer tool looks at, and Playwright is one.
"""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local import chromium

STOP_S = 20


@contextmanager
def unattended(url: str, profile: Path, arguments: tuple[str, ...]) -> Iterator[None]:
    """The browser with a new profile, as long as the caller looks at what it does to servers."""
    found = chromium.find()
    command = (found.path, "--headless=new", f"--user-data-dir={profile}", *arguments, url)
    process = subprocess.Popen(
        command,
        env={**os.environ, **found.environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_S)
