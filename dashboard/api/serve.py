"""From a request to an endpoint's arguments, and from what it returns to a response."""

from collections.abc import Mapping
from typing import Any

import msgspec
from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from dashboard import access
from dashboard.access import Caller
from dashboard.api.endpoint import Endpoint
from liveinsight.errors import InvalidRequest
from liveinsight.json_body import decoded
from liveinsight.sites import Site


def respond(endpoint: Endpoint, places: Mapping[str, str]) -> Response:
    """Who asks comes first, then where, then what. Raises `LiveInsightError`s and HTTP exceptions."""
    asking = None if endpoint.access == "anyone" else access.caller()
    if asking and endpoint.access == "admin":
        access.must_be_admin(asking)
    return _response(endpoint, endpoint.handler(**_arguments(endpoint, asking, places)))


def _arguments(endpoint: Endpoint, asking: Caller | None, places: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in endpoint.parameters.items():
        if kind is Caller:
            found[name] = asking
        elif kind is Site and asking:
            found[name] = access.readable(asking, places[name])
        elif name == "query":
            found[name] = _query(kind)
        elif name == "body":
            found[name] = _body(kind)
        else:
            found[name] = places[name]
    return found


def _body(kind: Any) -> Any:
    if request.mimetype != "application/json" and not request.mimetype.endswith("+json"):
        raise UnsupportedMediaType("send the body as JSON, with the header `Content-Type: application/json`")
    given = request.get_data()
    return given if kind is bytes else decoded(given, kind)


def _query(kind: Any) -> Any:
    """The URL's parameters; the first one counts where one is named twice."""
    try:
        return msgspec.convert(dict(request.args.items()), type=kind, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidRequest("invalid_parameter", f"a parameter of the URL cannot be used: {error}") from None


def _response(endpoint: Endpoint, answer: Any) -> Response:
    if isinstance(answer, Response):
        return answer
    if answer is None:
        return Response(status=204)
    content = answer if isinstance(answer, bytes) else msgspec.json.encode(answer)
    return Response(content, endpoint.status, mimetype="application/json")
