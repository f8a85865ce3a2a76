"""The policy of who pushes images, beside what `push` calls."""

import json
from pathlib import Path
from typing import Any

from deploy.environment import Environment
from deploy.image import builder
from deploy.image.build import name
from deploy.image.push import push_to
from tests.integration.deploy.image.program import Program

POLICY = Path(__file__).parents[4] / "docs/operations/policies/deploy/image.json"
BY_THE_BUILDER = {
    "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload",
    "ecr:PutImage", "ecr:UploadLayerPart",
}  # fmt: skip
"""What docker, podman and buildah ask the registry for, as AWS documents it."""
NOT_HERE = {"ecr:DescribeImageScanFindings"}
"""The installation of these tests does not scan."""


def test_the_policy_allows_what_is_called_and_no_more(installation: Environment, podman: Program) -> None:
    asked: set[str] = set()

    def record(model: Any, **_: Any) -> None:
        asked.add(f"{model.service_model.signing_name}:{model.name}")

    for service in ("ecr", "ecs"):
        installation.client(service).meta.events.register("before-call.*.*", record)
    podman.has(name("v1"), "a" * 64)
    push_to(installation, "v1", builder.find(None))
    statements = json.loads(POLICY.read_text())["Statement"]
    allowed = {action for statement in statements for action in statement["Action"]}
    assert allowed == asked | BY_THE_BUILDER | NOT_HERE
