"""REST APIs out of an OpenAPI document, as Chalice makes them.

Ministack 1.5 makes an API without routes of it, and does not know how to overwrite one. What it has for the same
document within CloudFormation is used here, and what that leaves out of an integration is added.
"""

import json
from collections.abc import Mapping
from typing import Any

from ministack.services import apigateway_v1 as gateway

_OF_THE_DOCUMENT = "x-amazon-apigateway-integration"
_KEPT = ("passthroughBehavior", "contentHandling", "requestParameters", "requestTemplates")


def install() -> None:
    """Let ministack's API Gateway answer ImportRestApi and PutRestApi (overwrite)."""
    handle, operation = gateway.handle_request, gateway._import_operation

    async def handle_documents(method: str, path: str, headers: Any, body: bytes, query: Mapping[str, Any]) -> Any:
        parts = path.strip("/").split("/")
        if method == "POST" and parts == ["restapis"] and _one(query, "mode") == "import":
            return _import(json.loads(body), query)
        if method == "PUT" and parts[:1] == ["restapis"] and len(parts) == 2:
            return _overwrite(parts[1], json.loads(body))
        return await handle(method, path, headers, body, query)

    def import_whole(api: str, resource: str, method: str, described: Any, *security: Any) -> None:
        operation(api, resource, method, described, *security)
        _complete(api, resource, method, described or {})

    gateway.handle_request, gateway._import_operation = handle_documents, import_whole


def _import(document: dict[str, Any], query: Mapping[str, Any]) -> Any:
    types = _one(query, "endpointConfigurationTypes") or "EDGE"
    binary = document.get("x-amazon-apigateway-binary-media-types", [])
    api = gateway._import_rest_api(document, {"endpointConfiguration": {"types": [types]}, "binaryMediaTypes": binary})
    return gateway._v1_response(gateway._rest_api_view(gateway._rest_apis[api]), 201)


def _overwrite(api: str, document: dict[str, Any]) -> Any:
    if api not in gateway._rest_apis:
        return gateway._v1_error("NotFoundException", "Invalid API identifier specified", 404)
    (root,) = (each for each in gateway._resources[api].values() if each["path"] == "/")
    gateway._resources[api] = {root["id"]: {**root, "resourceMethods": {}}}
    gateway._rest_apis[api]["binaryMediaTypes"] = document.get("x-amazon-apigateway-binary-media-types", [])
    for path, item in document.get("paths", {}).items():
        gateway._import_path_item(api, path, item)
    return gateway._v1_response(gateway._rest_api_view(gateway._rest_apis[api]))


def _complete(api: str, resource: str, method: str, described: Mapping[str, Any]) -> None:
    told = described.get(_OF_THE_DOCUMENT)
    if not told:
        return
    integration = gateway._resources[api][resource]["resourceMethods"][method]["methodIntegration"]
    integration.update({name: told[name] for name in _KEPT if name in told})
    for status, response in described.get("responses", {}).items():
        gateway._put_method_response(api, resource, method, str(status), response)
    for pattern, response in told.get("responses", {}).items():
        pattern = "" if pattern == "default" else pattern
        whole = {**response, "selectionPattern": pattern}
        gateway._put_integration_response(api, resource, method, str(response.get("statusCode", 200)), whole)


def _one(query: Mapping[str, Any], name: str) -> str:
    value = query.get(name, "")
    return str(value[0] if isinstance(value, list) else value)
