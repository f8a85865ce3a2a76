"""The OpenAPI document: valid, complete, and kept to by what the API does with invented requests."""

import os
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from dashboard.api import NOUNS
from dashboard.api.stats_types import StatsInclude, StatsPagination, StatsQuery
from liveinsight.query import request as stats_request
from tests.integration.dashboard.api.conftest import Api, document_of

EXAMPLES = int(os.environ.get("LIVEINSIGHT_TEST_EXAMPLES", "8"))
schemathesis.checks.load_all_checks()
NAMES = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
CHECKS = [schemathesis.checks.CHECKS.get_one(name) for name in NAMES]
OPERATIONS = [(noun, endpoint) for noun in NOUNS for endpoint in noun.endpoints]


def test_the_document_is_valid(api: Api) -> None:
    document = document_of(api.app)
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations) == len(OPERATIONS)


def routes(app: Flask) -> set[tuple[str, str]]:
    """Method and path of everything under /api/, and of the health check."""
    return {
        (
            method,
            "/".join(f"{{{part[1:-1].rpartition(':')[2]}}}" if "<" in part else part for part in rule.rule.split("/")),
        )
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/api/", "/health"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_endpoint_is_in_it_and_it_names_no_other(api: Api) -> None:
    named = {(method.upper(), path) for path, methods in document_of(api.app)["paths"].items() for method in methods}
    assert routes(api.app) - named == {("GET", "/api/openapi.json"), ("GET", "/api/docs/")}
    assert named - routes(api.app) == set()


@pytest.mark.parametrize(
    ("written", "used"),
    [
        (StatsQuery, stats_request.Body),
        (StatsInclude, stats_request._Include),
        (StatsPagination, stats_request._Pagination),
    ],
)
def test_the_documented_query_is_the_one_that_is_read(written: Any, used: Any) -> None:
    def shape(struct: Any) -> list[tuple[str, bool]]:
        return [(field.name, field.required) for field in msgspec.structs.fields(struct)]

    assert shape(written) == shape(used)


@pytest.mark.parametrize("endpoint", [endpoint for _, endpoint in OPERATIONS if endpoint.example], ids=lambda e: e.path)
def test_examples_are_of_the_documented_type(endpoint: Any) -> None:
    msgspec.convert(endpoint.example, endpoint.takes)


@pytest.mark.parametrize(
    "name", [f"{noun.name}_{endpoint.name}" for noun, endpoint in OPERATIONS if endpoint.name != "stream"]
)
def test_invented_requests_get_documented_answers(name: str, fuzzed: tuple[Api, Any]) -> None:
    """Half of them name a site that exists. The stream is left out: it does not end."""
    api, schema = fuzzed
    operation = schema.find_operation_by_id(name)
    number = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        nonlocal number
        number += 1
        if number % 2 and "site" in (case.path_parameters or {}):
            case.path_parameters["site"] = api.site.key
        case.call_and_validate(headers={"Authorization": f"Bearer {api.token}"}, checks=CHECKS)

    ask()
    assert number


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return {}


@pytest.fixture
def fuzzed(known: dict[str, Any], make_api: Callable[..., Api]) -> tuple[Api, Any]:
    """One application for all invented requests, and what schemathesis read of its document."""
    if not known:
        known["api"] = make_api(api_rate_limit=0)
        known["schema"] = schemathesis.openapi.from_wsgi("/api/openapi.json", known["api"].app)
    return known["api"], known["schema"]
