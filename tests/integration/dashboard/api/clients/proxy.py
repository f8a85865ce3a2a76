"""A proxy on this machine that lets nothing through and remembers whom it was asked for."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from local.ports import LOOPBACK


class _Refuse(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        request = self.rfile.readline(65_536).decode("latin-1").split()
        assert isinstance(self.server, ClosedProxy)
        self.server.asked.append(request[1] if len(request) > 1 else "")
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class ClosedProxy(socketserver.ThreadingTCPServer):
    """`asked` are the servers, as `name:port`, that clients wanted to reach."""

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), _Refuse)
        self.asked: list[str] = []

    def environment(self) -> dict[str, str]:
        """Variables that send all but what goes to this machine to the proxy."""
        url = f"http://{LOOPBACK}:{self.server_address[1]}"
        return {"http_proxy": url, "https_proxy": url, "no_proxy": LOOPBACK}


@contextmanager
def closed_proxy() -> Iterator[ClosedProxy]:
    with ClosedProxy() as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
