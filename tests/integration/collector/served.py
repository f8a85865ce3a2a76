"""The collector on a port of its own, for clients that know nothing but HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from liveinsight.settings import Settings
from liveinsight.sites import Site
from local.ports import LOOPBACK
from tests.integration.collector.gateway import Clock, Collector
from tests.integration.first_party import servers


@dataclass(frozen=True)
class Served:
    url: str

    def stored(self, site: Site) -> Collector:
        """What is stored of a site; only to look at."""
        return Collector(None, Clock(0), site)


@contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[Served]:
    """The collector as `make up` serves it; callers on this machine may name visitors' addresses."""
    with servers.collector(settings, folder / "collector.log", {"LIVEINSIGHT_TRUSTED_PROXIES": LOOPBACK}) as port:
        yield Served(f"http://{LOOPBACK}:{port}")
