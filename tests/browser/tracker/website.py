"""A website with the snippet, as an owner would write it: pages on this machine under names that a site could have."""

import html
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from local.layout import ROOT
from tests.browser.tracker.serving import Handler, serving

LIMIT_S = 20.0
DIST = ROOT / "tracker-js/dist"
DOMAIN = "shop.example"
HTML = "text/html; charset=utf-8"
TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "pdf": "application/pdf", "html": HTML}
STUB = "window.liveinsight=window.liveinsight||function(){(liveinsight.q=liveinsight.q||[]).push(arguments)}"
PLACEHOLDER = b"__LI_API__"
"""What a server that delivers the script replaces by the collector's address."""
SCRIPTS = ("li.js", "li-vitals.js")


@dataclass(frozen=True)
class Document:
    """What a path answers with."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Website:
    """Pages by path; whatever has no page answers 404. The tracker's own files are there already."""

    port: int
    key: str
    api: str
    documents: dict[str, Document] = field(default_factory=dict)
    fallback: Document | None = None
    """Answers for paths without a page, as servers of single-page applications do."""
    asked: list[str] = field(default_factory=list)
    """Paths of all requests, in order."""

    def url(self, path: str = "/", host: str = DOMAIN) -> str:
        return f"http://{host}:{self.port}{path}"

    def tag(self, **options: str | None) -> str:
        """The snippet. Options are its `data-*` attributes, with `_` for `-`; None leaves an attribute out.

        Browsers under test are visitors, unless `webdriver` is None.
        """
        attributes = {"site": self.key, "api": self.api, "webdriver": "allow", **options}
        written = " ".join(
            f'data-{name.replace("_", "-")}="{html.escape(value)}"'
            for name, value in attributes.items()
            if value is not None
        )
        return f'<script defer src="/li.js" {written}></script>'

    def page(
        self,
        path: str = "/",
        body: str = "",
        *,
        head: str = "",
        after: str = "",
        title: str = "",
        status: int = 200,
        headers: dict[str, str] | None = None,
        tagged: bool = True,
        **options: str | None,
    ) -> str:
        """Put a page there and return its address. `head` comes before the snippet, `after` behind it."""
        tag = self.tag(**options) if tagged else ""
        text = (
            f"<!doctype html><html lang=en><meta charset=utf-8><title>{title or 'Page ' + path}</title>"
            f"<link rel=icon href=data:,>{head}{tag}{after}<body>{body}</body></html>"
        )
        return self.file(path, text.encode(), status, headers)

    def file(self, path: str, body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> str:
        """Put any other content there and return its address."""
        ending = urlsplit(path).path.rpartition("/")[2].rpartition(".")[2]
        self.documents[path] = Document(body, status, {"Content-Type": TYPES.get(ending, HTML), **(headers or {})})
        return self.url(path)

    def application(self, folder: Path) -> None:
        """Serve a single-page application that was built into this folder."""
        for file in folder.rglob("*.*"):
            self.file(f"/{file.relative_to(folder)}", file.read_bytes())
        self.fallback = self.documents["/index.html"]

    def wait_for(self, path: str, count: int) -> None:
        """Until this path has been asked for so many times. Raises `AssertionError` when it is not."""
        deadline = time.monotonic() + LIMIT_S
        while self.asked.count(path) < count:
            assert time.monotonic() < deadline, f"{path} was asked for {self.asked.count(path)} of {count} times"
            time.sleep(0.01)

    def find(self, target: str) -> Document:
        """The document of a request's target; its query chooses none."""
        path = urlsplit(target).path
        self.asked.append(path)
        if path in self.documents:
            return self.documents[path]
        if path.removeprefix("/") in SCRIPTS:
            script = built(path.removeprefix("/")).replace(PLACEHOLDER, self.api.encode())
            return Document(script, headers={"Content-Type": TYPES["js"]})
        return self.fallback or Document(b"not here", 404, {"Content-Type": HTML})


@lru_cache(maxsize=8)
def built(name: str) -> bytes:
    """A file of the tracker as `npm run build` left it."""
    return (DIST / name).read_bytes()


@contextmanager
def website(key: str, api: str) -> Iterator[Website]:
    """A website without pages yet, whose snippet names this site and collector."""

    class Pages(Handler):
        def do_GET(self) -> None:  # noqa: N802  # http.server names it
            document = site.find(self.path)
            self.answer(document.status, document.headers, document.body)

        do_POST = do_GET  # noqa: N815  # the forms of a page

    site = Website(0, key, api)
    with serving(Pages) as site.port:
        yield site
