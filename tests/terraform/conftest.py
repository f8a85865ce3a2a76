"""Terraform, ready to run (where it is missing, its tests are skipped), and a world that asks things of AWS."""

import fcntl
import importlib
import os
import pickle
import shutil
from collections.abc import Iterator

import pytest

from liveinsight import sites
from liveinsight.archive.objects import s3_client
from liveinsight.settings import Settings
from liveinsight.sites import Changes
from tests.integration.collector.conftest import collector as collector
from tests.integration.collector.conftest import process as process
from tests.integration.collector.gateway import Collector
from tests.terraform.permissions import Recorder
from tests.terraform.runner import Run, Terraform
from tests.terraform.world import World

PROFILES = ("development", "production", "standard", "lean")
MISSING = "Terraform is not installed: see https://developer.hashicorp.com/terraform/install (1.11 or newer)"


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """Terraform in a copy of the code, with its providers."""
    binary = shutil.which("terraform")
    if binary is None:
        pytest.skip(MISSING)
    made = Terraform(binary, tmp_path_factory.mktemp("terraform"))
    done = made.prepare()
    if done.returncode and "Failed to query available provider packages" in done.stderr and not os.environ.get("CI"):
        pytest.skip("neither the registry nor a mirror on this machine has the AWS provider")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="session")
def plans(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, Run]:
    """Plans of tests/wiring.tftest.hcl, and one with the variables of each environment.

    They take minutes of processor time, so the first of several workers makes them for all.
    """
    if worker_id == "master":
        return _made(terraform)
    kept = tmp_path_factory.getbasetemp().parent / "plans.pickle"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_made(terraform)))
        found: dict[str, Run] = pickle.loads(kept.read_bytes())  # noqa: S301  # another worker of this session made it
    return found


def _made(terraform: Terraform) -> dict[str, Run]:
    found = terraform.test("tests", "-filter=tests/wiring.tftest.hcl", plans=True)
    for name in PROFILES:
        file = f"-filter=tests/profiles/{name}.tftest.hcl"
        found |= terraform.test("tests/profiles", file, f"-var-file=envs/{name}.tfvars", plans=True)
    return found


@pytest.fixture
def world(settings: Settings, collector: Collector, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    s3 = s3_client(settings)
    s3.create_bucket(Bucket=settings.archive_bucket)
    sites.change(collector.site.key, Changes(identify=True))
    monkeypatch.setattr(importlib.import_module("chalicelib.jobs"), "time", collector.clock)
    recorder = Recorder(settings, monkeypatch)
    yield World(collector, recorder)
    monkeypatch.undo()
    for found in s3.list_objects_v2(Bucket=settings.archive_bucket).get("Contents", ()):
        s3.delete_object(Bucket=settings.archive_bucket, Key=found["Key"])
    s3.delete_bucket(Bucket=settings.archive_bucket)
