"""`/api/openapi.json` and `/api/docs/`: the document for programs, and the same for people. Both need no token."""

import json
import shlex
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, current_app, render_template

from dashboard.api import NOUNS
from dashboard.api.markup import paragraphs
from dashboard.api.openapi import REFS, document

blueprint = Blueprint("docs", __name__)
Json = dict[str, Any]
KINDS = {"string": "text", "integer": "whole number", "boolean": "true or false", "any": "any value"}


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    response = Response(_text(_server()), mimetype="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/api/docs/", strict_slashes=False)
def docs() -> str:
    found = _document(_server())
    return render_template(
        "api/docs.html",
        document=found,
        groups=_groups(found),
        schemas=found["components"]["schemas"],
        type_of=type_of,
        name_of=name_of,
        curl=lambda path, method, operation: curl(_server(), path, method, operation),
        paragraphs=paragraphs,
    )


def _server() -> str:
    url: str = current_app.extensions["settings"].dashboard_url
    return url


@lru_cache(maxsize=2)
def _document(server: str) -> Json:
    return document(NOUNS, server)


@lru_cache(maxsize=2)
def _text(server: str) -> str:
    return json.dumps(_document(server), ensure_ascii=False, indent=1)


def _groups(found: Json) -> list[tuple[Json, list[tuple[str, str, Json]]]]:
    """Each tag with its operations, as (path, method, operation)."""
    groups = {tag["name"]: (tag, list[tuple[str, str, Json]]()) for tag in found["tags"]}
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]][1].append((path, method.upper(), operation))
    return list(groups.values())


def name_of(schema: Mapping[str, Any]) -> str:
    """The name of the component that a schema refers to; empty when it refers to none."""
    return str(schema.get("$ref", "")).removeprefix(REFS)


def type_of(schema: Mapping[str, Any]) -> str:
    """A schema's type in a few words: `list of SiteAnswer`, `text or null`, `"read" or "admin"`."""
    if "$ref" in schema:
        return name_of(schema)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_of(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return " or ".join(f'"{value}"' for value in schema["enum"])
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {type_of(schema['items'])}" if schema.get("items") else "list"
    return KINDS.get(kind, str(kind))


def curl(server: str, path: str, method: str, operation: Json) -> str:
    """A command that makes this request."""
    command = "curl" if method == "GET" else f"curl -X {method}"
    asked = [p for p in operation["parameters"] if p["in"] == "query" and (p["required"] or p["name"] == "site")]
    values = "&".join(f"{p['name']}={p['schema'].get('examples', ['KEY'])[0]}" for p in asked)
    url = server + path.replace("{site}", "KEY").replace("{", "").replace("}", "") + (f"?{values}" if values else "")
    parts = [f"{command} {shlex.quote(url)}"]
    if operation["security"]:
        parts.append('-H "Authorization: Bearer $API_TOKEN"')
    body = operation.get("requestBody")
    if body:
        example = body["content"]["application/json"].get("example", {})
        parts += ["-H 'Content-Type: application/json'", "-d " + shlex.quote(json.dumps(example, ensure_ascii=False))]
    return " \\\n  ".join(parts)
