"""What the functions run on, so what their packages must be built for.

On AWS that is Lambda's Python on Amazon Linux, whatever Python runs here. The local AWS runs functions with the Python
of this machine.
"""

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from deploy.errors import Refused

PYTHON = "3.13"
GLIBC = {"3.12": 34, "3.13": 34, "3.14": 34}
"""Lambda's Pythons on Amazon Linux 2023, with glibc 2.34. Older Pythons run on Amazon Linux 2, whose time is over."""
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
OLDEST_GLIBC = 5


@dataclass(frozen=True)
class Target:
    """`python` such as `3.13`, `machine` as in names of wheels, `platforms` that may run there, best first."""

    python: str
    machine: str
    platforms: tuple[str, ...]

    @property
    def runtime(self) -> str:
        """As Lambda calls it."""
        return f"python{self.python}"


def target(architecture: str, python: str = PYTHON, environ: Mapping[str, str] = os.environ) -> Target:
    """What functions of this architecture (arm64, x86_64) run on. Raises Refused for what Lambda does not offer."""
    if is_local(environ):
        return here()
    if architecture not in MACHINES or python not in GLIBC:
        raise Refused(
            f"no function runs on Python {python} and {architecture!r}; choose among {', '.join(GLIBC)} (--python) and "
            f"{', '.join(MACHINES)} (Terraform's output collector)"
        )
    return Target(python, MACHINES[architecture], _platforms(GLIBC[python], MACHINES[architecture]))


def is_local(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether AWS is the one of this machine."""
    return urlsplit(environ.get("AWS_ENDPOINT_URL", "")).hostname in LOOPBACK


def here() -> Target:
    """This machine."""
    glibc = int((platform.libc_ver()[1] or f"2.{OLDEST_GLIBC}").split(".")[1])
    machine = platform.machine()
    return Target(f"{sys.version_info[0]}.{sys.version_info[1]}", machine, _platforms(glibc, machine))


def _platforms(glibc: int, machine: str) -> tuple[str, ...]:
    newest_first = (f"manylinux_2_{minor}_{machine}" for minor in range(glibc, OLDEST_GLIBC - 1, -1))
    return (*newest_first, f"manylinux2014_{machine}")
