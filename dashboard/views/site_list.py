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
    return {
        "site": site.key,
        "name": site.name,
        "domain": site.domain,
        "timezone": site.timezone,
        "first_event_at": site.first_event_at,
        "current_visitors": _current(site),
    }


def _current(site: Site) -> int:
    key = f"current:{site.key}"
    known: int | None = cache.get(key)
    if known is not None:
        return known
    now_ms = int(time.time() * 1000)
    counted = current_visitors(active.read(site, now_ms), now_ms)
    cache.set(key, counted, timeout=CACHED_S)
    return counted
