"""Sites as a collector remembers them: for half a minute, so that a beacon costs no read of its own."""

import time
from collections import OrderedDict

from liveinsight import sites
from liveinsight.errors import InvalidRequest, NotFound
from liveinsight.site_values import normal_domain
from liveinsight.sites import Site

KNOWN_S = 30.0
UNKNOWN_S = 5.0
MOST = 10_000


class SiteMemory:
    """`get` like `sites.get`. Keys of no site are remembered too, shortly: they must not cost reads either."""

    def __init__(self) -> None:
        self._sites: OrderedDict[str, tuple[float, Site | None]] = OrderedDict()
        self._names: tuple[float, dict[str, str]] = (float("-inf"), {})

    def get(self, key: str) -> Site:
        """The site with this key. Raises `NotFound`."""
        known = self._sites.get(key)
        if known is None or known[0] < time.monotonic():
            known = self._load(key)
        if known[1] is None:
            raise NotFound("unknown_site", "no site has this key")
        return known[1]

    def key_of(self, name: str) -> str:
        """The key of the site that a domain names, or one of a site's further domains, or its key itself.

        Raises `NotFound`. Of several sites with one domain, it is the oldest.
        """
        read_at, names = self._names
        age = time.monotonic() - read_at
        known = _find(name, names)
        if age > KNOWN_S or (known is None and age > UNKNOWN_S):
            names = _names(sites.every())
            self._names = (time.monotonic(), names)
            known = _find(name, names)
        if known is None:
            raise NotFound("unknown_site", "no site has this domain")
        return known

    def _load(self, key: str) -> tuple[float, Site | None]:
        try:
            entry: tuple[float, Site | None] = (time.monotonic() + KNOWN_S, sites.get(key))
        except NotFound:
            entry = (time.monotonic() + UNKNOWN_S, None)
        self._sites[key] = entry
        if len(self._sites) > MOST:
            self._sites.popitem(last=False)
        return entry


def _find(name: str, names: dict[str, str]) -> str | None:
    """The key under a name as a page may write it: `www.Shop.example`, `카페.example`."""
    if name in names:
        return names[name]
    try:
        return names.get(normal_domain(name))
    except InvalidRequest:
        return None


def _names(every: list[Site]) -> dict[str, str]:
    """Key by name. What is said of a site last here wins: its key over its domain, that over further ones."""
    oldest_last = sorted(every, key=lambda site: site.created_at, reverse=True)
    further = {host: site.key for site in oldest_last for host in site.allowed_origins}
    own = {site.domain: site.key for site in oldest_last}
    return {**further, **own, **{site.key: site.key for site in every}}
