"""`/share/SLUG`: a link that shows one site's pages without a log-in."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from dashboard import viewers
from dashboard.throttle import Throttle
from dashboard.views.auth import wait_text
from liveinsight import shares, sites
from liveinsight.errors import NotFound
from liveinsight.shares import Share

blueprint = Blueprint("share", __name__)
throttle = Throttle()


@blueprint.get("/share/<string(maxlength=64):slug>")
def look(slug: str) -> Response:
    share = _share(slug)
    return _page() if share.has_password else _admitted(share)


@blueprint.post("/share/<string(maxlength=64):slug>")
def check(slug: str) -> Response:
    """The password, guessed at most as often as those of people."""
    share = _share(slug)
    address = request.remote_addr or ""
    wait_s = throttle.wait_s(address, slug)
    if wait_s:
        response = _page(wait_text(wait_s), 429)
        response.headers["Retry-After"] = str(wait_s)
        return response
    if not shares.opens(slug, request.form.get("password", "")):
        throttle.failed(address, slug)
        return _page(gettext("The password is wrong."), 401)
    throttle.succeeded(address, slug)
    return _admitted(share)


def _share(slug: str) -> Share:
    share = shares.find(slug)
    if share is None:
        raise NotFound("unknown_share", "this link is not good any more")
    return share


def _admitted(share: Share) -> Response:
    site = sites.get(share.site)
    viewers.admit(share)
    return redirect(url_for("reports.overview", key=site.key), 303)


def _page(problem: str = "", status: int = 200) -> Response:
    return make_response(render_template("share.html", problem=problem), status)
