"""Sites as a collector remembers them: for half a minute, so that a beacon costs no read of its own."""

import time
from collections import OrderedDict

from liveinsight import sites
from liveinsight.errors import NotFound
from liveinsight.sites import Site

KNOWN_S = 30.0
UNKNOWN_S = 5.0
MOST = 10_000


class SiteMemory:
    """`get` like `sites.get`. Keys of no site are remembered too, shortly: they must not cost reads either."""

    def __init__(self) -> None:
        self._sites: OrderedDict[str, tuple[float, Site | None]] = OrderedDict()

    def get(self, key: str) -> Site:
        """The site with this key. Raises `NotFound`."""
        known = self._sites.get(key)
        if known is None or known[0] < time.monotonic():
            known = self._load(key)
        if known[1] is None:
            raise NotFound("unknown_site", "no site has this key")
        return known[1]

    def _load(self, key: str) -> tuple[float, Site | None]:
        try:
            entry: tuple[float, Site | None] = (time.monotonic() + KNOWN_S, sites.get(key))
        except NotFound:
            entry = (time.monotonic() + UNKNOWN_S, None)
        self._sites[key] = entry
        if len(self._sites) > MOST:
            self._sites.popitem(last=False)
        return entry
