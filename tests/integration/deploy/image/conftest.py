"""An installation with a repository of its own, and a builder whose calls can be seen."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.environment import Environment
from deploy.terraform import Terraform
from tests.integration.deploy.image import program
from tests.integration.deploy.image.program import Program


@pytest.fixture
def podman(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The only builder on this machine."""
    installed = program.install(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(installed.folder))
    return installed


@pytest.fixture
def installation(aws: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Environment]:
    """What Terraform makes of the registry and the tasks: tags that never change, tasks on ARM."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws)
    name = f"test-{secrets.token_hex(4)}"
    outputs = {
        "project_name": name,
        "aws_region": "us-east-1",
        "repository": f"000000000000.dkr.ecr.us-east-1.amazonaws.com/{name}-app",
        "task_family": f"{name}-app",
    }
    made = Environment("test", outputs, Terraform("test"))
    ecr, ecs = made.client("ecr"), made.client("ecs")
    ecr.create_repository(repositoryName=f"{name}-app", imageTagMutability="IMMUTABLE")
    task = ecs.register_task_definition(
        family=f"{name}-app",
        containerDefinitions=[{"name": "app", "image": "none"}],
        runtimePlatform={"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
    )
    yield made
    ecr.delete_repository(repositoryName=f"{name}-app", force=True)
    ecs.deregister_task_definition(taskDefinition=task["taskDefinition"]["taskDefinitionArn"])
