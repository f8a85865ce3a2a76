"""A version that passes the load balancer's health check and fails at everything else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Broken:
    """`paths` is everything it was asked for."""

    port: int
    paths: list[str]


@contextmanager
def broken(address: str) -> Iterator[Broken]:
    """Serve it for as long as the context lasts."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            paths.append(self.path)
            well = self.path == "/health/"
            body = b'{"status": "ok"}' if well else b"Internal Server Error"
            self.send_response(200 if well else 500)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815  # names that http.server looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer((address, 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        try:
            yield Broken(server.server_port, paths)
        finally:
            server.shutdown()
