"""Task definitions: a version of the dashboard together with its settings."""

from typing import Any

from deploy.errors import Refused


def latest(ecs: Any, family: str) -> dict[str, Any]:
    """The newest active revision of the family: Terraform's settings, or those of the last deployment."""
    return described(ecs, family)


def described(ecs: Any, name: str) -> dict[str, Any]:
    """A task definition by ARN, or the newest active one of a family."""
    found: dict[str, Any] = ecs.describe_task_definition(taskDefinition=name)["taskDefinition"]
    return found


def image_of(definition: dict[str, Any], container: str) -> str:
    """Which image a container runs. Raises Refused when the definition lacks the container."""
    return str(_container(definition, container)["image"])


def log_of(definition: dict[str, Any], container: str) -> tuple[str, str] | None:
    """Log group, and prefix of a task's stream in it; None when it logs elsewhere."""
    configured = _container(definition, container).get("logConfiguration", {})
    options = configured.get("options", {})
    if configured.get("logDriver") != "awslogs" or "awslogs-stream-prefix" not in options:
        return None
    return options["awslogs-group"], f"{options['awslogs-stream-prefix']}/{container}"


def register(ecs: Any, definition: dict[str, Any], container: str, image: str) -> str:
    """A new revision that differs in the image alone; its ARN."""
    changed = [
        {**each, "image": image} if each["name"] == container else each for each in definition["containerDefinitions"]
    ]
    _container(definition, container)
    return _registered(ecs, {**definition, "containerDefinitions": changed})


def usable(ecs: Any, arn: str) -> str:
    """This revision, or an active copy: services cannot be given one that Terraform has replaced."""
    definition = described(ecs, arn)
    return arn if definition.get("status") == "ACTIVE" else _registered(ecs, definition)


def forget(ecs: Any, family: str) -> None:
    """Take every active revision out of use; those of deployments are nothing that Terraform would know of."""
    pages = ecs.get_paginator("list_task_definitions").paginate(familyPrefix=family, status="ACTIVE")
    for arn in [arn for page in pages for arn in page["taskDefinitionArns"]]:
        ecs.deregister_task_definition(taskDefinition=arn)


def _registered(ecs: Any, definition: dict[str, Any]) -> str:
    # What a description says beyond what can be registered (revision, status, …) is not part of the version.
    taken = ecs.meta.service_model.operation_model("RegisterTaskDefinition").input_shape.members
    values = {name: value for name, value in definition.items() if name in taken and value not in ("", None, [], {})}
    return str(ecs.register_task_definition(**values)["taskDefinition"]["taskDefinitionArn"])


def _container(definition: dict[str, Any], container: str) -> dict[str, Any]:
    for each in definition["containerDefinitions"]:
        if each["name"] == container:
            return dict(each)
    raise Refused(f"task definition {definition['taskDefinitionArn']} has no container {container!r}; run: make infra")
