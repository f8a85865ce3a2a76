"""Terraform that writes down what it was told, beside a local AWS for what is kept in SSM and in the state's bucket."""

import secrets
from pathlib import Path

import boto3
import pytest

from local.aws import CREDENTIALS
from tests.integration.deploy import terraform_program
from tests.integration.deploy.terraform_program import Program


@pytest.fixture
def project(aws: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name of an installation of this test's own; its state's bucket is there."""
    for name, value in {**CREDENTIALS, "AWS_ENDPOINT_URL": aws}.items():
        monkeypatch.setenv(name, value)
    name = f"test{secrets.token_hex(4)}"
    boto3.client("s3").create_bucket(Bucket=f"{name}-state")
    return name


@pytest.fixture
def program(project: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Terraform for this installation, in an environment `development` that has no state yet."""
    found = terraform_program.install(tmp_path, monkeypatch)
    (found.code / "envs/development.own.tfvars.json").write_text(
        f'{{"project_name": "{project}", "stage": "{project}"}}'
    )
    return found
