"""The OpenAPI 3.1 document, made of the endpoints' declarations."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from dashboard.api.endpoint import Endpoint
from dashboard.api.noun import Noun
from dashboard.api.problems import MEANINGS, Refusal
from dashboard.api.stats_types import StatsError
from dashboard.errors import STATS_API
from liveinsight import __version__

Json = dict[str, Any]
REFS = "#/components/schemas/"
ABOUT = (
    "Everything that the dashboard shows, and what its owners set. Send `Authorization: Bearer TOKEN`; "
    "`liveinsight token create` makes a token. Times are UTC milliseconds where nothing else is said."
)
RETRY_AFTER: Json = {"description": "Seconds until the next attempt.", "schema": {"type": "integer"}}


def document(nouns: Sequence[Noun], server: str) -> Json:
    """The document for these nouns, served at this URL."""
    endpoints = [endpoint for noun in nouns for endpoint in noun.endpoints]
    schemas = _Schemas(endpoints)
    paths: dict[str, Json] = {}
    for noun in nouns:
        for endpoint in noun.endpoints:
            paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(noun, endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "LiveInsight", "version": __version__, "description": ABOUT},
        "servers": [{"url": server}],
        "tags": [{"name": noun.title, "description": noun.about} for noun in nouns],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "li_session", "description": SESSION},
            },
        },
    }


SESSION = "Somebody's log-in. Requests that change something carry the page's CSRF token in `X-CSRFToken` as well."


class _Schemas:
    """The JSON schemas of all types, by reference, under short names."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        types = [kind for e in endpoints for kind in (e.takes, e.gives, e.query) if kind not in (None, type(None))]
        types += [Refusal, StatsError]
        found, components = msgspec.json.schema_components(types, ref_template=REFS + "{name}")
        names = _short_names(components)
        text = json.dumps([found, components])
        for name, short in names.items():
            text = text.replace(f'"{REFS}{name}"', f'"{REFS}{short}"')
        schemas, components = json.loads(text)
        named = {names[name]: _titled(schema, names[name]) for name, schema in components.items()}
        self._of = list(zip(types, schemas, strict=True))
        queries = [self.of(e.query)["$ref"].removeprefix(REFS) for e in endpoints if e.query is not None]
        self._queries = {name: named.pop(name) for name in dict.fromkeys(queries)}
        self.components = named

    def of(self, kind: Any) -> Json:
        found: Json = next(schema for known, schema in self._of if known == kind)
        return found

    def of_query(self, kind: Any) -> Json:
        """The schema of a URL's parameters, whose properties are documented one by one."""
        return self._queries[self.of(kind)["$ref"].removeprefix(REFS)]


def _short_names(names: Iterable[str]) -> dict[str, str]:
    """A short name for each; where two would share one, all but the first are numbered."""
    found: dict[str, str] = {}
    for name in names:
        short, number = _short(name), 2
        while short in found.values():
            short, number = f"{_short(name)}{number}", number + 1
        found[name] = short
    return found


def _short(name: str) -> str:
    """`liveinsight.query.reports.funnel.Request` → `FunnelRequest`, `Page_SiteAnswer_` → `PageOfSiteAnswer`."""
    generic = re.fullmatch(r"(?:.*\.)?(\w+?)_((?:\w|\.)+)_", name)
    if generic:
        return f"{generic[1]}Of{_short(generic[2])}"
    return "".join(part[:1].upper() + part[1:] for part in name.replace("_", "").split(".")[-2:])


def _titled(schema: Json, title: str) -> Json:
    return {**schema, "title": title} if "title" in schema else schema


def _operation(noun: Noun, endpoint: Endpoint, schemas: _Schemas) -> Json:
    operation: Json = {
        "operationId": f"{noun.name}_{endpoint.name}",
        "tags": [noun.title],
        "summary": endpoint.summary,
        "parameters": [*_places(endpoint), *_parameters(endpoint, schemas)],
        "responses": {
            str(endpoint.status): _answer(endpoint, schemas),
            **{str(status): _refusal(endpoint, status) for status in endpoint.refusals},
        },
        "security": [] if endpoint.access == "anyone" else [{"token": []}, {"session": []}],
    }
    if endpoint.description:
        operation["description"] = endpoint.description
    if endpoint.takes is not None:
        content = {"schema": schemas.of(endpoint.takes)} | ({"example": endpoint.example} if endpoint.example else {})
        operation["requestBody"] = {"required": True, "content": {"application/json": content}}
    return operation


def _places(endpoint: Endpoint) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
            "description": PLACES.get(name, ""),
        }
        for name in endpoint.places
    ]


PLACES = {
    "site": "The site's key.",
    "goal": "The goal's id.",
    "annotation": "The annotation's id.",
    "saved": "Its id, as the list shows it.",
    "slug": "The link's slug.",
    "token": "The token's id, as the list shows it.",
}


def _parameters(endpoint: Endpoint, schemas: _Schemas) -> list[Json]:
    if endpoint.query is None:
        return []
    struct = schemas.of_query(endpoint.query)
    found = []
    for name, schema in struct["properties"].items():
        plain = {key: value for key, value in schema.items() if key != "description"}
        text = {"description": schema["description"]} if "description" in schema else {}
        found.append(
            {"name": name, "in": "query", "required": name in struct.get("required", ()), "schema": plain} | text
        )
    return found


def _answer(endpoint: Endpoint, schemas: _Schemas) -> Json:
    if endpoint.gives in (None, type(None)):
        return {"description": "Done."}
    content: Json = {"schema": schemas.of(endpoint.gives)}
    return {"description": "The answer.", "content": {endpoint.media_type: content}}


def _refusal(endpoint: Endpoint, status: int) -> Json:
    name = "StatsError" if STATS_API.fullmatch(endpoint.path) else "Refusal"
    refusal: Json = {
        "description": MEANINGS[status],
        "content": {"application/json": {"schema": {"$ref": REFS + name}}},
    }
    if status in (429, 503):
        refusal["headers"] = {"Retry-After": RETRY_AFTER}
    return refusal
