"""Well-known sources of visits: host, app or tag → (name, category); and hosts that are no sources but spam."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from liveinsight.domain.address import bare_host
from liveinsight.enrich import lists

CACHE_SIZE = 4096
Known = tuple[str, str]
"""(display name, category): `search`, `social`, `video`, `shopping`, `ai`, `email`, or empty."""


class Sources:
    """What is known of sources. `national` are tags whose sites have a host in every country (google.de)."""

    def __init__(self, known: Mapping[str, Known], national: Sequence[str]) -> None:
        self._known = known
        self._national = re.compile(rf"(?:^|\.)({'|'.join(national)})\.(?:com|cat|(?:com?\.)?[a-z]{{2}})$")

    def of_host(self, host: str) -> Known:
        """Of a referring host; an unknown host is its own name, without category."""
        host = bare_host(host)
        labels = host.split(".")
        for start in range(len(labels) - 1):
            known = self._known.get(".".join(labels[start:]))
            if known:
                return known
        national = self._national.search(host)
        return self._known[national[1]] if national else (host, "")

    def of_app(self, package: str) -> Known:
        """Of an Android app that opened the page; its whole name must be known."""
        return self._known.get(package.lower(), (package, ""))

    def of_tag(self, tag: str) -> Known:
        """Of a `utm_source`; an unknown tag is its own name."""
        known = self._known.get(tag.lower())
        if known:
            return known
        return self.of_host(tag) if "." in tag and " " not in tag else (tag, "")


@cache
def _sources() -> Sources:
    content = lists.read("sources")
    known = {
        key: (name, "" if category == "none" else category)
        for category, names in content["sources"].items()
        for name, keys in names.items()
        for key in keys
    }
    return Sources(known, content["national"])


@lru_cache(maxsize=CACHE_SIZE)
def of_host(host: str) -> Known:
    return _sources().of_host(host)


@lru_cache(maxsize=CACHE_SIZE)
def of_app(package: str) -> Known:
    return _sources().of_app(package)


@lru_cache(maxsize=CACHE_SIZE)
def of_tag(tag: str) -> Known:
    return _sources().of_tag(tag)


@cache
def click_ids() -> dict[str, Known]:
    """Parameter → (tag of its source, the medium that it stands for or empty), in order of precedence."""
    return {
        name: (entry["source"], entry.get("medium", "")) for name, entry in lists.read("sources")["click_ids"].items()
    }


@cache
def _spam() -> frozenset[str]:
    return frozenset(lists.read("spam")["hosts"])


@lru_cache(maxsize=CACHE_SIZE)
def is_spam(host: str) -> bool:
    """Whether a host, or a domain above it, sends visits only to be seen in statistics."""
    labels = bare_host(host).split(".")
    return any(".".join(labels[start:]) in _spam() for start in range(len(labels) - 1))
