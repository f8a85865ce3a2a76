"""The query engine over the history of an installation, put together."""

import time
from collections.abc import Callable
from pathlib import Path

from liveinsight.archive.objects import Bucket
from liveinsight.archive.progress import Progress
from liveinsight.archive.site import beginning
from liveinsight.history.mirror import Mirror
from liveinsight.history.source import History
from liveinsight.ingest.site_memory import SiteMemory
from liveinsight.query.engine import Engine, Limits
from liveinsight.settings import Settings
from liveinsight.timing import DAY_MS


def wall_clock() -> int:
    """UTC ms."""
    return int(time.time() * 1000)


def open_engine(settings: Settings, folder: Path, clock: Callable[[], int] = wall_clock) -> Engine:
    """An engine for this process. Its copies of the archive lie in `folder`, which other processes may share.

    Asking it about a site that does not exist raises `NotFound`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sites = SiteMemory()

    def begun(site: str) -> Progress:
        now = clock()
        return beginning(sites.get(site), now, now - settings.event_retention_days * DAY_MS)

    mirror = Mirror(Bucket(settings), folder, settings.history_cache_mb << 20, begun, clock)
    history = History(mirror, folder, sites.get, clock)
    engine = Engine(history, Limits(memory_mb=settings.query_memory_mb, seconds=settings.query_seconds))
    history.use(engine.tables)
    return engine
