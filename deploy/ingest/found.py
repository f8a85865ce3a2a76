"""What Chalice has made, found again by name: when the record is lost, or a run was broken off before it wrote one."""

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from deploy.environment import Environment
from deploy.errors import Refused
from deploy.ingest.workshop import API

APP = "liveinsight"
API_STAGE = "api"
"""As collector/.chalice/config.json says: `app_name` and `api_gateway_stage`."""
SCHEDULED = ("rollup", "archive")


def resources(aws: Environment, stage: str) -> list[dict[str, Any]]:
    """All that there is of this stage, in the words of Chalice's own record.

    Raises Refused when it belongs to another installation, or when it cannot be told which API is the stage's.
    """
    found: list[dict[str, Any]] = []
    for name in (API, *SCHEDULED):
        function = function_name(stage, name)
        arn = _function(aws, function)
        if arn:
            found.append({"name": name, "resource_type": "lambda_function", "lambda_arn": arn})
        if name in SCHEDULED and _rule_exists(aws, f"{function}-event"):
            found.append(
                {"name": f"{name}-event", "resource_type": "cloudwatch_event", "rule_name": f"{function}-event"}
            )
    return found + _api(aws, function_name(stage, API))


def function_name(stage: str, name: str) -> str:
    """A function as Chalice calls it in AWS; `name` is `api_handler`, `rollup` or `archive`."""
    return f"{APP}-{stage}" if name == API else f"{APP}-{stage}-{name}"


def api_url(aws: Environment, api_id: str) -> str:
    """Address of the API, as Chalice writes it down."""
    return f"https://{api_id}.execute-api.{aws.region}.amazonaws.com/{API_STAGE}/"


def _function(aws: Environment, name: str) -> str | None:
    client = aws.client("lambda")
    try:
        answer = client.get_function_configuration(FunctionName=name)
    except client.exceptions.ResourceNotFoundException:
        return None
    project = answer.get("Environment", {}).get("Variables", {}).get("LIVEINSIGHT_PROJECT_NAME", aws.project)
    if project != aws.project:
        raise Refused(
            f"the function {name} belongs to the installation {project}; give this one another collector_stage in "
            f"envs/{aws.name}.own.tfvars.json and run: make infra ENV={aws.name}"
        )
    return str(answer["FunctionArn"])


def _rule_exists(aws: Environment, name: str) -> bool:
    client = aws.client("events")
    try:
        client.describe_rule(Name=name)
    except client.exceptions.ResourceNotFoundException:
        return False
    return True


def _api(aws: Environment, function: str) -> list[dict[str, Any]]:
    candidates = [api for api in _apis(aws) if _leads_to(aws, api, function)]
    if len(candidates) > 1:
        raise Refused(
            f"several APIs lead to {function}: {', '.join(candidates)}; delete those that nothing uses (aws apigateway "
            "delete-rest-api --rest-api-id …), then run this again"
        )
    return [
        {"name": "rest_api", "resource_type": "rest_api", "rest_api_id": api, "rest_api_url": api_url(aws, api)}
        for api in candidates
    ]


def _apis(aws: Environment) -> Iterator[str]:
    pages = aws.client("apigateway").get_paginator("get_rest_apis").paginate()
    return (api["id"] for page in pages for api in page["items"] if api["name"] == APP)


def _leads_to(aws: Environment, api: str, function: str) -> bool:
    """Whether one of its routes is answered by the function: names of APIs need not be unique."""
    pages = aws.client("apigateway").get_paginator("get_resources").paginate(restApiId=api, embed=["methods"])
    try:
        methods = [
            method for page in pages for each in page["items"] for method in each.get("resourceMethods", {}).values()
        ]
    except ClientError as error:
        if error.response["Error"]["Code"] != "NotFoundException":
            raise
        return False  # deleted meanwhile
    return any(f":function:{function}/" in method.get("methodIntegration", {}).get("uri", "") for method in methods)
