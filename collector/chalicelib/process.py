"""What a process of the collector sets up once: settings, tables, the ingest pipeline."""

from functools import lru_cache

from liveinsight import logs, tables
from liveinsight.ingest.pipeline import Ingest
from liveinsight.settings import settings


@lru_cache(maxsize=1)
def ingest() -> Ingest:
    """The pipeline of this process, made on first use."""
    start()
    return Ingest(settings())


@lru_cache(maxsize=1)
def start() -> None:
    """Bind the tables and set up logging. Does so once."""
    logs.set_up()
    tables.bind(settings())
