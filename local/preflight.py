"""What must hold before anything starts. Each check that fails is one line that says what to do."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping

from local.layout import ROOT, Layout, Refused
from local.ports import holder, is_free

LEAST_PYTHON = (3, 11)
LEAST_NODE = 20


def check(layout: Layout) -> None:
    """Raises `Refused` with the first thing that is missing or in the way."""
    _python()
    _node()
    _built()
    _ports(layout.ports)


def _python() -> None:
    if sys.version_info < LEAST_PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        raise Refused(f"Python {found} is too old; install Python 3.11 or newer and run make PYTHON=/path/to/it")


def _node() -> None:
    node = shutil.which("node")
    if node is None:
        raise Refused("Node.js is not installed; install version 20 or newer (https://nodejs.org)")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    match = re.match(r"v(\d+)", version)
    if match is None or int(match[1]) < LEAST_NODE:
        raise Refused(f"Node.js {version or 'here'} is too old; install version {LEAST_NODE} or newer")


def _built() -> None:
    if not (ROOT / "tracker-js/dist/li.js").is_file():
        raise Refused("the tracker is not built; run `make build`")


def _ports(ports: Mapping[str, int]) -> None:
    for name, port in ports.items():
        if not is_free(port):
            owner = holder(port)
            by = f" by {owner}" if owner else ""
            raise Refused(f"port {port} is taken{by}; stop that process, or choose another port: make … {name}=18000")
