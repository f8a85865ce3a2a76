"""Pages of one site: who may look at them, and what all of them get."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, render_template
from werkzeug.wrappers import Response

from dashboard import viewers
from dashboard.api.live import look
from dashboard.people import require_login
from liveinsight import sites
from liveinsight.sites import Site


def show(template: str, key: str, **values: Any) -> str | Response:
    """The page for people who are logged in, and for those with a link to this site; others go to the log-in page.

    Raises `NotFound` for an unknown site.
    """
    linked = viewers.may_see(key)
    refused = None if linked else require_login()
    if refused:
        return refused
    site = sites.get(key)
    today = datetime.now(ZoneInfo(site.timezone)).date().isoformat()
    others = [] if linked else sites.every()
    collector_url = current_app.extensions["settings"].collector_url
    return render_template(
        template,
        site=site,
        sites=others,
        today=today,
        first_day=_first_day(site),
        may_edit=not linked,
        collector_url=collector_url,
        **values,
    )


def _first_day(site: Site) -> str:
    """The day of the first event on the site's calendar; empty while there is none."""
    # What has just arrived is not noted at the site yet.
    at_ms = look(site)[1] if site.first_event_at is None else site.first_event_at
    return "" if at_ms is None else datetime.fromtimestamp(at_ms / 1000, ZoneInfo(site.timezone)).date().isoformat()
