"""Taking the collector down: with `chalice delete`, of what is really there, however far an earlier run came."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from deploy.console import say
from deploy.environment import Environment
from deploy.ingest import chalice_run, found, record, versions
from deploy.ingest.target import PYTHON, Target
from deploy.ingest.workshop import API, COLLECTOR


def stage(aws: Environment) -> str | None:
    """Chalice's stage as the record has it; None when there is no record of a function."""
    arns = (each["lambda_arn"] for each in record.of(aws).resources if each["name"] == API)
    return next((arn.rpartition(f":{found.APP}-")[2] for arn in arns), None)


def there(aws: Environment, stage: str) -> list[dict[str, Any]]:
    """What would be deleted, in Chalice's words: what is found by name, and an API that only the record knows."""
    resources = found.resources(aws, stage)
    api = record.of(aws).api_id()
    if api and not any(each.get("rest_api_id") == api for each in resources) and _exists(aws, api):
        resources.append({"name": "rest_api", "resource_type": "rest_api", "rest_api_id": api, "rest_api_url": ""})
    return resources


def delete(aws: Environment, stage: str) -> None:
    """Delete functions, schedules and API. May be repeated. Raises Refused when Chalice fails."""
    resources = there(aws, stage)
    if not resources:
        say("The collector is not there")
        return
    with tempfile.TemporaryDirectory(prefix="collector-") as folder:
        copy = Path(folder) / "collector"
        # Chalice loads the app even to delete it; `liveinsight` comes from beside the copy.
        shutil.copytree(COLLECTOR, copy, ignore=shutil.ignore_patterns("__pycache__", "vendor", "deployed"))
        chalice_run.delete(copy, stage, aws.region, Target(PYTHON, "", ()), resources)


def forget(aws: Environment) -> None:
    """Delete the record and the kept versions."""
    kept = record.of(aws)
    versions.forget_all(kept)
    kept.forget()


def _exists(aws: Environment, api: str) -> bool:
    client = aws.client("apigateway")
    try:
        client.get_rest_api(restApiId=api)
    except client.exceptions.NotFoundException:
        return False
    return True
