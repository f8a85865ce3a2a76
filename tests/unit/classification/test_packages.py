"""Pinned packages: what is read of them, and how a pin is moved. Nothing is fetched here."""

import json
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from classification import packages

PINS = """# why
[alpha]
registry = "npm"
version = "1.0.0"
licence = "MIT"
use = "bots: text"

["@scope/beta"]
registry = "pypi"
version = "1.0.0"
licence = "MIT"
use = "sources: hosts"
"""


class Registries:
    """Archives in place of npm and pip, and the packages that were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.licence = "MIT"

    def run(self, command: list[str], **_: object) -> None:
        self.asked.append(command[-1])
        folder = Path(command[-2])
        (self.npm if command[0] == "npm" else self.wheel)(folder)

    def npm(self, folder: Path) -> None:
        described = folder.parent / "package.json"
        described.write_text(json.dumps({"version": "1.2.0", "license": self.licence}))
        with tarfile.open(folder / "alpha.tgz", "w:gz") as archive:
            archive.add(described, "package/package.json")

    def wheel(self, folder: Path) -> None:
        with zipfile.ZipFile(folder / "beta-3.0-py3-none-any.whl", "w") as archive:
            archive.writestr("beta-3.0.dist-info/METADATA", "Metadata-Version: 2.4\nName: beta\nVersion: 3.0\n")
            archive.writestr("beta-3.0.dist-info/licenses/LICENSE", f"{self.licence} License\n\nCopyright")
            archive.writestr("beta/data.json", "{}")


@pytest.fixture
def registries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registries:
    found = Registries()
    monkeypatch.setattr("classification.packages.subprocess.run", found.run)
    monkeypatch.setattr(packages, "PINS", tmp_path / "packages.toml")
    packages.PINS.write_text(PINS)
    return found


def test_pinned_versions_are_fetched(tmp_path: Path, registries: Registries) -> None:
    found = packages.fetch(tmp_path / "into")
    assert registries.asked == ["alpha@1.0.0", "@scope/beta==1.0.0"]
    assert found["@scope/beta"].about() == "@scope/beta 3.0 (MIT)"
    assert (found["@scope/beta"].folder / "beta" / "data.json").read_text() == "{}"
    assert packages.PINS.read_text() == PINS


def test_renewing_takes_the_newest_and_pins_it(tmp_path: Path, registries: Registries) -> None:
    packages.fetch(tmp_path / "into", renew=True)
    assert registries.asked == ["alpha", "@scope/beta"]
    pins = tomllib.loads(packages.PINS.read_text())
    assert {name: pin["version"] for name, pin in pins.items()} == {"alpha": "1.2.0", "@scope/beta": "3.0"}
    assert packages.PINS.read_text().startswith("# why\n[alpha]\n")


def test_a_package_with_another_licence_is_refused(tmp_path: Path, registries: Registries) -> None:
    registries.licence = "GPL-3.0"
    with pytest.raises(ValueError, match=r"alpha 1\.2\.0 has another licence than MIT"):
        packages.fetch(tmp_path / "into")
