"""The settings of a site, and of the installation: shells for people who are logged in. A script fills them."""

from zoneinfo import available_timezones

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dashboard.people import require_login
from liveinsight import sites

blueprint = Blueprint("settings", __name__)
blueprint.before_request(require_login)
LISTS = ("goals", "annotations", "segments", "funnels", "journeys", "shares")
"""Each has a template in `templates/settings`, and a list in the front end's `settings`."""


@blueprint.get("/sites/<string(maxlength=64):key>/settings/")
def first(key: str) -> Response:
    return redirect(url_for("settings.site", key=sites.get(key).key))


@blueprint.get("/sites/<string(maxlength=64):key>/settings/site")
def site(key: str) -> str:
    zones = sorted(available_timezones() - {"localtime"})
    return _page("site", key, zones=zones, address=request.remote_addr or "")


@blueprint.get(f"/sites/<string(maxlength=64):key>/settings/<any({','.join(LISTS)}):section>")
def page(key: str, section: str) -> str:
    return _page(section, key)


@blueprint.get("/settings/")
def installation() -> Response:
    return redirect(url_for("settings.tokens"))


@blueprint.get("/settings/tokens")
def tokens() -> str:
    """What opens the API; it is about all sites."""
    known = sites.every()
    choices = [{"key": site.key, "name": site.name, "domain": site.domain} for site in known]
    return render_template("settings/tokens.html", section="tokens", sites=known, choices=choices)


def _page(section: str, key: str, **values: object) -> str:
    site = sites.get(key)
    return render_template(f"settings/{section}.html", section=section, site=site, sites=sites.every(), **values)
