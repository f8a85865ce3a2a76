"""Packages of the registries, in the versions that `packages.toml` pins, unpacked into a folder.

They are fetched with npm and pip, nothing of them is installed or run.
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

PINS = Path(__file__).with_name("packages.toml")
NPM = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination"]
PIP = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest"]


@dataclass(frozen=True, slots=True)
class Package:
    """A fetched package; `folder` is where its files are."""

    name: str
    version: str
    licence: str
    use: str
    folder: Path

    def about(self) -> str:
        """One line for the header of a list."""
        return f"{self.name} {self.version} ({self.licence})"


def fetch(into: Path, renew: bool = False) -> dict[str, Package]:
    """All packages by name, in the pinned versions, or in the newest ones, which become the pinned ones.

    Raises `ValueError` when a package has another licence than the one that was looked at.
    """
    pins = tomllib.loads(PINS.read_text())
    found = {name: _fetch(name, pin, into, renew) for name, pin in pins.items()}
    if renew:
        _pin({name: package.version for name, package in found.items()})
    return found


def _fetch(name: str, pin: dict[str, str], into: Path, renew: bool) -> Package:
    folder = into / re.sub(r"\W+", "-", name).strip("-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    npm = pin["registry"] == "npm"
    wanted = name if renew else f"{name}{'@' if npm else '=='}{pin['version']}"
    subprocess.run([*(NPM if npm else PIP), str(folder), wanted], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    (archive,) = folder.iterdir()
    _unpack(archive, folder)
    version, licence = _npm_facts(folder) if npm else _pypi_facts(folder)
    if pin["licence"] not in licence:
        raise ValueError(f"{name} {version} has another licence than {pin['licence']}; look at it: {licence[:80]!r}")
    return Package(name, version, pin["licence"], pin["use"], folder)


def _unpack(archive: Path, folder: Path) -> None:
    if archive.suffix == ".whl":
        shutil.unpack_archive(archive, folder, "zip")
    else:
        shutil.unpack_archive(archive, folder, "gztar", filter="data")


def _npm_facts(folder: Path) -> tuple[str, str]:
    """Version and declared licence."""
    described = json.loads((folder / "package" / "package.json").read_text())
    return described["version"], described["license"]


def _pypi_facts(folder: Path) -> tuple[str, str]:
    """Version, and the licence's name or first line."""
    (metadata,) = folder.glob("*.dist-info/METADATA")
    version = re.findall(r"^Version: (.+)$", metadata.read_text(), re.M)[0]
    return version, next(metadata.parent.rglob("LICENSE*")).read_text()[:200].strip()


def _pin(versions: dict[str, str]) -> None:
    text = PINS.read_text()
    for name, version in versions.items():
        section = re.compile(rf'(^\["?{re.escape(name)}"?\]\n(?:\w+ = .*\n)*?version = )".*"', re.M)
        text = section.sub(rf'\g<1>"{version}"', text)
    PINS.write_text(text)
