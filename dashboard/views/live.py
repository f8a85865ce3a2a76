"""The live page; its data comes from the API."""

from flask import Blueprint
from werkzeug.wrappers import Response

from dashboard.views.showing import show

blueprint = Blueprint("live", __name__)


@blueprint.get("/sites/<string(maxlength=64):key>/live")
def page(key: str) -> str | Response:
    return show("live.html", key)
