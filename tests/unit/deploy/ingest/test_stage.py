"""The stage that is rendered for Chalice, out of Terraform's outputs."""

import json
from pathlib import Path
from typing import Any

import pytest
from chalice.config import Config

from deploy.environment import Environment
from deploy.errors import Refused
from deploy.ingest import workshop
from deploy.ingest.chalice_run import _reason
from deploy.terraform import Terraform

SECRET = "s" * 64
ROLES = {name: f"arn:aws:iam::1:role/LiveInsight-{name}" for name in ("collector", "rollup", "archive")}
COLLECTOR = {
    "stage": "production",
    "environment": {"LIVEINSIGHT_PROJECT_NAME": "LiveInsight", "AWS_REGION": "eu-west-1"},
    "roles": ROLES,
    "log_retention_days": 30,
    "x_ray": False,
    "memory": 1024,
    "architecture": "arm64",
    "endpoint_type": "REGIONAL",
}


def _environment(**outputs: Any) -> Environment:
    whole = {"project_name": "LiveInsight", "aws_region": "eu-west-1", "collector": COLLECTOR, "distribution_id": "E1"}
    return Environment("production", {**whole, **outputs}, Terraform("production", Path("nowhere")))


def _config(tmp_path: Path, aws: Environment, function: str) -> Config:
    """The configuration of a function as Chalice reads it from the copy."""
    (tmp_path / ".chalice").mkdir()
    (tmp_path / ".chalice/config.json").write_text((workshop.COLLECTOR / ".chalice/config.json").read_text())
    workshop.write_stage(tmp_path, aws, SECRET)
    read = json.loads((tmp_path / ".chalice/config.json").read_text())
    assert list(read["stages"]) == ["production"]
    return Config("production", function, {}, read, {})


@pytest.mark.parametrize(
    ("function", "role", "memory", "timeout"),
    [("api_handler", "collector", 1024, 30), ("rollup", "rollup", 512, 300), ("archive", "archive", 2048, 900)],
)
def test_a_function_has_its_role_memory_and_time(
    tmp_path: Path, function: str, role: str, memory: int, timeout: int
) -> None:
    found = _config(tmp_path, _environment(), function)
    assert (found.iam_role_arn, found.manage_iam_role) == (ROLES[role], False)
    assert (found.lambda_memory_size, found.lambda_timeout) == (memory, timeout)


def test_what_all_functions_share(tmp_path: Path) -> None:
    found = _config(tmp_path, _environment(), "api_handler")
    assert (found.lambda_architecture, found.xray_enabled) == ("arm64", False)
    assert (found.api_gateway_stage, found.api_gateway_endpoint_type) == ("api", "REGIONAL")
    assert found.minimum_compression_size == 1400
    # Terraform makes the log groups; Chalice would set the retention of groups that are called otherwise.
    assert found.log_retention_in_days is None


def test_behind_cloudfront_the_functions_have_the_secret_and_nothing_that_lambda_reserves(tmp_path: Path) -> None:
    found = _config(tmp_path, _environment(), "rollup").environment_variables
    assert found == {"LIVEINSIGHT_PROJECT_NAME": "LiveInsight", "LIVEINSIGHT_PROXY_SECRET": SECRET}


def test_without_cloudfront_there_is_no_secret(tmp_path: Path) -> None:
    found = _config(tmp_path, _environment(distribution_id=""), "api_handler").environment_variables
    assert found == {"LIVEINSIGHT_PROJECT_NAME": "LiveInsight"}


def test_the_repositorys_own_configuration_names_no_environment() -> None:
    stages = json.loads((workshop.COLLECTOR / ".chalice/config.json").read_text())["stages"]
    assert list(stages) == ["local"]


def test_an_infrastructure_that_is_older_than_this_code() -> None:
    aws = _environment()
    older = Environment(aws.name, {"project_name": "LiveInsight"}, aws.terraform)
    with pytest.raises(Refused, match="lack collector; run: make infra ENV=production"):
        workshop.stage_of(older)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            "Creating lambda\nTraceback (most recent call last):\n  File x\nbotocore.errorfactory.SomeException: An "
            "error occurred (AccessDenied) when calling the CreateFunction operation: no\n\nDuring handling of the "
            "above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File y\n"
            "chalice.deploy.deployer.ChaliceDeploymentError: ERROR - While sending your chalice handler code to Lambda "
            'to create\nfunction "x", received the following error:\n\n An error occurred (AccessDenied) when calling '
            "the\n CreateFunction operation: no\n\n",
            "An error occurred (AccessDenied) when calling the CreateFunction operation: no",
        ),
        ("RuntimeError: Unable to load the project config file", "Unable to load the project config file"),
        ("", "it said nothing"),
    ],
)
def test_what_chalice_failed_with(said: str, reason: str) -> None:
    assert _reason(said.splitlines(keepends=True)) == reason
