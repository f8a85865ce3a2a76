"""The reader's choice of language."""

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response

from dashboard.language import COOKIE, LANGUAGES
from dashboard.people import safe_next

blueprint = Blueprint("language", __name__)
YEAR_S = 365 * 24 * 3600


@blueprint.post("/language")
def change() -> Response:
    response = redirect(safe_next(request.form.get("next", "")), 303)
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(COOKIE, chosen, max_age=YEAR_S, samesite="Lax", secure=secure, httponly=True)
    return response
