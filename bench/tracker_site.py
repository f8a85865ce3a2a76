"""A website and a collector on this machine that note what trackers send: requests, and bytes in both directions."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from bench.tracker_scripts import Script
from local.ports import LOOPBACK

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
    "Access-Control-Expose-Headers": "Retry-After",
}
PAGES = 5
PUSHES = 4
PAUSE_MS = 1100
"""Between two pages of the application: longer than any of the trackers waits before it sends."""
MARK = "first-push"
"""Where a trace of the page that moves by pushState is cut in two."""
HTML = """<!doctype html><html lang=en><meta charset=utf-8><title>Page {number}</title><link rel=icon href=data:,>
{tag}<body style="margin: 0; height: 3000px"><a href="/page/{next}">next</a> <button onclick="{event}">Sign up</button>
<script>
  let left = +new URLSearchParams(location.search).get("pushes") || 0;
  const push = () => {{
    if (left-- > 0) {{
      history.pushState({{}}, "", "/application/" + left);
      document.title = "Screen " + left;
      setTimeout(push, {pause});
    }} else document.documentElement.dataset.done = "yes";
  }};
  setTimeout(() => {{ performance.mark("{mark}"); setTimeout(push) }}, {pause} + 500);
</script>"""


@dataclass
class Traffic:
    """What went over the wire for a tracker. Bytes of requests and answers are those of their bodies and headers."""

    requests: int = 0
    sent: int = 0
    script: int = 0
    """Bytes of the script as it was downloaded: compressed, and once where the browser keeps it."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def request(self, size: int) -> None:
        with self._lock:
            self.requests += 1
            self.sent += size

    def download(self, size: int) -> None:
        with self._lock:
            self.script += size


@dataclass
class Site:
    """A website with one tracker. Host names decide who is asked: `collector.example` or the site itself."""

    script: Script
    port: int = 0
    traffic: Traffic = field(default_factory=Traffic)
    source: bytes = b""

    def url(self, path: str) -> str:
        return f"http://shop.example:{self.port}{path}"

    @property
    def collector(self) -> str:
        return f"http://collector.example:{self.port}"

    def page(self, path: str) -> bytes:
        number = int(path.rpartition("/")[2]) if path.startswith("/page/") else 0
        values = {"number": number, "next": number + 1, "pause": PAUSE_MS, "mark": MARK, "event": self.script.event}
        return HTML.format(tag=self.script.tag(self.collector), **values).encode()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            """The figures are enough."""

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path != site.script.path:
                self.answer(200, {"Content-Type": "text/html"}, site.page(path))
                return
            body = gzip.compress(site.source, 9, mtime=0)
            site.traffic.download(len(body))
            headers = {"Content-Type": "text/javascript", "Content-Encoding": "gzip", "Cache-Control": "max-age=86400"}
            self.answer(200, headers, body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            site.traffic.request(len(body) + len(bytes(self.headers)) + len(self.requestline))
            self.answer(202, {**CORS, "Content-Type": "application/json"}, b"{}")

        def do_OPTIONS(self) -> None:
            site.traffic.request(len(bytes(self.headers)) + len(self.requestline))
            self.answer(204, CORS, b"")

        def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@contextmanager
def site_with(script: Script) -> Iterator[Site]:
    """The website and the collector, on one free port."""
    site = Site(script)
    server = ThreadingHTTPServer((LOOPBACK, 0), _handler(site))
    server.daemon_threads = True
    site.port = server.server_address[1]
    site.source = script.source(site.collector)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
