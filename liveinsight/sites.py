"""The sites that may send events, and what their owners set for them."""

import ipaddress
import re
import secrets
import time
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pynamodb.exceptions import UpdateError

from liveinsight.domain.address import within
from liveinsight.errors import InvalidRequest, NotFound
from liveinsight.tables import CONDITION_FAILED, SiteItem

_DOMAIN = re.compile(r"^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?)*$")
_KEY_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"


@dataclass(slots=True, frozen=True)
class Site:
    """A website. `shards` spreads a hot site over several partitions; it may be raised, never lowered."""

    key: str
    name: str
    domain: str
    timezone: str = "UTC"
    created_at: int = 0
    first_event_at: int | None = None
    shards: int = 1
    retention_days: int | None = None
    allowed_origins: tuple[str, ...] = ()
    excluded_addresses: tuple[str, ...] = ()
    excluded_paths: tuple[str, ...] = ()
    rolled_up_to: int | None = None

    def allows(self, origin: str) -> bool:
        """Whether a page of this origin may send events: the site's domain, its subdomains, or one it names.

        A request without an Origin comes from a server, not from somebody else's page.
        """
        if not origin:
            return True
        host = _host(origin) if origin.startswith(("http://", "https://")) else ""
        if not host:
            return False
        return within(host, self.domain) or any(within(host, allowed) for allowed in self.allowed_origins)

    def excludes_address(self, address: str) -> bool:
        """Whether the owner wants no events from this address; entries are addresses or networks."""
        if not self.excluded_addresses or not address:
            return False
        try:
            wanted = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(wanted in ipaddress.ip_network(entry, strict=False) for entry in self.excluded_addresses)

    def excludes_path(self, path: str) -> bool:
        """Whether the owner wants no events of this path; entries may use `*`."""
        return any(fnmatchcase(path, pattern) for pattern in self.excluded_paths)

    def partitions(self, prefix: str) -> list[str]:
        """The hash keys that hold this site's items under `prefix`; shard 0 has no suffix."""
        return [prefix if shard == 0 else f"{prefix}#{shard}" for shard in range(self.shards)]

    def partition(self, prefix: str, visitor: str) -> str:
        """The hash key for one visitor's items: all of them are in the same shard."""
        shard = int(visitor, 16) % self.shards if self.shards > 1 else 0
        return prefix if shard == 0 else f"{prefix}#{shard}"


def add(name: str, domain: str, timezone: str = "UTC", key: str | None = None) -> Site:
    """Register a site and return it with its new key.

    Raises `InvalidRequest` when the name is empty, the domain is none, or the time zone is not known.
    """
    name = name.strip()
    if not 0 < len(name) <= 120:
        raise InvalidRequest("invalid_name", "a site needs a name of 1 to 120 characters")
    item = SiteItem(
        SiteItem.KIND,
        key or "".join(secrets.choice(_KEY_ALPHABET) for _ in range(12)),
        name=name,
        domain=normal_domain(domain),
        timezone=valid_timezone(timezone),
        created_at=int(time.time() * 1000),
    )
    item.save(condition=SiteItem.id.does_not_exist())
    return _site(item)


def get(key: str) -> Site:
    """The site with this key. Raises `NotFound`."""
    try:
        return _site(SiteItem.get(SiteItem.KIND, key))
    except SiteItem.DoesNotExist:
        raise NotFound("unknown_site", f"there is no site {key!r}; `liveinsight site list` shows all") from None


def every() -> list[Site]:
    """All sites, by name."""
    return sorted((_site(item) for item in SiteItem.query(SiteItem.KIND)), key=lambda site: site.name.lower())


def saw_first_event(key: str, at_ms: int) -> None:
    """Note that events arrive. Keeps the first time it was told."""
    try:
        SiteItem(SiteItem.KIND, key).update(
            actions=[SiteItem.first_event_at.set(at_ms)],
            condition=SiteItem.id.exists() & SiteItem.first_event_at.does_not_exist(),
        )
    except UpdateError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise


def normal_domain(text: str) -> str:
    """A domain as people write it (`https://www.Shop.example/`) as we keep it (`shop.example`)."""
    text = text.strip().lower()
    host = _host(text if "//" in text else f"//{text}").removeprefix("www.")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = ""
    if not _DOMAIN.match(host):
        raise InvalidRequest("invalid_domain", f"{text!r} is no domain; give one like shop.example")
    return host


def _host(url: str) -> str:
    """The host that a URL names; empty when it names none or is no URL."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def valid_timezone(name: str) -> str:
    """An IANA time zone name. Raises `InvalidRequest` with the remedy."""
    if name not in available_timezones():
        raise InvalidRequest("invalid_timezone", f"{name!r} is no time zone; give one like Asia/Seoul or UTC")
    return ZoneInfo(name).key


def _site(item: SiteItem) -> Site:
    return Site(
        key=item.id,
        name=item.name,
        domain=item.domain,
        timezone=item.timezone,
        created_at=int(item.created_at),
        first_event_at=None if item.first_event_at is None else int(item.first_event_at),
        shards=int(item.shards),
        retention_days=None if item.retention_days is None else int(item.retention_days),
        allowed_origins=tuple(item.allowed_origins or ()),
        excluded_addresses=tuple(item.excluded_addresses or ()),
        excluded_paths=tuple(item.excluded_paths or ()),
        rolled_up_to=None if item.rolled_up_to is None else int(item.rolled_up_to),
    )
