"""AWS behind a proxy that answers some requests itself, as AWS does when something is wrong."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

Fault = Callable[[str, str], tuple[int, str] | None]
"""Method and path → status and error code, or None for a request that goes through."""


@contextmanager
def behind(endpoint: str, fault: Fault) -> Iterator[str]:
    """Endpoint of the proxy."""
    host = urlsplit(endpoint).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            refused = fault(self.command, self.path)
            if refused:
                status, code = refused
                self._answer(status, {"x-amzn-ErrorType": code}, _said(code, "/s3/" in self.headers["Authorization"]))
                return
            connection = HTTPConnection(host, timeout=60)
            connection.request(self.command, self.path, body, dict(self.headers))
            passed = connection.getresponse()
            self._answer(passed.status, dict(passed.headers), passed.read())
            connection.close()

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if self.command != "HEAD" else b"")

        def log_request(self, *_: object) -> None:
            return

    for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"):
        setattr(Handler, f"do_{method}", Handler.handle_any)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _said(code: str, to_s3: bool) -> bytes:
    """S3 answers in XML, the others that are asked here in JSON."""
    if to_s3:
        return f"<Error><Code>{code}</Code><Message>as the test wants it</Message></Error>".encode()
    return json.dumps({"__type": code, "message": f"{code}: as the test wants it"}).encode()
