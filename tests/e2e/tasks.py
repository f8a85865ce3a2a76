"""The dashboard as tasks of ECS: the local one keeps their number, and runs nothing.

What a version's tasks would run is started here once: gunicorn with the image's settings, and with those of the task
definition that Terraform made. The tasks' addresses then lead to it.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from local.ports import free_port
from tests.e2e.stack import Stack
from tests.integration.dashboard.conftest import gunicorn
from tests.integration.deploy.web.addresses import Addresses

HERE: Mapping[str, str] = {
    # Listens to this machine alone.
    "PORT": "",
    "WEB_CONCURRENCY": "1",
    # Athena reads days that are over, and no day ends during a rehearsal.
    "LIVEINSIGHT_QUERY_ENGINE": "duckdb",
}
"""What is other than in a task."""


def settings(stack: Stack, family: str) -> dict[str, str]:
    """Environment of the container that a task runs, its secrets among it."""
    definition = stack.client("ecs").describe_task_definition(taskDefinition=family)["taskDefinition"]
    (container,) = definition["containerDefinitions"]
    given = {each["name"]: str(each["value"]) for each in container["environment"]}
    return given | {each["name"]: _secret(stack, each["valueFrom"]) for each in container["secrets"]}


def _secret(stack: Stack, arn: str) -> str:
    name = arn.partition(":parameter")[2]
    found = stack.client("ssm").get_parameter(Name=name, WithDecryption=True)
    return str(found["Parameter"]["Value"])


@contextmanager
def running(stack: Stack, family: str, folder: Path) -> Iterator[int]:
    """A dashboard on the installation's tables; gives its port."""
    folder.mkdir()
    port = free_port()
    own = {**HERE, "DASHBOARD_PORT": str(port), "TMPDIR": str(folder),
           "LIVEINSIGHT_HISTORY_FOLDER": str(folder / "history")}  # fmt: skip
    environ = {**os.environ, **settings(stack, family), **stack.account(), **own}
    with gunicorn(environ, folder / "log"):
        yield port


def push(stack: Stack, repository: str, tag: str) -> str:
    """An image under this tag, with nothing in it, for no task runs one here; its digest."""
    manifest = f'{{"schemaVersion": 2, "config": {{"digest": "{tag}"}}}}'
    name = repository.partition("/")[2]
    image: Any = stack.client("ecr").put_image(repositoryName=name, imageManifest=manifest, imageTag=tag)["image"]
    return str(image["imageId"]["imageDigest"])


def addresses(stack: Stack, outputs: Mapping[str, Any]) -> Addresses:
    """Of the tasks of both services, in their target groups, for as long as it is entered."""
    return Addresses(
        stack.client("ecs"), stack.client("elbv2"), outputs["cluster"], outputs["services"], outputs["target_groups"]
    )
