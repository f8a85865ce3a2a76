"""Run while the image is built: `root FOLDER` makes the base's root file system one that only runs the dashboard.

Installers, manuals and tests go, setuid bits as well. Nothing in the folder is run: it may be of another architecture.
"""

import shutil
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from . import debian
from .compiling import compile_all

USER, NAME, HOME = 10001, "liveinsight", "scratch"
VENV = Path("/build/pyvenv.cfg")
TIME_ZONE = "usr/share/zoneinfo/Asia/Seoul"

OF_PYTHON = (
    "ensurepip", "idlelib", "lib2to3", "pydoc_data", "test", "tkinter", "turtledemo", "distutils", "config-3.*",
    "dist-packages/*", "site-packages/*",
)  # fmt: skip
"""In the folder of the standard library. Packages in it are pip and what pip needs; the dashboard's are in the venv."""
OF_SYSTEM = (
    "usr/local/bin/pip*", "usr/local/bin/idle*", "usr/local/bin/2to3*", "usr/local/bin/pydoc*", "usr/local/include",
    "usr/local/share/man", "usr/include", "usr/share/doc/*", "usr/share/man/*", "usr/share/info/*",
    "usr/share/locale/*", "usr/share/lintian", "usr/share/python-wheels", "usr/share/bash-completion",
    "usr/lib/*/gconv", "etc/apt", "etc/cron.*", "var/cache/*", "var/lib/apt", "var/log/*", "var/lib/dpkg/info/*",
    "var/lib/dpkg/*-old", "root/.cache", "tmp/*", "dev/*", "proc/*", "sys/*", "run/*", "boot/*",
)  # fmt: skip


def check(root: Path) -> None:
    """Raises `SystemExit` where the image that this becomes could not run the dashboard."""
    told = dict(line.split(" = ", 1) for line in VENV.read_text().splitlines() if " = " in line)
    program = told["executable"]
    if not (root / program.lstrip("/")).exists():
        sys.exit(
            f"BASE has no {program}, which the packages were installed for; give a BUILD_BASE with the same Python"
        )
    if not (root / TIME_ZONE).exists():
        sys.exit("BASE has no time zones (/usr/share/zoneinfo); install tzdata in it")


def remove(root: Path) -> None:
    removed = debian.remove_installing(root)
    print(f"Taken out of the base: {' '.join(removed) or 'no packages (it is not a Debian)'}")
    for library in standard_libraries(root):
        for pattern in OF_PYTHON:
            _remove(library.glob(pattern))
    for pattern in OF_SYSTEM:
        _remove(root.glob(pattern))


def _remove(found: Iterable[Path]) -> None:
    for path in list(found):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def standard_libraries(root: Path) -> list[Path]:
    return [*root.glob("usr/lib/python3*"), *root.glob("usr/local/lib/python3*")]


def compile_standard_library(root: Path) -> None:
    """The official image of Python leaves it uncompiled, and a read-only one could keep nothing of what it compiles."""
    for library in root.glob(f"usr/**/lib/python{sys.version_info.major}.{sys.version_info.minor}"):
        compile_all(library)


def add_user(root: Path) -> None:
    """The user that it runs as, and the one folder that is theirs."""
    for file, line in (
        ("passwd", f"{NAME}:x:{USER}:{USER}::/{HOME}:/usr/sbin/nologin"),
        ("group", f"{NAME}:x:{USER}:"),
    ):
        listed = root / "etc" / file
        listed.write_text(f"{listed.read_text().rstrip()}\n{line}\n")
    home = root / HOME
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    shutil.chown(home, USER, USER)


def drop_setuid(root: Path) -> None:
    """Nobody in the container becomes somebody else."""
    for path in root.rglob("*"):
        if not path.is_symlink() and path.is_file() and path.stat().st_mode & (stat.S_ISUID | stat.S_ISGID):
            path.chmod(path.stat().st_mode & ~(stat.S_ISUID | stat.S_ISGID))


def main() -> None:
    root = Path(sys.argv[1])
    check(root)
    remove(root)
    compile_standard_library(root)
    add_user(root)
    drop_setuid(root)


if __name__ == "__main__":
    main()
