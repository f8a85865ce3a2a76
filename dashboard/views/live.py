"""The live page, and the data that it and other clients follow: a stream, or a snapshot to poll."""

from flask import Blueprint, Response, current_app, render_template
from werkzeug.wrappers import Response as AnyResponse

from dashboard.access import requested_site
from dashboard.live.hub import LiveHub
from dashboard.live.stream import Stream
from dashboard.people import require_login
from liveinsight import sites

blueprint = Blueprint("live", __name__)


@blueprint.get("/sites/<string(maxlength=64):key>/live")
def page(key: str) -> str | AnyResponse:
    refused = require_login()
    return refused or render_template("live.html", site=sites.get(key), sites=sites.every())


@blueprint.get("/api/live/")
def snapshot() -> Response:
    return Response(_hub().look(requested_site()), mimetype="application/json")


@blueprint.get("/api/live/stream")
def stream() -> Response:
    response = Response(Stream(_hub(), requested_site()), mimetype="text/event-stream")
    # nginx and its relatives would hold a stream back to fill their buffers.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _hub() -> LiveHub:
    hub: LiveHub = current_app.extensions["live_hub"]
    return hub
