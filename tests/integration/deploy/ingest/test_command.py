"""`python -m deploy …` as an operator calls it: one line on stderr when it cannot go on, and exit code 1."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.terraform import ROOT
from tests.integration.deploy import terraform_program
from tests.integration.deploy.ingest.conftest import Installation
from tests.integration.deploy.ingest.faulty import behind
from tests.integration.deploy.terraform_program import Program


@pytest.fixture
def program(installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Terraform with the outputs of this installation, and its state."""
    found = terraform_program.install(tmp_path, monkeypatch)
    backend = installation.aws.terraform.backend.read_text()
    (found.code / "envs/development.backend.hcl").write_text(backend)
    found.says(outputs=dict(installation.aws.outputs), changes=False)
    return found


def _deploy(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "deploy", *arguments], cwd=ROOT, env={**os.environ, **environment},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("command", ["ingest", "rollback-collector"])
def test_expired_credentials(endpoint: str, command: str) -> None:
    with behind(endpoint, lambda _method, _path: (403, "ExpiredToken")) as proxy:
        done = _deploy(command, "--env", "dev", "--yes", AWS_ENDPOINT_URL=proxy)
    assert (done.returncode, done.stderr) == (
        1, "deploy: AWS refuses your credentials (ExpiredToken); log in again (aws sso login, aws configure)\n",
    )  # fmt: skip


@pytest.mark.usefixtures("program")
def test_nothing_is_deployed_where_nobody_can_answer(installation: Installation) -> None:
    done = _deploy("ingest", "--env", "dev")
    assert (done.returncode, done.stderr) == (
        1, "deploy: nobody is here to answer; say YES=1 (--yes) to go on without questions\n",
    )  # fmt: skip
    assert "deployed by Chalice" in done.stdout
    assert installation.record().etag is None


def test_before_anything_is_applied(program: Program) -> None:
    program.says(outputs={})
    done = _deploy("ingest", "--env", "dev", "--yes")
    expected = "deploy: development has no infrastructure yet; make it with: make infra ENV=development\n"
    assert (done.returncode, done.stderr) == (1, expected)
