"""What runs while the image is built: the root file system, the packages, and what is left out of both."""

import os
import re
import stat
import sys
from pathlib import Path

import pytest

from dashboard.language import LANGUAGES
from deploy.image.stages import packages, root
from tests.unit.deploy.image.dockerfile import ROOT


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root file system with what `root` looks at, and a Python that the packages were installed for."""
    folder = tmp_path / "base"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for file in (
        "etc/passwd", "etc/group", f"usr/local/bin/{version}", root.TIME_ZONE, f"usr/local/lib/{version}/os.py",
        f"usr/local/lib/{version}/ensurepip/__init__.py", f"usr/local/lib/{version}/site-packages/pip/__init__.py",
        "usr/local/bin/pip3", "usr/bin/su", "tmp/left", "usr/share/doc/python3/README",
    ):  # fmt: skip
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("root:x:0:0::/root:/bin/sh\n" if file.startswith("etc") else "")
    (folder / "usr/bin/su").chmod(0o4755)
    venv = tmp_path / "pyvenv.cfg"
    venv.write_text(f"home = /usr/local/bin\nexecutable = /usr/local/bin/{version}\n")
    monkeypatch.setattr(root, "VENV", venv)
    return folder


def test_installers_go_and_what_runs_stays(base: Path) -> None:
    root.check(base)
    root.remove(base)
    (library,) = base.glob("usr/local/lib/python3.*")
    assert sorted(path.name for path in library.iterdir()) == ["os.py", "site-packages"]
    assert list((library / "site-packages").iterdir()) == []
    assert not (base / "usr/local/bin/pip3").exists()
    assert list((base / "tmp").iterdir()) == list((base / "usr/share/doc").iterdir()) == []


def test_the_library_is_compiled(base: Path) -> None:
    root.compile_standard_library(base)
    assert [path.name.partition(".")[0] for path in base.glob("usr/local/lib/python3.*/__pycache__/*")] == ["os"]


def test_nobody_becomes_somebody_else(base: Path) -> None:
    root.drop_setuid(base)
    assert stat.S_IMODE((base / "usr/bin/su").stat().st_mode) == 0o755


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away; the build is root")
def test_the_user_owns_one_folder(base: Path) -> None:
    root.add_user(base)
    assert (base / "etc/passwd").read_text().splitlines()[-1].startswith("liveinsight:x:10001:10001:")
    owner = (base / "scratch").stat()
    assert (owner.st_uid, owner.st_gid, stat.S_IMODE(owner.st_mode)) == (10001, 10001, 0o755)


def test_a_base_with_another_python_is_refused(base: Path) -> None:
    for program in base.glob("usr/local/bin/python3.*"):
        program.rename(program.with_name("python3.0"))
    with pytest.raises(SystemExit, match="BUILD_BASE with the same Python"):
        root.check(base)


def test_a_base_without_time_zones_is_refused(base: Path) -> None:
    (base / root.TIME_ZONE).unlink()
    with pytest.raises(SystemExit, match="install tzdata"):
        root.check(base)


def test_an_unknown_architecture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"'riscv64': there are amd64, arm64"):
        packages.install("riscv64", tmp_path / "requirements.txt", tmp_path / "venv")
    assert not (tmp_path / "venv").exists()


def test_languages_and_services_that_nobody_uses_are_left_out(tmp_path: Path) -> None:
    for file in (
        "botocore/data/dynamodb/2012/service-2.json", "botocore/data/ec2/2016/service-2.json",
        "botocore/data/endpoints.json", "babel/locale-data/ko_KR.dat", "babel/locale-data/de.dat",
        "babel/locale-data/root.dat", "pkg/tests/test_it.py", "pkg/it.pyi", "pkg/it.py", "bin/flask",
    ):  # fmt: skip
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("")
    packages.leave_out(tmp_path)
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert left == [
        "babel/locale-data/ko_KR.dat", "babel/locale-data/root.dat", "botocore/data/dynamodb/2012/service-2.json",
        "botocore/data/endpoints.json", "pkg/it.py",
    ]  # fmt: skip


def test_what_the_dashboard_uses_is_kept() -> None:
    sources = [path for part in ("dashboard", "liveinsight") for path in (ROOT / part).rglob("*.py")]
    code = "\n".join(path.read_text() for path in sources if "cli" not in path.parts)
    services = set(re.findall(r"(?:boto3|session)\.(?:create_)?(?:client|resource)\(\s*\"([\w-]+)\"", code))
    assert {"dynamodb", "s3", "athena", "glue"} <= services <= packages.SERVICES
    assert set(LANGUAGES) <= set(packages.LANGUAGES)
