"""A noun of the API: its endpoints, and the Flask blueprint that serves them."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar, get_type_hints

from flask import Blueprint

from dashboard.api.endpoint import PLACE, Access, Endpoint
from dashboard.api.serve import respond

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Noun:
    """The endpoints of one noun, and the blueprint that serves them."""

    def __init__(self, name: str, title: str, about: str) -> None:
        self.name = name
        self.title = title
        self.about = about
        self.blueprint = Blueprint(f"api_{name}", __name__)
        self.endpoints: list[Endpoint] = []

    def add(self, endpoint: Endpoint) -> None:
        """Serve this endpoint and document it."""
        rule = PLACE.sub(r"<string(maxlength=2048):\1>", endpoint.path)
        self.endpoints.append(endpoint)
        self.blueprint.add_url_rule(
            rule,
            endpoint.name,
            lambda **places: respond(endpoint, places),
            methods=[endpoint.method],
            strict_slashes=endpoint.path.endswith("/"),
        )

    def endpoint(
        self, method: str, path: str, *, access: Access = "read", summary: str, **values: Any
    ) -> Callable[[Handler], Handler]:
        """Declare the decorated function as an endpoint; its docstring is the description.

        `values` are other fields of `Endpoint`, where they do not follow from the function's annotations.
        """

        def declare(handler: Handler) -> Handler:
            hints = get_type_hints(handler, include_extras=True)
            gives = hints.pop("return", None)
            found = {"takes": hints.get("body"), "query": hints.get("query"), "gives": gives} | values
            found.setdefault("status", 204 if gives is type(None) else 200)
            self.add(
                Endpoint(
                    name=handler.__name__,
                    method=method,
                    path=path,
                    access=access,
                    handler=handler,
                    parameters=hints,
                    summary=summary,
                    description=inspect.getdoc(handler) or "",
                    **found,
                )
            )
            return handler

        return declare
