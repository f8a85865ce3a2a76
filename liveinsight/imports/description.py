"""What the steps of ingest say about pages and visitors, asked once for each distinct value and remembered."""

import hashlib
from itertools import count
from typing import Any

from liveinsight.archive.log import signed
from liveinsight.domain.address import clean, page
from liveinsight.enrich import place
from liveinsight.enrich.attribution import attribution
from liveinsight.imports import spool
from liveinsight.imports.line import Damaged, ImportedEvent, Reason
from liveinsight.ingest.payload import MAX_NAME
from liveinsight.sites import Site
from liveinsight.tables import ATTRIBUTION

REMEMBERED = 100_000
"""Values of a kind that are remembered; after that many, all are forgotten. Files may hold any number of them."""


def visitor_number(site: str, visitor: str) -> int:
    """The id that an imported visitor has on this site, on all days: the string itself is not stored.

    It is of another family of hashes than the ids of the log, so the two never meet.
    """
    text = f"{site}\0{visitor}".encode(errors="surrogatepass")
    return signed(hashlib.blake2b(text, digest_size=8, person=b"import").hexdigest())


def derived_id(content: bytes) -> str:
    """The id of an event that was given none: a function of all it says."""
    return hashlib.blake2b(content, digest_size=12, person=b"import").hexdigest()


class Descriptions:
    """Numbers of pages, clients and visitors. Rows of `new_pages` and `new_clients` are to be spooled."""

    def __init__(self, site: Site, writer: int) -> None:
        self._site = site
        self._numbers = count(writer << 40)
        self._pages: dict[tuple[str, str | None], int | Damaged] = {}
        self._clients: dict[tuple[object, ...], int] = {}
        self._visitors: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self.new_pages: list[str] = []
        self.new_clients: list[str] = []

    def page(self, event: ImportedEvent) -> int:
        """The number of the page and of what its address and referrer say of the source. Raises `Damaged`."""
        key = (event.url, event.referrer)
        found = self._pages.get(key)
        if found is None:
            found = remember(self._pages, key, self._describe_page(event))
        if isinstance(found, Damaged):
            raise found
        return found

    def client(self, event: ImportedEvent) -> int:
        """The number of place and software."""
        key = (
            event.browser,
            event.screen,
            event.country,
            event.language,
            event.os_version,
            event.browser_version,
            event.os,
            event.device,
            event.region,
            event.city,
        )
        found = self._clients.get(key)
        return remember(self._clients, key, self._describe_client(event)) if found is None else found

    def visitor(self, name: str) -> int:
        found = self._visitors.get(name)
        return remember(self._visitors, name, visitor_number(self._site.key, name)) if found is None else found

    def name(self, text: str) -> str:
        found = self._names.get(text)
        return remember(self._names, text, clean(text, MAX_NAME)) if found is None else found

    def _describe_page(self, event: ImportedEvent) -> int | Damaged:
        found = page(event.url)
        if found is None:
            return Damaged(Reason.INVALID_URL, f"{event.url[:80]!r} is no http(s) address of a page")
        if self._site.excludes_path(found.path):
            return Damaged(Reason.EXCLUDED_PATH, found.path)
        own = attribution(found, event.referrer or "", self._site.domain)
        number = next(self._numbers)
        texts = (getattr(own, name) for name in ATTRIBUTION)
        self.new_pages.append(spool.row(number, found.hostname, found.path, *texts))
        return number

    def _describe_client(self, event: ImportedEvent) -> int:
        number = next(self._numbers)
        self.new_clients.append(
            spool.row(
                number,
                place.country(event.country or "", "", None),
                clean(event.region or "", 60),
                clean(event.city or "", 80),
                clean(event.device or "", 20).lower(),
                *(clean(text or "", 60) for text in (event.browser, event.browser_version)),
                *(clean(text or "", 60) for text in (event.os, event.os_version)),
                clean(event.language or "", 20),
                f"{event.screen[0]}x{event.screen[1]}" if event.screen else "",
            )
        )
        return number


def remember(known: dict[Any, Any], key: Any, value: Any) -> Any:
    """Keep the value; the memory stays bounded."""
    if len(known) >= REMEMBERED:
        known.clear()
    known[key] = value
    return value
