"""The query engine over the history of an installation, put together."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from liveinsight.history.mirror import open_mirror, wall_clock
from liveinsight.history.prepared import job
from liveinsight.history.source import History
from liveinsight.ingest.site_memory import SiteMemory
from liveinsight.query.engine import Engine, Limits
from liveinsight.settings import Settings


def open_engine(
    settings: Settings,
    folder: Path,
    clock: Callable[[], int] = wall_clock,
    prepare: Callable[[str, str], None] | None = None,
) -> Engine:
    """An engine for this process. Its copies of the archive lie in `folder`, which other processes may share.

    `prepare` is given a site and a time zone that should be prepared for speed; without it, another process does it.
    Asking about a site that does not exist raises `NotFound`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sites = SiteMemory()
    mirror = open_mirror(settings, folder, sites.get, clock)
    history = History(mirror, folder, sites.get, clock)
    engine = Engine(history, Limits(memory_mb=settings.query_memory_mb, seconds=settings.query_seconds))
    history.use(engine.tables, prepare or partial(_prepare, settings, folder))
    return engine


def _prepare(settings: Settings, folder: Path, site: str, timezone: str) -> None:
    process = job.start(job.Task(settings, folder, site, timezone))
    threading.Thread(target=job.finish, args=[process], name="prepare", daemon=True).start()
