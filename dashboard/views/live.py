"""The live page; its data comes from the API."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response as AnyResponse

from dashboard import viewers
from dashboard.people import require_login
from liveinsight import sites

blueprint = Blueprint("live", __name__)


@blueprint.get("/sites/<string(maxlength=64):key>/live")
def page(key: str) -> str | AnyResponse:
    if viewers.may_see(key):
        return render_template("live.html", site=sites.get(key), sites=[])
    refused = require_login()
    return refused or render_template("live.html", site=sites.get(key), sites=sites.every())
