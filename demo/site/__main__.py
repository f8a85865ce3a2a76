"""`python -m demo.site`: serve the shop on the loopback address."""

from __future__ import annotations

import signal
from typing import Annotated

import typer
from werkzeug.serving import WSGIRequestHandler, make_server

from demo.site.app import create_site
from demo.site.settings import SiteSettings


class QuietHandler(WSGIRequestHandler):
    """Answers over kept connections, and leaves the terminal to the processes that have news."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Print errors only."""
        if type == "error":
            super().log(type, message, *args)


def _stop(_signal: int, _frame: object) -> None:
    raise SystemExit(0)


def serve(
    dashboard_url: Annotated[str, typer.Option(envvar="DASHBOARD_URL", help="Serves the tracker, /li.js.")],
    site: Annotated[str, typer.Option(envvar="SITE", help="Key of the demo site.")],
    port: Annotated[int, typer.Option(envvar="DEMO_PORT", min=0, max=65535)] = 8002,
    collector_url: Annotated[str | None, typer.Option(help="Only when it is not the one the dashboard names.")] = None,
    allow_webdriver: Annotated[
        bool, typer.Option(envvar="DEMO_ALLOW_WEBDRIVER", help="Count browser tests as visitors.")
    ] = False,
) -> None:
    """Serve the demo shop on 127.0.0.1 until stopped."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _stop)
    try:
        app = create_site(SiteSettings(dashboard_url, site, collector_url, allow_webdriver))
        server = make_server("127.0.0.1", port, app, threaded=True, request_handler=QuietHandler)
    except (ValueError, OSError) as problem:
        raise SystemExit(f"demo site: {problem}") from None
    print(f"demo site ready at http://127.0.0.1:{server.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    typer.run(serve)
