"""Log-in and log-out."""

from flask import Blueprint, make_response, redirect, render_template, request, session
from flask_babel import gettext, ngettext
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from dashboard.people import LOG_IN, Account, safe_next
from dashboard.throttle import Throttle
from liveinsight import users

blueprint = Blueprint("auth", __name__)
throttle = Throttle()


@blueprint.get("/login")
def log_in() -> Response:
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next", "")))
    return _page()


@blueprint.post("/login")
def check() -> Response:
    email = request.form.get("email", "").strip().lower()
    address = request.remote_addr or ""
    wait_s = throttle.wait_s(address, email)
    if wait_s:
        response = _page(wait_text(wait_s), email, 429)
        response.headers["Retry-After"] = str(wait_s)
        return response
    user = users.log_in(email, request.form.get("password", ""))
    if user is None:
        throttle.failed(address, email)
        return _page(gettext("E-mail address or password is wrong."), email, 401)
    throttle.succeeded(address, email)
    # Nothing that was put into the session before log-in survives it.
    session.clear()
    session.permanent = True
    session[LOG_IN] = users.new_log_in()
    login_user(Account(user))
    return redirect(safe_next(request.form.get("next", "")), 303)


@blueprint.post("/logout")
def log_out() -> Response:
    if current_user.is_authenticated:
        users.end_log_in(session[LOG_IN])
    logout_user()
    session.clear()
    return redirect("/login", 303)


def _page(problem: str = "", email: str = "", status: int = 200) -> Response:
    target = safe_next(request.values.get("next", ""))
    return make_response(render_template("login.html", problem=problem, email=email, next=target), status)


def wait_text(wait_s: int) -> str:
    minutes = -(-wait_s // 60)
    text: str = ngettext(
        "Too many attempts. Try again in %(num)s minute.", "Too many attempts. Try again in %(num)s minutes.", minutes
    )
    return text
