"""The sites that may send events, and what their owners set for them."""

import ipaddress
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from pynamodb.exceptions import UpdateError

from liveinsight.domain.address import within
from liveinsight.errors import InvalidRequest, NotFound
from liveinsight.site_values import (
    host_of,
    normal_domain,
    valid_days,
    valid_name,
    valid_networks,
    valid_paths,
    valid_timezone,
)
from liveinsight.tables import CONDITION_FAILED, SiteItem

LONGEST_KEY = 64
_KEY_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"


@dataclass(slots=True, frozen=True)
class Site:
    """A website. `shards` spreads a hot site over several partitions; it may be raised, never lowered.

    With `identify`, ids that pages give to visitors after their consent are taken.
    """

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
    identify: bool = False
    rolled_up_to: int | None = None

    def allows(self, origin: str) -> bool:
        """Whether a page of this origin may send events: the site's domain, its subdomains, or one it names.

        A request without an Origin comes from a server, not from somebody else's page.
        """
        if not origin:
            return True
        host = host_of(origin) if origin.startswith(("http://", "https://")) else ""
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
    item = SiteItem(
        SiteItem.KIND,
        key or "".join(secrets.choice(_KEY_ALPHABET) for _ in range(12)),
        name=valid_name(name),
        domain=normal_domain(domain),
        timezone=valid_timezone(timezone),
        created_at=int(time.time() * 1000),
    )
    item.save(condition=SiteItem.id.does_not_exist())
    return _site(item)


@dataclass(slots=True, frozen=True)
class Changes:
    """What to set for a site; None leaves a value as it is, an empty list empties it."""

    name: str | None = None
    timezone: str | None = None
    shards: int | None = None
    retention_days: int | None = None
    allowed_origins: Sequence[str] | None = None
    excluded_addresses: Sequence[str] | None = None
    excluded_paths: Sequence[str] | None = None
    identify: bool | None = None


def change(key: str, changes: Changes) -> Site:
    """Set what an owner may set. Collectors take it up within half a minute.

    Raises `NotFound`, or `InvalidRequest` with the remedy; nothing is changed then.
    """
    site = get(key)
    values = {name: value for name in Changes.__dataclass_fields__ if (value := getattr(changes, name)) is not None}
    for name, value in values.items():
        values[name] = _VALID[name](site, value)
    if values:
        actions = [getattr(SiteItem, name).set(value) for name, value in values.items()]
        SiteItem(SiteItem.KIND, key).update(actions=actions, condition=SiteItem.id.exists())
    return get(key)


def get(key: str) -> Site:
    """The site with this key. Raises `NotFound`."""
    try:
        # DynamoDB refuses to look for nothing, and for keys longer than any of ours, as if it were out of order.
        if not 0 < len(key) <= LONGEST_KEY:
            raise SiteItem.DoesNotExist
        return _site(SiteItem.get(SiteItem.KIND, key))
    except SiteItem.DoesNotExist:
        raise NotFound("unknown_site", f"there is no site {key[:120]!r}; `liveinsight site list` shows all") from None


def every() -> list[Site]:
    """All sites, by name."""
    return sorted((_site(item) for item in SiteItem.query(SiteItem.KIND)), key=lambda site: site.name.lower())


def saw_first_event(key: str, at_ms: int) -> None:
    """Note that events arrive. Keeps the earliest time it was told: older history may be imported later."""
    first = SiteItem.first_event_at
    try:
        SiteItem(SiteItem.KIND, key).update(
            actions=[first.set(at_ms)],
            condition=SiteItem.id.exists() & (first.does_not_exist() | (first > at_ms)),
        )
    except UpdateError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise


def _shards(site: Site, shards: int) -> int:
    if not site.shards <= shards <= 64:
        raise InvalidRequest("invalid_shards", f"give {site.shards} to 64 shards; they may be raised, never lowered")
    return shards


_VALID: dict[str, Callable[[Site, Any], Any]] = {
    "name": lambda _, value: valid_name(value),
    "timezone": lambda _, value: valid_timezone(value),
    "shards": _shards,
    "retention_days": lambda _, value: valid_days(value),
    "allowed_origins": lambda _, values: [normal_domain(value) for value in values],
    "excluded_addresses": lambda _, values: valid_networks(values),
    "excluded_paths": lambda _, values: valid_paths(values),
    "identify": lambda _, value: value,
}


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
        identify=bool(item.identify),
        rolled_up_to=None if item.rolled_up_to is None else int(item.rolled_up_to),
    )
