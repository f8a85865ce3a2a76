"""Scripts and styles as the build left them: names with a hash, kept by browsers for good, sent compressed."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory, url_for
from markupsafe import Markup

from liveinsight.errors import LiveInsightError

blueprint = Blueprint("assets", __name__)
BUILD = "npm run build -w dashboard/frontend"


class AssetsMissing(LiveInsightError):
    status = 503

    def __init__(self, name: str) -> None:
        super().__init__("assets_missing", f"{name} has not been built; run `{BUILD}`")


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"asset": asset, "script": script})


def asset(name: str) -> str:
    """The URL of a built file by its plain name (`live.js`). Raises `AssetsMissing`."""
    try:
        built = _manifest()[name]
    except (OSError, KeyError):
        raise AssetsMissing(name) from None
    return url_for("assets.file", name=built)


def script(name: str) -> Markup:
    """The tags that load a script and, at the same time, the parts that it imports. Raises `AssetsMissing`."""
    loaded = Markup('<script src="{}" type="module"></script>').format(asset(name))
    parts = _manifest()["parts"].get(name, [])
    preload = Markup('<link rel="modulepreload" href="{}">\n')
    return Markup("").join(preload.format(url_for("assets.file", name=part)) for part in parts) + loaded


def _manifest() -> dict[str, Any]:
    manifest = current_app.config["ASSETS_FOLDER"] / "manifest.json"
    return _read(manifest, manifest.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(manifest: Path, _changed: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(manifest.read_text())
    return found


@blueprint.get("/assets/<path:name>")
def file(name: str) -> Response:
    folder: Path = current_app.config["ASSETS_FOLDER"]
    compressed = request.accept_encodings.quality("gzip") > 0 and (folder / f"{name}.gz").is_file()
    # The type is that of the plain file, whichever of the two is sent; both were made by the build.
    response = send_from_directory(folder, f"{name}.gz" if compressed else name, mimetype=_type(name))
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _type(name: str) -> str | None:
    """Named here, because the system's table of types differs from machine to machine."""
    types = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}
    return types.get(Path(name).suffix)
