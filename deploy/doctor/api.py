"""The collector's API, as Chalice makes it and Terraform finishes it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from deploy.doctor.finding import Check, Finding, failed, fault, judged, make, switch
from deploy.environment import Environment
from deploy.ingest.found import API_STAGE, APP

ROUTES = {"/events", "/events/pixel", "/api/event", "/health"}


def api(environment: Environment) -> Iterator[Check]:
    yield Check("API and its routes", partial(_routes, environment), make(environment, "ingest"))
    yield Check("API's stage", partial(_stage, environment), make(environment, "ingest"))


def identifier(environment: Environment) -> str:
    """The API's id: the one that Terraform was told, else the one of this name; empty when there is none."""
    told = switch(environment, "collector_api_id")
    if told:
        return str(told)
    pages = environment.client("apigateway").get_paginator("get_rest_apis").paginate()
    found = [each["id"] for page in pages for each in page.get("items", []) if each["name"] == APP]
    return str(found[0]) if found else ""


def _routes(environment: Environment) -> Finding:
    client, deploys = environment.client("apigateway"), make(environment, "ingest")
    found = identifier(environment)
    if not found:
        return failed("the collector is not deployed: there is no API", deploys)
    kinds = client.get_rest_api(restApiId=found).get("endpointConfiguration", {}).get("types", [])
    paths = {each["path"] for each in client.get_resources(restApiId=found, limit=500)["items"]}
    behind = bool(environment.output("distribution_id"))
    lacking = sorted(ROUTES - paths)
    return judged(
        f"{found}: {', '.join(sorted(ROUTES))}",
        fault(bool(lacking), f"lacks the routes {', '.join(lacking)}", deploys),
        fault(
            behind and kinds != ["REGIONAL"],
            f"its endpoint is {', '.join(kinds) or 'of no type'}; behind CloudFront only REGIONAL tells who asks",
            deploys,
        ),
        fault(
            not switch(environment, "collector_api_id"),
            "Terraform does not know of it: no throttling, no way through CloudFront",
            make(environment, "infra"),
        ),
    )


def _stage(environment: Environment) -> Finding:
    found = identifier(environment)
    if not found:
        return failed("the collector is not deployed: there is no API", make(environment, "ingest"))
    stage = environment.client("apigateway").get_stage(restApiId=found, stageName=API_STAGE)
    rate = _throttled(stage)
    return judged(
        f"{API_STAGE}, at most {rate:g} requests a second",
        fault(not rate, "is not throttled", make(environment, "infra")),
        fault(
            bool(switch(environment, "x_ray_tracing")) and not stage.get("tracingEnabled"),
            "is not traced, although x_ray_tracing is on",
            make(environment, "ingest"),
        ),
    )


def _throttled(stage: Any) -> float:
    return float(stage.get("methodSettings", {}).get("*/*", {}).get("throttlingRateLimit", 0) or 0)
