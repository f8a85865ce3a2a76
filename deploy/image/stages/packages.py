"""Run while the image is built: `packages ARCHITECTURE REQUIREMENTS VENV` puts the locked packages into a venv.

They are those of the architecture that the image is for, whichever this machine has: only wheels are taken, and none
of their code is run. What the dashboard never reads is left out; it is a third of what they bring.
"""

import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from .compiling import compile_all

MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
LIBC = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_24", "manylinux_2_17", "manylinux2014")
"""Newest first. glibc 2.28 is that of Debian 10; DuckDB's wheels ask for it."""
SERVICES = frozenset({"athena", "dynamodb", "glue", "s3", "signin", "sso", "sso-oidc", "sts"})
"""What the dashboard talks to, and the log-in to AWS. botocore describes 400 more."""
LANGUAGES = ("en", "ko")


def install(architecture: str, requirements: Path, folder: Path) -> Path:
    """Make the venv, without pip in it; returns its site-packages. An empty architecture is this machine's.

    Raises `SystemExit` for one that there are no wheels for.
    """
    machine = MACHINES.get(architecture) or (architecture == "" and platform.machine())
    if machine not in MACHINES.values():
        sys.exit(f"no image can be built for {architecture or machine!r}: there are {', '.join(sorted(MACHINES))}")
    venv.create(folder, symlinks=True, with_pip=False)
    (site,) = (folder / "lib").glob("python3.*/site-packages")
    platforms = [f"--platform={libc}_{machine}" for libc in LIBC]
    options = ["--require-hashes", "--only-binary=:all:", "--no-compile", "--disable-pip-version-check", *platforms]
    command = [sys.executable, "-m", "pip", "install", *options, "--root-user-action=ignore", "--quiet"]
    subprocess.run([*command, f"--target={site}", f"--requirement={requirements}"], check=True)
    return site


def leave_out(site: Path) -> None:
    """Descriptions of services that nobody calls, languages that no page is in, programs, tests, type stubs."""
    for folder in (site / "botocore" / "data").iterdir():
        if folder.is_dir() and folder.name not in SERVICES:
            shutil.rmtree(folder)
    for file in (site / "babel" / "locale-data").glob("*.dat"):
        if file.stem != "root" and file.stem.partition("_")[0] not in LANGUAGES:
            file.unlink()
    for folder in (site / "bin", site / "boto3" / "examples", *site.glob("*-stubs"), *site.glob("*/tests")):
        shutil.rmtree(folder, ignore_errors=True)
    for file in site.rglob("*.pyi"):
        file.unlink()


def main() -> None:
    architecture, requirements, folder = sys.argv[1:]
    site = install(architecture, Path(requirements), Path(folder))
    leave_out(site)
    compile_all(site)


if __name__ == "__main__":
    main()
