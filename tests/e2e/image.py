"""The dashboard's image, built for real and run as a task would: `pytest tests/e2e/image.py`, as root on a Debian.

Its name begins with no `test_`, so that it runs only when it is named: it takes minutes and needs debootstrap, buildah
and node. Everything lies in a folder of the session and is deleted with it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import boto3
import pytest

from liveinsight.settings import Settings
from local.aws import CREDENTIALS
from local.ports import free_port
from tests.e2e import image_bases
from tests.e2e.image_bases import Images

ROOT = Path(__file__).parents[2]
TAG = "e2e"
NAME = f"localhost/liveinsight-app:{TAG}"
START_S = 60.0
LOG = "log"
MOST_MB = 230
OURS = "http://127.0.0.1:{}"
opener = build_opener(ProxyHandler({}))


@dataclass(frozen=True)
class Built:
    """The image, what was said while it was built, and its files."""

    said: str
    configuration: dict[str, Any]
    root: Path


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Images]:
    """Images of this session, with the two bases in it."""
    missing = [f"{name}: {how}" for name, how in image_bases.NEEDED.items() if shutil.which(name) is None]
    assert not missing, f"not installed: {'; '.join(missing)}"
    assert os.geteuid() == 0, "only root can build images without an engine"
    made = image_bases.images(tmp_path_factory.mktemp("images"))
    image_bases.make(made)
    yield made
    made.buildah("rm", "--all")
    shutil.rmtree(made.folder)


@pytest.fixture(scope="session")
def built(place: Images) -> Built:
    """By the operators' own command."""
    bases = [f"--base={image_bases.BASE}", f"--build-base={image_bases.BUILD_BASE}", f"--node={image_bases.BUILD_BASE}"]
    machine = {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine]
    command = [sys.executable, "-m", "deploy", "image", f"--tag={TAG}", "--builder=buildah", *bases]
    said = image_bases.run(*command, f"--platform=linux/{machine}", environment=place.environment())
    configuration = json.loads(place.buildah("inspect", "--type=image", NAME))["Docker"]["config"]
    root = Path(place.buildah("mount", place.buildah("from", NAME)))
    return Built(said, configuration, root)


@contextmanager
def running(built: Built, port: int, log: Path, variables: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The image's command in its root file system, with its own variables and these; `log` gets what it says."""
    told = dict(pair.split("=", 1) for pair in built.configuration["Env"]) | variables | {"PORT": str(port)}
    inside = ["unshare", "--mount", "--propagation=private", sys.executable, "-m", "tests.e2e.image_container"]
    command = [*inside, str(built.root), json.dumps(told), *built.configuration["Cmd"]]
    with log.open("wb") as said, subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said) as process:
        try:
            _wait(port, process, log)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(START_S)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            if get(port, "/health/")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the image does not answer")


def get(port: int, path: str, **headers: str) -> tuple[int, str]:
    try:
        with opener.open(Request(OURS.format(port) + path, headers=headers), timeout=30) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def variables(settings: Settings) -> Iterator[dict[str, str]]:
    """What Terraform gives a task, for tables and an archive of this test's own."""
    s3 = boto3.client("s3", endpoint_url=settings.endpoint_url, region_name=settings.region)
    s3.create_bucket(Bucket=settings.archive_bucket)
    yield {
        **CREDENTIALS,
        "AWS_ENDPOINT_URL": str(settings.endpoint_url),
        "AWS_REGION": settings.region,
        "LIVEINSIGHT_PROJECT_NAME": settings.project_name,
        "LIVEINSIGHT_ARCHIVE_BUCKET": settings.archive_bucket,
        "LIVEINSIGHT_SECRET_KEY": "0123456789abcdef0123456789abcdef",
        "LIVEINSIGHT_COLLECTOR_URL": "https://in.example",
        "FORWARDED_ALLOW_IPS": "*",
        "LIVEINSIGHT_ACCESS_LOG": "true",
    }
    s3.delete_bucket(Bucket=settings.archive_bucket)


def test_it_is_small_and_says_so(built: Built) -> None:
    line = next(line for line in built.said.splitlines() if "MB unpacked" in line)
    assert 50 < int(line.split(" MB")[0].split()[-1]) < MOST_MB, line
    assert "sha256:" in line


def test_nothing_in_it_installs_builds_or_becomes_root(built: Built) -> None:
    programs = {path.name for path in built.root.glob("usr/*bin/*")} | {
        path.name for path in built.root.glob("app/venv/bin/*")
    }
    assert "sh" in programs
    assert not programs & {"pip", "pip3", "apt", "apt-get", "dpkg", "gcc", "make", "node", "npm", "curl", "perl", "su"}
    assert not list(built.root.glob("usr/**/site-packages/pip")) + list(built.root.glob("usr/**/dist-packages/pip"))
    files = (path for path in built.root.rglob("*") if path.is_file() and not path.is_symlink())
    assert [path for path in files if path.stat().st_mode & 0o6000] == []
    assert not list(built.root.glob("app/**/tests")) + list(built.root.glob("app/**/node_modules"))


def test_it_says_what_it_is(built: Built) -> None:
    labels = built.configuration["Labels"]
    revision = labels["org.opencontainers.image.revision"]
    assert labels["org.opencontainers.image.version"] == TAG
    # Not compared with HEAD, which may have moved since.
    assert image_bases.run("git", "-C", str(ROOT), "cat-file", "-t", revision) == "commit"
    assert labels["org.opencontainers.image.base.name"] == image_bases.BASE
    assert built.configuration["User"] == "10001:10001"
    assert "healthcheck.py" in str(built.configuration["Healthcheck"])


def test_it_runs_read_only_as_its_user_and_reaches_its_tables(
    built: Built, variables: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    with running(built, port, tmp_path / LOG, variables) as process:
        worker = Path(f"/proc/{process.pid}/status").read_text()
        assert "\nUid:\t10001\t10001\t10001\t10001\n" in worker
        assert "\nCapEff:\t0000000000000000\n" in worker
        mounts = Path(f"/proc/{process.pid}/mounts").read_text().splitlines()
        assert [line.split()[3].split(",")[0] for line in mounts if line.split()[1] == "/"][-1] == "ro"
        assert json.loads(get(port, "/health/?deep=1")[1])["checks"] == {"tables": "ok", "archive": "ok"}
    assert process.returncode == 0


def test_pages_have_their_styles_scripts_and_languages(built: Built, variables: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    with running(built, port, tmp_path / LOG, variables):
        status, page = get(port, "/login")
        assert status == 200
        files = [part.split('"')[0] for part in page.split('"/assets/')[1:]]
        assert any(name.endswith(".css") for name in files)
        assert [name for name in files if get(port, f"/assets/{name}")[0] != 200] == []
        assert "로그인" in get(port, "/login", **{"Accept-Language": "ko"})[1]
        assert "https://in.example" in get(port, "/li.js")[1]
        assert get(port, "/li-vitals.js")[0] == 200
    lines = (tmp_path / LOG).read_text().splitlines()
    logged = [json.loads(line) for line in lines if '"logger": "access"' in line]
    assert {"/login", "/li.js"} <= {line["path"] for line in logged}


def test_the_health_check_tells_up_from_down(built: Built, variables: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    check = ["chroot", "--userspec=10001:10001", str(built.root), "/app/venv/bin/python", "/app/healthcheck.py"]
    told = {"PORT": str(port), "PATH": os.environ["PATH"]}
    with running(built, port, tmp_path / LOG, variables):
        assert subprocess.run(check, env=told, check=False).returncode == 0
    assert subprocess.run(check, env=told, check=False).returncode == 1


def test_duckdb_and_time_zones_work_in_it(built: Built) -> None:
    answer = "duckdb.sql('select 40 + 2').fetchall()[0][0]"
    code = f"import duckdb, zoneinfo; zoneinfo.ZoneInfo('Asia/Seoul'); print({answer})"
    done = image_bases.run("chroot", "--userspec=10001:10001", str(built.root), "/app/venv/bin/python", "-c", code)
    assert done == "42"
