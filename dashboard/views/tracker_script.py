"""`/li.js` and `/li-vitals.js`: the scripts for websites as the build left them, the tracker with this installation's
collector written in.
"""

import gzip
import hashlib
import logging
import re
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, current_app, request

blueprint = Blueprint("tracker_script", __name__)
log = logging.getLogger(__name__)
PLACEHOLDER = "__LI_API__"
MAX_AGE_S = 3600
_PLAIN = re.compile(r"[A-Za-z0-9:/._-]")


@blueprint.get("/li.js")
def script() -> Response:
    return _served(current_app.config["TRACKER_FILE"])


@blueprint.get("/li-vitals.js")
def vitals_script() -> Response:
    """The second file, which sites add that want web vitals measured; it lies beside the tracker."""
    return _served(current_app.config["TRACKER_FILE"].with_name("li-vitals.js"))


def _served(path: Path) -> Response:
    try:
        plain, packed, tag = _built(path, path.stat().st_mtime_ns, current_app.extensions["settings"].collector_url)
    except OSError:
        log.error("%s is missing; `npm run build -w tracker-js` makes it", path)
        return _headers(Response("/* LiveInsight: this script has not been built on the server */", 503), "no-store")
    compressed = request.accept_encodings.quality("gzip") > 0
    response = _headers(Response(packed if compressed else plain), f"public, max-age={MAX_AGE_S}")
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{tag}-gz" if compressed else tag)
    response.make_conditional(request)
    return response


@lru_cache(maxsize=4)
def _built(path: Path, _changed: int, collector_url: str) -> tuple[bytes, bytes, str]:
    """The script, the same compressed, and a tag that changes with it."""
    plain = for_collector(path, collector_url)
    return plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:24]


def for_collector(path: Path, collector_url: str) -> bytes:
    """A script as it is sent: with the place in it that events go to."""
    return path.read_text().replace(PLACEHOLDER, _escaped(collector_url)).encode()


def _escaped(text: str) -> str:
    """Safe inside a JavaScript string, whichever quotes the build chose for it."""
    return "".join(c if _PLAIN.match(c) else f"\\u{ord(c):04x}" for c in text)


def _headers(response: Response, cache: str) -> Response:
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = cache
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Vary"] = "Accept-Encoding"
    return response
