"""Finds a Chromium for browser tests, on machines with and without one."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local.layout import ROOT, Refused

INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
UNPACKED = ROOT / "node_modules/.chromium"
_UNPACK = 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();'


@dataclass(frozen=True)
class Chromium:
    """An executable, with what it needs in its environment."""

    path: str
    environ: Mapping[str, str] = field(default_factory=dict)


def find(playwrights_own: str | None = None) -> Chromium:
    """The first of: `CHROMIUM_PATH`, an installed one, Playwright's own, the one inside an npm package.

    Nothing is downloaded. Raises `Refused` when none of them starts.
    """
    for candidate in _candidates(playwrights_own):
        if _starts(candidate):
            return candidate
    raise Refused("no Chromium that starts; install Debian's chromium or Google Chrome, or set CHROMIUM_PATH")


def _candidates(playwrights_own: str | None) -> Iterator[Chromium]:
    if given := os.environ.get("CHROMIUM_PATH"):
        yield Chromium(given)
        return
    for name in INSTALLED:
        if path := shutil.which(name):
            yield Chromium(path)
    if MAC.exists():
        yield Chromium(str(MAC))
    if playwrights_own and Path(playwrights_own).exists():
        yield Chromium(playwrights_own)
    if (ROOT / "node_modules/@sparticuz/chromium").is_dir():
        yield from _packaged()


def _packaged() -> Iterator[Chromium]:
    """The package's Chromium, unpacked once; with its own libraries and fonts where the system has none."""
    if not UNPACKED.is_dir():
        _unpack()
    path = str(UNPACKED / "chromium")
    fonts = {} if Path("/etc/fonts").is_dir() else {"FONTCONFIG_PATH": str(UNPACKED / "fonts")}
    yield Chromium(path, fonts)
    yield Chromium(path, {**fonts, "LD_LIBRARY_PATH": str(UNPACKED / "al2023/lib")})


def _unpack() -> None:
    """Unpack beside, then rename, so that what is there is whole. Raises `Refused`."""
    with tempfile.TemporaryDirectory(dir=UNPACKED.parent) as folder:
        # The package adds its libraries only where it believes to run on Lambda, which this variable tells.
        env = {**os.environ, "TMPDIR": folder, "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs20.x"}
        command = ["node", "--input-type=module", "--eval", _UNPACK]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Refused(f"the Chromium of @sparticuz/chromium cannot be unpacked: {done.stderr.strip()[-300:]}")
        (Path(folder) / "fonts").mkdir(exist_ok=True)
        inner = Path(folder)
        inner.chmod(0o755)
        inner.rename(UNPACKED)
        inner.mkdir()


def _starts(chromium: Chromium) -> bool:
    try:
        done = subprocess.run(
            [chromium.path, "--version"],
            env={**os.environ, **chromium.environ},
            capture_output=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
