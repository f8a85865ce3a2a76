"""Who is on a site now: a stream, a snapshot to poll, the active sessions, and the sites with their visitors."""

import time
from typing import Annotated

from flask import Response, current_app
from msgspec import Meta, Struct

from dashboard import access
from dashboard.access import Caller
from dashboard.api.live_types import ActiveSessions, SiteNow, SitesNow, Snapshot
from dashboard.api.noun import Noun
from dashboard.extensions import cache
from dashboard.live import messages
from dashboard.live.hub import LiveHub
from dashboard.live.messages import Message
from dashboard.live.stream import Stream
from liveinsight import active, sites
from liveinsight.live import current_visitors
from liveinsight.sites import Site

noun = Noun("live", "Live", "Who is on a site at this moment.")
CACHED_S = 1
LOOK_CACHED_S = 2


class OfSite(Struct):
    """The site is a part of the URL's query."""

    site: Annotated[str, Meta(description="The site's key.")] = ""


@noun.endpoint(
    "GET",
    "/api/sessions/active/",
    summary="List active sessions",
    query=OfSite,
    gives=ActiveSessions,
    errors=(403, 404),
)
def active_sessions() -> Message:
    """Visits with activity in the last 30 minutes, newest activity first; current visitors were seen in the last five.
    At most a second old.
    """
    site = access.requested_site()
    key = f"active-sessions:{site.key}"
    known: Message | None = cache.get(key)
    if known is not None:
        return known
    now_ms = int(time.time() * 1000)
    fresh = messages.active_sessions(site.key, active.read(site, now_ms), now_ms)
    cache.set(key, fresh, timeout=CACHED_S)
    return fresh


@noun.endpoint("GET", "/api/live/", summary="Look at a site now", query=OfSite, gives=Snapshot, errors=(403, 404))
def snapshot() -> bytes:
    """Everything that the live page shows; for clients that cannot follow the stream."""
    return _hub().look(access.requested_site())


@noun.endpoint(
    "GET",
    "/api/live/stream",
    summary="Follow a site",
    query=OfSite,
    gives=str,
    media_type="text/event-stream",
    errors=(403, 404),
)
def stream() -> Response:
    """Server-sent events. `snapshot` comes first and whenever something changed, its data is that of `/api/live/`;
    `events` has what happened since, in the form of the snapshot's `feed`; `trouble` says that the data cannot be
    reached at the moment. An event is here within two seconds after the collector took it. A stream ends after ten
    minutes: connect again.
    """
    response = Response(Stream(_hub(), access.requested_site()), mimetype="text/event-stream")
    # nginx and its relatives would hold a stream back to fill their buffers.
    response.headers["X-Accel-Buffering"] = "no"
    return response


@noun.endpoint("GET", "/api/sites/", summary="List the sites with their visitors", gives=SitesNow)
def sites_now(asking: Caller) -> SitesNow:
    """The sites that the caller may open, with who is there now. At most two seconds old."""
    return SitesNow([_row(site) for site in sites.every() if asking.opens(site.key)])


def _row(site: Site) -> SiteNow:
    current, first_event_at = look(site)
    return SiteNow(site.key, site.name, site.domain, site.timezone, first_event_at, current)


def look(site: Site) -> tuple[int, int | None]:
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
    cache.set(key, found, timeout=LOOK_CACHED_S)
    return found


def _hub() -> LiveHub:
    hub: LiveHub = current_app.extensions["live_hub"]
    return hub
