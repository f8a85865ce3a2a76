"""Who is logged in: Flask-Login over `liveinsight.users`."""

from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import UserMixin, current_user
from werkzeug.wrappers import Response as AnyResponse

from dashboard.extensions import login_manager
from liveinsight import users
from liveinsight.errors import NotFound
from liveinsight.users import User


class Account(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """A user of this browser session. A changed password changes the id, which ends all sessions made before."""

    def __init__(self, user: User) -> None:
        self.email = user.email
        self._id = f"{user.session_epoch}:{user.email}"

    def get_id(self) -> str:
        return self._id


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, kept away from answers that anybody may keep: a `Vary: Cookie` would keep caches off."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not response.cache_control.public:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    app.session_interface = Sessions()
    login_manager.user_loader(load)
    app.context_processor(lambda: {"person": current_user})


LOG_IN = "log_in"
"""Where the session keeps the id of its log-in."""


def load(account_id: str) -> Account | None:
    """The account of a session cookie, unless the person is gone, has a new password since, or has logged out."""
    _, _, email = account_id.partition(":")
    try:
        account = Account(users.get(email))
    except NotFound:
        return None
    log_in = session.get(LOG_IN)
    if account.get_id() != account_id or not log_in or users.is_ended(log_in):
        return None
    return account


def require_login() -> AnyResponse | None:
    """For `before_request` of pages: leads who is not logged in to the log-in page, and back afterwards."""
    if current_user.is_authenticated:
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("auth.log_in", next=None if wanted == "/" else wanted))


def safe_next(target: str) -> str:
    """Where to go after log-in: a path of this dashboard, or its first page for anything else."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    parts = urlsplit(target) if plain else None
    return target if parts and not parts.netloc and not parts.scheme and "\\" not in target else "/"
