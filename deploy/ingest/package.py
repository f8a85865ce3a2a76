"""The zip of all functions, made by Chalice's own packager, then brought into an order that is always the same.

It is checked before anything is deployed: what Chalice does not find it leaves out, and says so in one line only.
"""

import hashlib
import io
import re
import struct
import zipfile
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from chalice.deploy.packager import DependencyBuilder, LambdaDeploymentPackager
from chalice.utils import UI, OSUtils

from deploy.errors import Refused
from deploy.ingest.target import Target
from deploy.ingest.workshop import COLLECTOR

MOST_ZIPPED = 50 * 1024 * 1024
MOST_UNZIPPED = 250 * 1024 * 1024
"""Bytes: Lambda's limits for code that is sent to it, and for what comes out of it."""
OWN = ("app.py", "chalice/app.py", "chalicelib/http.py", "liveinsight/settings.py")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest that a zip can say
_READABLE = 0o100644 << 16
_ELF_MACHINES = {"x86_64": 62, "aarch64": 183}
_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Package:
    """The zip at `file`; `digest` is its SHA-256 in hexadecimal digits."""

    file: Path
    digest: str
    zipped: int
    unzipped: int


def package(copy: Path, target: Target, architecture: str) -> Package:
    """Make the zip where `chalice deploy` finds it, and check it. Raises Refused when it would not run."""
    file = _made_by_chalice(copy, target, architecture)
    put_in_order(file)
    with zipfile.ZipFile(file) as made:
        check_contents(made, pins((COLLECTOR / "requirements.txt").read_text()))
        check_machine(made, target.machine)
        unzipped = sum(entry.file_size for entry in made.infolist())
    check_size(file.stat().st_size, unzipped)
    return Package(file, hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_size, unzipped)


def pins(requirements: str) -> dict[str, str]:
    """Distribution → version, of a locked requirements.txt."""
    return {_plain(name): version for name, version in _PINNED.findall(requirements)}


def put_in_order(file: Path) -> None:
    """Write the zip again: names sorted, one date, one mode; so the same content is the same bytes."""
    ordered = file.with_suffix(".ordered")
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(ordered, "w") as after:
        for name in sorted(set(before.namelist())):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE
            after.writestr(entry, before.read(name))
    ordered.replace(file)


def check_contents(made: zipfile.ZipFile, required: dict[str, str]) -> None:
    """Raises Refused when a pinned distribution, in its version, or our own code is not in it."""
    names = set(made.namelist())
    metadata = (name for name in names if name.endswith(".dist-info/METADATA") and name.count("/") == 1)
    there = dict(_distribution(made.read(name).decode()) for name in metadata)
    missing = [f"{name} {version}" for name, version in required.items() if there.get(name) != version]
    missing += [name for name in OWN if name not in names]
    if missing:
        raise Refused(f"the collector's package lacks {', '.join(sorted(missing))}; nothing was deployed")


def check_machine(made: zipfile.ZipFile, machine: str) -> None:
    """Raises Refused when a library in it is built for another machine."""
    for name in made.namelist():
        if name.endswith(".so") or ".so." in name:
            with made.open(name) as library:
                head = library.read(20)
            if head[:4] != b"\x7fELF" or struct.unpack("<H", head[18:20])[0] != _ELF_MACHINES[machine]:
                raise Refused(f"{name} in the collector's package is not built for {machine}; nothing was deployed")


def check_size(zipped: int, unzipped: int) -> None:
    """Raises Refused when Lambda would not take it. Sizes in bytes."""
    for size, most, what in ((zipped, MOST_ZIPPED, "zipped"), (unzipped, MOST_UNZIPPED, "unzipped")):
        if size > most:
            raise Refused(
                f"the collector's package has {size / 2**20:.1f} MB {what}, and Lambda takes {most / 2**20:.0f}; "
                "nothing was deployed"
            )


def _made_by_chalice(copy: Path, target: Target, architecture: str) -> Path:
    silent = UI(io.StringIO(), io.StringIO())
    packager = LambdaDeploymentPackager(_Stored(), DependencyBuilder(OSUtils()), silent, architecture)
    return Path(packager.create_deployment_package(str(copy), target.runtime))


class _Stored(OSUtils):
    """Does not compress what will be compressed when it is put in order."""

    ZIP_DEFLATED = zipfile.ZIP_STORED


def _distribution(metadata: str) -> tuple[str, str]:
    headers = HeaderParser().parsestr(metadata, headersonly=True)
    return _plain(headers["Name"]), str(headers["Version"])


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
