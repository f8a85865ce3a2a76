"""`/api/sites/`: the sites that the caller may see, with who is there now."""

import time

from flask import Blueprint, Response, jsonify

from dashboard.access import caller
from dashboard.extensions import cache
from dashboard.live.messages import Message
from liveinsight import active, sites
from liveinsight.live import current_visitors
from liveinsight.sites import Site

blueprint = Blueprint("site_list", __name__)
CACHED_S = 2


@blueprint.get("/api/sites/")
def index() -> Response:
    granted = caller()
    return jsonify(sites=[_row(site) for site in sites.every() if granted.opens(site.key)])


def _row(site: Site) -> Message:
    current, first_event_at = _look(site)
    return {
        "site": site.key,
        "name": site.name,
        "domain": site.domain,
        "timezone": site.timezone,
        "first_event_at": first_event_at,
        "current_visitors": current,
    }


def _look(site: Site) -> tuple[int, int | None]:
    """Current visitors, and when events began to arrive; from the cache when it is at most two seconds old."""
    key = f"site-look:{site.key}"
    known: tuple[int, int | None] | None = cache.get(key)
    if known is not None:
        return known
    now_ms = int(time.time() * 1000)
    sessions = active.read(site, now_ms)
    first = site.first_event_at
    if first is None and sessions:
        first = min(session.started_at for session in sessions)
        # Noted, so that the site is known to work also when nobody is there.
        sites.saw_first_event(site.key, first)
    found = current_visitors(sessions, now_ms), first
    cache.set(key, found, timeout=CACHED_S)
    return found
