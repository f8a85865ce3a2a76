"""The zip: the same content is the same bytes, and what would not run is refused."""

import hashlib
import struct
import time
import zipfile
from pathlib import Path

import pytest

from deploy.errors import Refused
from deploy.ingest import package

ELSEWHERE = "inside/another/python_dateutil-2.9.dist-info/METADATA"
METADATA = "Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nThe description\nName: another\n"


def _zip(file: Path, entries: dict[str, bytes], moment: tuple[int, ...] = (2026, 11, 23, 8, 0, 0)) -> Path:
    with zipfile.ZipFile(file, "w") as made:
        for name, content in entries.items():
            made.writestr(zipfile.ZipInfo(name, moment), content)  # type: ignore[arg-type]
    return file


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_order_dates_and_modes_make_no_difference(tmp_path: Path) -> None:
    one = _zip(tmp_path / "one.zip", {"b.py": b"b", "a.py": b"a"})
    two = _zip(tmp_path / "two.zip", {"a.py": b"a", "b.py": b"b"}, (2025, 1, 1, 0, 0, 0))
    assert _digest(one) != _digest(two)
    for file in (one, two):
        package.put_in_order(file)
        time.sleep(0.01)
    assert _digest(one) == _digest(two)
    with zipfile.ZipFile(one) as made:
        assert {name: made.read(name) for name in made.namelist()} == {"a.py": b"a", "b.py": b"b"}
        assert {entry.external_attr >> 16 for entry in made.infolist()} == {0o100644}


def test_other_content_is_another_package(tmp_path: Path) -> None:
    one, two = (_zip(tmp_path / f"{text}.zip", {"a.py": text.encode()}) for text in ("one", "two"))
    package.put_in_order(one)
    package.put_in_order(two)
    assert _digest(one) != _digest(two)


def _whole(**versions: str) -> dict[str, bytes]:
    found = dict.fromkeys(package.OWN, b"")
    for name, version in versions.items():
        found[f"{name}-{version}.dist-info/METADATA"] = METADATA.format(name=name, version=version).encode()
    return found


@pytest.mark.parametrize(
    ("entries", "lacking"),
    [
        (_whole(duckdb="2.0.0"), "python-dateutil 2.9"),
        (_whole(duckdb="1.9.0", Python_DateUtil="2.9"), "duckdb 2.0.0"),
        (dict.fromkeys(package.OWN, b""), "duckdb 2.0.0, python-dateutil 2.9"),
        ({**_whole(duckdb="2.0.0"), ELSEWHERE: b"Name: python-dateutil\nVersion: 2.9"}, "python-dateutil 2.9"),
    ],
)  # fmt: skip
def test_a_required_distribution_that_is_missing_is_named(
    tmp_path: Path, entries: dict[str, bytes], lacking: str
) -> None:
    required = package.pins("duckdb==2.0.0\npython-dateutil==2.9\n")
    with zipfile.ZipFile(_zip(tmp_path / "made.zip", entries)) as made, pytest.raises(Refused) as refused:
        package.check_contents(made, required)
    assert str(refused.value) == f"the collector's package lacks {lacking}; nothing was deployed"


def test_all_that_is_required_is_enough(tmp_path: Path) -> None:
    with zipfile.ZipFile(_zip(tmp_path / "made.zip", _whole(duckdb="2.0.0", Python_DateUtil="2.9"))) as made:
        package.check_contents(made, package.pins("duckdb==2.0.0\npython-dateutil==2.9\n"))


@pytest.mark.parametrize("name", package.OWN)
def test_our_own_code_is_required_too(tmp_path: Path, name: str) -> None:
    entries = {each: content for each, content in _whole().items() if each != name}
    with zipfile.ZipFile(_zip(tmp_path / "made.zip", entries)) as made, pytest.raises(Refused, match=name):
        package.check_contents(made, {})


def _library(machine: int) -> bytes:
    return b"\x7fELF" + bytes(14) + struct.pack("<H", machine) + b"code"


def test_libraries_are_built_for_the_functions_machine(tmp_path: Path) -> None:
    entries = {"_duckdb.abi3.so": _library(183), "lib/libz.so.1": _library(183), "a.py": b"a"}
    with zipfile.ZipFile(_zip(tmp_path / "made.zip", entries)) as made:
        package.check_machine(made, "aarch64")
        with pytest.raises(Refused, match=r"\.so.* is not built for x86_64; nothing was deployed"):
            package.check_machine(made, "x86_64")


@pytest.mark.parametrize("content", [b"\xcf\xfa\xed\xfe" + bytes(30), b"", _library(62)])
def test_what_is_no_library_of_linux_on_arm_is_refused(tmp_path: Path, content: bytes) -> None:
    made = _zip(tmp_path / "made.zip", {"x.so": content})
    with zipfile.ZipFile(made) as opened, pytest.raises(Refused, match=r"x\.so"):
        package.check_machine(opened, "aarch64")


def test_lambdas_limits() -> None:
    package.check_size(package.MOST_ZIPPED, package.MOST_UNZIPPED)
    with pytest.raises(Refused, match=r"50\.0 MB zipped, and Lambda takes 50"):
        package.check_size(package.MOST_ZIPPED + 1, 1)
    with pytest.raises(Refused, match=r"300\.0 MB unzipped, and Lambda takes 250"):
        package.check_size(1, 300 * 2**20)


def test_pins_of_a_lock_file_with_markers_and_hashes() -> None:
    text = '# comment\nDuckDB==2.0.0 \\\n    --hash=sha256:ab\nua_parser==1.0.2; python_version > "3"\n-e .\nsix>=1\n'
    assert package.pins(text) == {"duckdb": "2.0.0", "ua-parser": "1.0.2"}
