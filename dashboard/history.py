"""Questions about the past: the query engine of this process, and sites as it needs them."""

import os
import tempfile
import threading
from pathlib import Path

from flask import Flask, current_app

from dashboard.config import ROOT, is_local
from liveinsight import goals
from liveinsight.history.opening import open_engine
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.settings import Settings
from liveinsight.sites import Site


class _Opened:
    """The engine is made by the first question, in the process that is to use it: it does not survive a fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    def engine(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = _open(self._settings)
            return self._engine


def _open(settings: Settings) -> Engine:
    if settings.query_engine == "athena":
        from liveinsight.athena.engine import engine as open_athena  # half a second of imports that few need

        return open_athena(settings)
    return open_engine(settings, folder(settings))


def init_app(app: Flask) -> None:
    app.extensions["history"] = _Opened(app.extensions["settings"])


def engine() -> Engine:
    """The engine of this process. Safe to use from many threads."""
    opened: _Opened = current_app.extensions["history"]
    return opened.engine()


def queried_site(site: Site) -> QueriedSite:
    return QueriedSite(site.key, site.timezone, goals.of(site.key), site.identify)


def folder(settings: Settings) -> Path:
    """Where copies of the archive lie: beside the rest of the local AWS, or where files may be lost."""
    if settings.history_folder is not None:
        return settings.history_folder
    if is_local(settings.endpoint_url):
        return Path(os.environ.get("LIVEINSIGHT_VAR") or ROOT / "var") / "history"
    return Path(tempfile.gettempdir()) / f"{settings.project_name}-history-{os.getuid()}"
