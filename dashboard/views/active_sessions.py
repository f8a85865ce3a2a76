"""`/api/sessions/active/`: who is on a site, newest activity first."""

import time

from flask import Blueprint, Response, jsonify

from dashboard.access import requested_site
from dashboard.extensions import cache
from dashboard.live.messages import Message, active_sessions
from liveinsight import active
from liveinsight.sites import Site

blueprint = Blueprint("active_sessions", __name__)
CACHED_S = 1


@blueprint.get("/api/sessions/active/")
def index() -> Response:
    return jsonify(_answer(requested_site()))


def _answer(site: Site) -> Message:
    """From the cache when it is at most a second old; with `cache_enabled` off there is none."""
    key = f"active-sessions:{site.key}"
    known: Message | None = cache.get(key)
    if known is not None:
        return known
    now_ms = int(time.time() * 1000)
    fresh = active_sessions(site.key, active.read(site, now_ms), now_ms)
    cache.set(key, fresh, timeout=CACHED_S)
    return fresh
