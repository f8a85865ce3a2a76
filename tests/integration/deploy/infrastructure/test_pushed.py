"""Whether a version is in the registry, so that `deploy` does not build it again."""

import json
from pathlib import Path

import boto3

from deploy.environment import Environment
from deploy.everything import pushed
from deploy.terraform import Terraform


def test_a_version_is_there_once_it_is_pushed(project: str) -> None:
    ecr = boto3.client("ecr")
    repository = ecr.create_repository(repositoryName=f"{project}-app")["repository"]["repositoryUri"]
    outputs = {"project_name": project, "aws_region": "us-east-1", "repository": repository}
    aws = Environment("development", outputs, Terraform("development", Path("nowhere")))
    assert not pushed(aws, "v1.2.0")
    ecr.put_image(repositoryName=f"{project}-app", imageManifest=json.dumps({"schemaVersion": 2}), imageTag="v1.2.0")
    assert pushed(aws, "v1.2.0")
    assert not pushed(aws, "v1.2")
