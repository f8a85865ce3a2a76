"""API tokens: shown once, kept as a hash, valid for all sites or for one."""

import hashlib
import secrets
import time
from dataclasses import dataclass

from liveinsight import sites
from liveinsight.errors import NotAuthenticated
from liveinsight.tables import TokenItem

PREFIX = "li_"


@dataclass(slots=True, frozen=True)
class Token:
    """`site` is the only site that the token opens; None opens all."""

    label: str
    site: str | None

    def opens(self, site_key: str) -> bool:
        return self.site is None or self.site == site_key


def create(site: str | None = None, label: str = "") -> str:
    """A new token, for all sites or for one. Raises `NotFound` for an unknown site."""
    if site is not None:
        sites.get(site)
    token = PREFIX + secrets.token_urlsafe(32)
    TokenItem(TokenItem.KIND, _hash(token), label=label, site=site, created_at=int(time.time() * 1000)).save()
    return token


def check(token: str) -> Token:
    """What this token opens. Raises `NotAuthenticated`."""
    try:
        item = TokenItem.get(TokenItem.KIND, _hash(token))
    except TokenItem.DoesNotExist:
        raise NotAuthenticated(
            "invalid_token", "this token is not known; `liveinsight token create` makes one"
        ) from None
    return Token(item.label, item.site)


def _hash(token: str) -> str:
    """A plain hash will do: the token is 256 random bits, there is nothing to guess."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
