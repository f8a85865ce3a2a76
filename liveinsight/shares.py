"""Share links: whoever has one sees one site's pages without a log-in, until it expires or is revoked."""

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from liveinsight import sites
from liveinsight.domain.address import clean
from liveinsight.errors import InvalidRequest, NotFound
from liveinsight.tables import ShareItem

MOST_LABEL = 120
LEAST_PASSWORD = 4
MOST_PASSWORD = 1024
MOST_DAYS = 3650


@dataclass(slots=True, frozen=True)
class Share:
    """A link to one site. Times are UTC ms; `expires_at` None means never."""

    slug: str
    site: str
    label: str
    has_password: bool
    created_at: int
    expires_at: int | None


def create(site: str, label: str = "", password: str | None = None, days: int | None = None) -> Share:
    """A new link, good for `days` or for ever. Raises `NotFound` for an unknown site, `InvalidRequest`."""
    sites.get(site)
    if password is not None and not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise InvalidRequest(
            "invalid_password", f"a link's password has {LEAST_PASSWORD} to {MOST_PASSWORD} characters"
        )
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise InvalidRequest("invalid_days", f"a link is good for 1 to {MOST_DAYS} days, or for ever without `days`")
    now = datetime.now(UTC)
    item = ShareItem(
        ShareItem.KIND,
        secrets.token_urlsafe(16),
        site=site,
        label=clean(label, MOST_LABEL),
        password_hash=None if password is None else _hasher().hash(password),
        created_at=int(now.timestamp() * 1000),
        expires=None if days is None else now + timedelta(days=days),
    )
    item.save()
    return _share(item)


def find(slug: str) -> Share | None:
    """The link with this slug, unless it was revoked or has expired."""
    item = _item(slug)
    return None if item is None else _share(item)


def opens(slug: str, password: str) -> bool:
    """Whether the password is that of the link; links without one take any."""
    item = _item(slug)
    if item is None or item.password_hash is None:
        return item is not None
    try:
        return _hasher().verify(item.password_hash, password[:MOST_PASSWORD])
    except (VerifyMismatchError, InvalidHashError):
        return False


def of(site: str) -> list[Share]:
    """The good links to a site, newest first."""
    found = [_share(item) for item in ShareItem.query(ShareItem.KIND) if item.site == site]
    return sorted(filter(_is_good, found), key=lambda share: (-share.created_at, share.slug))


def revoke(site: str, slug: str) -> None:
    """The link, and what every session that it opened may ask for, ends now. Raises `NotFound`."""
    item = _item(slug)
    if item is None or item.site != site:
        raise NotFound("unknown_share", f"the site has no share {slug!r}")
    item.delete()


def _item(slug: str) -> ShareItem | None:
    if not 0 < len(slug) <= 64:
        return None
    try:
        item = ShareItem.get(ShareItem.KIND, slug)
    except ShareItem.DoesNotExist:
        return None
    return item if _is_good(_share(item)) else None


def _is_good(share: Share) -> bool:
    """DynamoDB deletes expired items hours late, so time decides."""
    return share.expires_at is None or share.expires_at > time.time() * 1000


def _share(item: ShareItem) -> Share:
    return Share(
        slug=item.id,
        site=item.site,
        label=item.label,
        has_password=item.password_hash is not None,
        created_at=int(item.created_at),
        expires_at=None if item.expires is None else int(item.expires.timestamp() * 1000),
    )


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()
