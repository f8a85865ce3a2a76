"""The pages about a site's past: shells with skeletons, filled by scripts from the API."""

from flask import Blueprint
from werkzeug.wrappers import Response

from dashboard.views.showing import show
from dashboard.views.sites import snippet, vitals_tag

blueprint = Blueprint("reports", __name__)
NAMES = ("sessions", "funnels", "journeys", "retention", "events", "vitals", "bots")
"""Each has a template in `templates/reports`, texts in `texts`, and a script in the front end's `reports`."""


@blueprint.get("/sites/<string(maxlength=64):key>/")
def overview(key: str) -> str | Response:
    return show("reports/overview.html", key, name="overview", snippet=snippet(key))


@blueprint.get(f"/sites/<string(maxlength=64):key>/<any({','.join(NAMES)}):name>")
def page(key: str, name: str) -> str | Response:
    return show(f"reports/{name}.html", key, name=name, vitals_tag=vitals_tag())
