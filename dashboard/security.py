"""What every answer says about itself to browsers, and the guard against forged requests."""

from flask import Flask, Response, request
from flask_login import current_user

from dashboard import viewers
from dashboard.extensions import csrf

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def init_app(app: Flask) -> None:
    app.before_request(refuse_forged)
    app.after_request(add_headers)


def refuse_forged() -> None:
    """Ask for the CSRF token wherever a cookie could speak for somebody.

    A request with a bearer token is believed for the token alone, and no foreign page can add that header.
    """
    if request.routing_exception is None and not carries_token() and speaks_by_cookie():
        csrf.protect()


def speaks_by_cookie() -> bool:
    """Whether the session could be taken for somebody's word. Pages keep their CSRF token in it also before log-in;
    the API takes no notice of such a session.
    """
    return not request.path.startswith("/api/") or current_user.is_authenticated or viewers.is_viewer()


def carries_token() -> bool:
    """Whether this is an API request that names a bearer token; its cookies count for nothing then."""
    return request.path.startswith("/api/") and request.headers.get("Authorization", "").lower().startswith("bearer ")


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
