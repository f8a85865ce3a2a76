"""The command: table, JSON, exit code, and no secret in either."""

import json

import pytest
from typer.testing import CliRunner

from deploy.__main__ import app
from deploy.environment import Environment
from tests.integration.deploy.doctor.world import SECRET, World


@pytest.fixture
def runner(world: World, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Runs the command on this installation, whatever the environment is called; Terraform talks while it is asked."""

    def environment(_: str) -> Environment:
        print("Initializing the backend...")
        return world.environment()

    monkeypatch.setattr("deploy.doctor.command.environment", environment)
    return CliRunner()


def test_a_healthy_installation_ends_with_zero_and_tells_no_secret(runner: CliRunner) -> None:
    done = runner.invoke(app, ["doctor", "--env", "production"])
    assert done.exit_code == 0, done.output
    assert "1-5  Serverless ingestion" in done.stdout
    assert "FAILED" not in done.stdout
    assert done.stdout.splitlines()[-1].split(" ok, ")[0].isdigit()
    assert SECRET not in done.output


def test_a_broken_one_ends_with_one_and_says_what_to_do(runner: CliRunner, world: World) -> None:
    world.client("lambda").delete_function(FunctionName=world.project)
    done = runner.invoke(app, ["doctor", "--env", "production"])
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    (place,) = [number for number, line in enumerate(lines) if line.split()[:2] == ["FAILED", "function"]]
    assert lines[place + 1].strip() == "→ make ingest ENV=production"


def test_json_is_nothing_but_json(runner: CliRunner, world: World) -> None:
    done = runner.invoke(app, ["doctor", "--env", "production", "--json"])
    told = json.loads(done.stdout)
    assert (told["healthy"], told["project"], told["region"]) == (True, world.project, "us-east-1")
    assert {each["state"] for each in told["checks"]} == {"ok", "off", "warning"}
    assert SECRET not in done.output
    assert "Initializing" in done.stderr
