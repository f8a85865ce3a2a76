"""What the demo shop's owner would have set: goals, a funnel, a journey, segments, a note. Set through the API."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

TIMEOUT_S = 20.0
NOTED_DAYS_AGO = 11
_opener = build_opener(ProxyHandler({}))


def things(now_s: float) -> Iterator[tuple[str, dict[str, Any]]]:
    """Kind and definition, in the order in which they have to be made. `now_s` is Unix time."""
    yield "goals", {"name": "Purchase", "event": "purchase", "currency": "USD"}
    yield "goals", {"name": "Newsletter", "event": "signup"}
    yield "goals", {"name": "Checkout", "page": "/checkout/"}
    steps = [{"page": "/"}, {"page": "/coffee/*"}, {"goal": "Checkout"}, {"goal": "Purchase"}]
    yield "funnels", {"name": "From the door to the till", "steps": steps}
    yield "journeys", {"name": "After the first page", "start": {"page": "/"}, "depth": 3}
    yield "segments", {"name": "Phones from search", "filters": [
        ["is", "visit:device", ["mobile"]], ["is", "visit:channel", ["Organic Search"]]]}  # fmt: skip
    yield "segments", {"name": "From AI assistants", "filters": [["is", "visit:channel", ["AI Assistants"]]]}
    noted = datetime.fromtimestamp(now_s - NOTED_DAYS_AGO * 86_400, UTC).date()
    yield "annotations", {"at": noted.isoformat(), "text": "New coffee finder went live"}


def set_up(dashboard_url: str, token: str, site: str) -> None:
    """Make them all. What is there already under its name is left as it is."""
    for kind, body in things(time.time()):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        url = f"{dashboard_url}/api/v2/sites/{site}/{kind}"
        request = Request(url, json.dumps(body).encode(), headers)  # noqa: S310  # our own server
        try:
            _opener.open(request, timeout=TIMEOUT_S).close()
        except HTTPError as refused:
            refused.close()
            if refused.code != 409:
                raise
