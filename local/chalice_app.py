"""The collector's Chalice app, loaded as Chalice itself loads it, made safe for threads."""

import threading
from functools import lru_cache
from pathlib import Path

from chalice.app import Chalice
from chalice.cli.factory import CLIFactory
from chalice.config import Config
from chalice.local import CustomLocalChalice, LocalChalice

COLLECTOR = Path(__file__).resolve().parent.parent / "collector"


# Two threads that load the app at once would each put a class of their own under it.
_first_use = threading.Lock()


def load() -> Chalice:
    """The app of `collector/app.py`. Each thread has a current request of its own, as each Lambda has."""
    with _first_use:
        return _load()


@lru_cache(maxsize=1)
def _load() -> Chalice:
    app: Chalice = CLIFactory(str(COLLECTOR)).load_chalice_app()
    CustomLocalChalice.__bases__ = (LocalChalice, app.__class__)
    app.__class__ = CustomLocalChalice
    return app


@lru_cache(maxsize=1)
def config() -> Config:
    """What the app's stage `local` is configured with."""
    return CLIFactory(str(COLLECTOR)).create_config_obj("local")
