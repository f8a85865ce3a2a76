"""The one place where errors become answers: JSON under /api/, a page elsewhere, never a stack trace."""

import logging
import re

from botocore.exceptions import BotoCoreError, ClientError
from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext
from pynamodb.exceptions import PynamoDBException
from werkzeug.exceptions import HTTPException

from dashboard.assets import AssetsMissing
from liveinsight.errors import LiveInsightError, NotAuthenticated, StoreUnavailable

log = logging.getLogger(__name__)
RETRY_AFTER_S = 5
STATS_API = re.compile(r"/api/(v2/query|v1/.*)/?")
"""Clients of the Plausible Stats API ask here. Its errors are a plain text."""


def init_app(app: Flask) -> None:
    app.register_error_handler(LiveInsightError, refused)
    for store_error in (PynamoDBException, ClientError, BotoCoreError):
        app.register_error_handler(store_error, store_failed)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)


def refused(error: LiveInsightError) -> Response:
    response = answer(error.status, error.code, error.message)
    if error.status in (429, 503):
        response.headers["Retry-After"] = str(getattr(error, "retry_after_s", RETRY_AFTER_S))
    if isinstance(error, NotAuthenticated):
        response.headers["WWW-Authenticate"] = 'Bearer realm="LiveInsight"'
    return response


def store_failed(error: Exception) -> Response:
    log.error("the tables cannot be read: %s", type(error).__name__, exc_info=error)
    return refused(StoreUnavailable("the data cannot be reached at the moment; try again", RETRY_AFTER_S))


def http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    response = answer(status, error.name.lower().replace(" ", "_"), error.description or error.name)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def unexpected(error: Exception) -> Response:
    log.error("unexpected error in %s", request.endpoint, exc_info=error)
    return answer(500, "internal_error", "something went wrong here; the log says what")


def answer(status: int, code: str, message: str) -> Response:
    if STATS_API.fullmatch(request.path):
        return make_response(jsonify(error=message), status)
    if request.path.startswith("/api/"):
        return make_response(jsonify(error={"code": code, "message": message}), status)
    title, advice = _words(status)
    try:
        page = render_template("error.html", status=status, title=title, advice=advice)
    except AssetsMissing as missing:
        # Without styles and scripts there are no pages, only this advice to whoever runs the server.
        log.error("%s", missing)
        return Response(f"{title}\n{missing.message}\n", status, mimetype="text/plain")
    return make_response(page, status)


def _words(status: int) -> tuple[str, str]:
    """A title and advice for people. The message of an error is for programs and stays in English."""
    if status == 404:
        return gettext("Nothing here"), gettext("The address may be mistyped, or the site may have been removed.")
    if status == 503:
        return gettext("Data cannot be reached"), gettext("This is usually over in a moment. Try again shortly.")
    if status in (400, 403):
        return gettext("That did not work"), gettext("Go back, reload the page, and try again.")
    if status == 429:
        return gettext("Too many attempts"), gettext("Wait a few minutes, then try again.")
    return gettext("Something went wrong"), gettext("It is not your fault. The server's log says what happened.")
