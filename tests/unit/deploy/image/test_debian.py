"""Packages taken out of a root file system: with their files and their entry, and no more than can be missed."""

from pathlib import Path

import pytest

from deploy.image.stages.debian import remove_installing

STATUS = """\
Package: apt
Status: install ok installed
Depends: libc6 (>= 2.34), libapt-pkg6.0 (>= 2.6), gpgv | gpgv2
Description: installs
 on two lines

Package: libapt-pkg6.0
Depends: libc6, libgcrypt20 (>= 1.10), libudev1:any

Package: libgcrypt20
Depends: libc6

Package: libudev1
Pre-Depends: libc6

Package: util-linux
Depends: libudev1

Package: python3
Depends: libc6, libnsl2 (>= 1)

Package: libnsl2

Package: libc6
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    info = tmp_path / "var/lib/dpkg/info"
    info.mkdir(parents=True)
    (tmp_path / "var/lib/dpkg/status").write_text(STATUS)
    for package, file in (("apt", "usr/bin/apt"), ("libgcrypt20:arm64", "usr/lib/libgcrypt.so"), ("libc6", "lib/libc")):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("")
        (info / f"{package}.list").write_text(f"/.\n/usr\n/usr/bin\n/{file}\n/gone/already\n")
    return tmp_path


def test_what_installs_goes_with_the_libraries_that_nobody_else_needs(root: Path) -> None:
    assert remove_installing(root) == ["apt", "libapt-pkg6.0", "libgcrypt20", "libudev1", "util-linux"]
    assert not (root / "usr/bin/apt").exists()
    assert not (root / "usr/lib/libgcrypt.so").exists()
    assert not (root / "usr/bin").exists(), "a folder that is empty now"
    assert (root / "lib/libc").exists()


def test_the_list_tells_what_is_left(root: Path) -> None:
    remove_installing(root)
    listed = (root / "var/lib/dpkg/status").read_text()
    assert [line for line in listed.splitlines() if line.startswith("Package:")] == [
        "Package: python3", "Package: libnsl2", "Package: libc6",
    ]  # fmt: skip
    assert "\n\nPackage: libnsl2\n" in listed, "entries are parted by empty lines"


def test_again_finds_nothing(root: Path) -> None:
    remove_installing(root)
    before = (root / "var/lib/dpkg/status").read_text()
    assert remove_installing(root) == []
    assert (root / "var/lib/dpkg/status").read_text() == before


def test_a_link_out_of_the_folder_is_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "apt"
    outside.write_text("of the builder")
    (root / "usr/bin/apt").unlink()
    (root / "usr/bin/apt").symlink_to(outside)
    remove_installing(root)
    assert outside.exists()
    assert not (root / "usr/bin/apt").is_symlink()


def test_a_base_without_dpkg_is_left_alone(tmp_path: Path) -> None:
    assert remove_installing(tmp_path) == []
