"""What a process of the collector sets up once: settings, tables, the ingest pipeline."""

import threading
from functools import lru_cache

from liveinsight import logs, tables
from liveinsight.ingest.pipeline import Ingest
from liveinsight.settings import settings

# The cache alone would let the first requests of a threaded server each do the work, and undo each other's.
_first_use = threading.RLock()


def ingest() -> Ingest:
    """The pipeline of this process, made on first use."""
    with _first_use:
        return _ingest()


@lru_cache(maxsize=1)
def _ingest() -> Ingest:
    start()
    return Ingest(settings())


def start() -> None:
    """Bind the tables and set up logging. Does so once."""
    with _first_use:
        _start()


@lru_cache(maxsize=1)
def _start() -> None:
    logs.set_up()
    tables.bind(settings())


def forget() -> None:
    """Be as after a cold start."""
    with _first_use:
        _ingest.cache_clear()
        _start.cache_clear()
