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
        self._domains: tuple[float, dict[str, str]] = (float("-inf"), {})

    def get(self, key: str) -> Site:
        """The site with this key. Raises `NotFound`."""
        known = self._sites.get(key)
        if known is None or known[0] < time.monotonic():
            known = self._load(key)
        if known[1] is None:
            raise NotFound("unknown_site", "no site has this key")
        return known[1]

    def key_of(self, name: str) -> str:
        """The key of the site with this key, this domain, or this domain among its further ones, in that order.

        Raises `NotFound`. Of several sites with one domain, it is the oldest.
        """
        if "." not in name:
            try:
                return self.get(name).key
            except NotFound:
                pass  # a domain may have no dot either: localhost
        return self._key_of_domain(name)

    def _key_of_domain(self, name: str) -> str:
        read_at, keys = self._domains
        age = time.monotonic() - read_at
        known = keys.get(_domain(name))
        if age > KNOWN_S or (known is None and age > UNKNOWN_S):
            keys = _keys_by_domain(sites.every())
            self._domains = (time.monotonic(), keys)
            known = keys.get(_domain(name))
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


def _domain(name: str) -> str:
    """A domain as it is kept, of one as a page may write it: `www.Shop.example`, `카페.example`; empty for none."""
    try:
        return normal_domain(name)
    except InvalidRequest:
        return ""


def _keys_by_domain(every: list[Site]) -> dict[str, str]:
    """What is said of a domain last here holds: the oldest site's word, and a site's own domain."""
    oldest_last = sorted(every, key=lambda site: site.created_at, reverse=True)
    further = {host: site.key for site in oldest_last for host in site.allowed_origins}
    return {**further, **{site.domain: site.key for site in oldest_last}}
