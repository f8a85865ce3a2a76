"""What a request was before the proxies in front of the dashboard passed it on: who asked, and by TLS or not."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from liveinsight.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def init_app(app: Flask) -> None:
    seen: Any = seen_through(app.wsgi_app, app.extensions["settings"])
    app.wsgi_app = seen  # type: ignore[method-assign]  # Flask's own way to put something in front


def seen_through(application: "WSGIApplication", settings: Settings) -> "WSGIApplication":
    """`application`, told the visitor's own address and scheme.

    The address is what the outermost of `settings.proxy_hops` proxies saw. The scheme is that of the dashboard's own
    address, whatever the last proxy was asked by: CloudFront may ask a load balancer by plain HTTP, which then says so.
    """
    if settings.dashboard_url.startswith("https://"):
        application = _over_tls(application)
    return ProxyFix(application, x_for=settings.proxy_hops, x_proto=0, x_host=0) if settings.proxy_hops else application


def _over_tls(application: "WSGIApplication") -> "WSGIApplication":
    def told(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["wsgi.url_scheme"] = "https"
        return application(environ, start_response)

    return told
