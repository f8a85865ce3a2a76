"""Whether this process is up. The answer is made by `dashboard.views.health`, which needs no token and no table."""

from typing import Annotated

from flask import Response
from msgspec import Meta, Struct

from dashboard.api.live_types import Health
from dashboard.api.noun import Noun
from dashboard.views import health

noun = Noun("health", "Health", "For load balancers and monitors.")


class Deep(Struct):
    deep: Annotated[str, Meta(description="`1` also checks tables and archive.")] = ""


@noun.endpoint("GET", "/health/", access="anyone", summary="Is it up?", query=Deep, gives=Health)
def look() -> Response:
    """With `deep=1` it answers 503 when tables or archive cannot be reached, and says which."""
    return health.answer()
