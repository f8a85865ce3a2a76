"""The pages about sites as such: the list, a new one, and how to put the snippet on its pages."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from dashboard.people import require_login
from liveinsight import sites
from liveinsight.errors import InvalidRequest
from liveinsight.site_values import normal_domain
from liveinsight.sites import Site

blueprint = Blueprint("sites", __name__)
blueprint.before_request(require_login)

STUB = "window.liveinsight=window.liveinsight||function(){(liveinsight.q=liveinsight.q||[]).push(arguments)}"


@blueprint.get("/")
def first_page() -> Response:
    """The overview of the only site; with none or several, the list."""
    known = sites.every()
    return redirect(url_for("reports.overview", key=known[0].key) if len(known) == 1 else url_for("sites.index"))


@blueprint.get("/sites/")
def index() -> str:
    return render_template("sites.html", sites=sites.every())


@blueprint.get("/sites/new")
def new() -> Response:
    return _form()


@blueprint.post("/sites/new")
def add() -> Response:
    """Several sites may have one domain, but hardly anybody means it: that is asked once."""
    form = request.form
    try:
        others = [] if form.get("anyway") else _sites_on(form.get("domain", ""))
        if others:
            return _form("domain_taken", 409, others)
        site = sites.add(form.get("name", ""), form.get("domain", ""), form.get("timezone", ""))
    except InvalidRequest as error:
        return _form(error.code, 400)
    return redirect(url_for("sites.install", key=site.key), 303)


@blueprint.get("/sites/<string(maxlength=64):key>/install")
def install(key: str) -> str:
    return render_template(
        "install.html",
        section="install",
        site=sites.get(key),
        sites=sites.every(),
        snippet=snippet(sites.get(key).key),
        vitals_tag=vitals_tag(),
        pixel=pixel(sites.get(key).key),
        stub=f"<script>{STUB}</script>",
    )


def snippet(key: str) -> str:
    """The line that puts the tracker on a page of the site."""
    source = f"{current_app.extensions['settings'].dashboard_url}/li.js"
    return f'<script defer src="{source}" data-site="{key}"></script>'


def vitals_tag() -> str:
    """The line that a page has beside the snippet where web vitals are measured."""
    return f'<script defer src="{current_app.extensions["settings"].dashboard_url}/li-vitals.js"></script>'


def pixel(key: str) -> str:
    """The line that counts visitors of a page without JavaScript."""
    # Browsers tell another host only the site's name unless they are asked for the whole address.
    source = f"{current_app.extensions['settings'].collector_url}/events/pixel?site={key}"
    shown = 'referrerpolicy="no-referrer-when-downgrade" width="1" height="1" alt=""'
    return f'<noscript><img src="{source}" {shown}></noscript>'


def _sites_on(domain: str) -> list[Site]:
    """The sites that have this domain. Raises `InvalidRequest` for what is none."""
    wanted = normal_domain(domain)
    return [site for site in sites.every() if site.domain == wanted]


def _form(problem: str = "", status: int = 200, others: Sequence[Site] = ()) -> Response:
    zones = sorted(available_timezones() - {"localtime"})
    values = {"problem": problem, "says": _says(problem), "others": others, "zones": zones, "form": request.form}
    return make_response(render_template("site_new.html", **values), status)


def _says(problem: str) -> str:
    texts: dict[str, str] = {
        "invalid_name": gettext("Give the site a name of 1 to 120 characters."),
        "invalid_domain": gettext("Give a domain like shop.example."),
        "invalid_timezone": gettext("Choose a time zone from the list, like Asia/Seoul."),
        "domain_taken": gettext("There is a site with this domain already."),
    }
    return texts.get(problem, "")
