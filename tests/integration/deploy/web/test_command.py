"""The commands as operators run them; Terraform is replaced by what it would put out."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.dashboard.conftest import until
from tests.integration.deploy.web.installation import Installation

ROOT = Path(__file__).parents[4]
TERRAFORM = """#!/bin/sh
[ "$1" = output ] && cat "$(dirname "$0")/outputs.json"
exit 0
"""


@pytest.fixture
def environ(serving: Installation, tmp_path: Path) -> dict[str, str]:
    """With a `terraform` that knows this installation."""
    program = tmp_path / "terraform"
    program.write_text(TERRAFORM)
    program.chmod(0o755)
    outputs = {name: {"value": value} for name, value in serving.env.outputs.items()}
    (tmp_path / "outputs.json").write_text(json.dumps(outputs))
    (tmp_path / "envs").mkdir()
    for name in ("production.tfvars", "production.backend.hcl"):
        (tmp_path / "envs" / name).touch()
    return {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "LIVEINSIGHT_TERRAFORM": str(tmp_path)}


def command(environ: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (sys.executable, "-m", "deploy", *arguments), cwd=ROOT, env=environ, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_there_and_back_again(serving: Installation, dashboard: int, environ: dict[str, str]) -> None:
    serving.push("v2", dashboard)
    there = command(environ, "blue-green", "--env", "prod", "--yes", "--steps", "100", "--watch", "0", "--keep", "0")
    said, wrong = there.communicate(timeout=60)
    assert (there.returncode, wrong) == (0, "")
    assert said.endswith("done: blue serves v2\n")
    assert serving.weights() == {"blue": 100, "green": 0}
    back = command(environ, "rollback", "--env", "prod", "--yes")
    said, wrong = back.communicate(timeout=60)
    assert (back.returncode, wrong) == (0, "")
    assert said.endswith("done: green serves v1\n")
    assert serving.weights() == {"blue": 0, "green": 100}


def test_a_job_that_is_cancelled_while_it_watches(
    serving: Installation, dashboard: int, environ: dict[str, str]
) -> None:
    serving.push("v2", dashboard)
    running = command(environ, "blue-green", "--env", "prod", "--yes", "--steps", "25,100", "--watch", "60")
    try:
        until(lambda: serving.weights()["blue"] == 25, 30)
        running.send_signal(signal.SIGTERM)
        said, wrong = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 1
    assert wrong == "deploy: interrupted. green has all traffic, as before; blue is stopped\n"
    assert said.endswith("going back, which takes a moment: interrupted\ntraffic: blue 0 %, green 100 %\n")
    assert serving.weights() == {"blue": 0, "green": 100}
    assert serving.tasks() == {"blue": 0, "green": 2}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("blue-green", "--env", "prod", "--tag", "v9", "--yes"), "no image has the tag 'v9'; pushed are v1"),
        (("rollback", "--env", "prod"), "there is nothing to go back to: blue had"),
    ],
)
def test_what_cannot_be_done_is_one_line(environ: dict[str, str], arguments: tuple[str, ...], message: str) -> None:
    refused = command(environ, *arguments)
    _, wrong = refused.communicate(timeout=60)
    assert refused.returncode == 1
    assert len(wrong.splitlines()) == 1
    assert message in wrong
