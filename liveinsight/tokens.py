"""API tokens: shown once, kept as a hash, valid for all sites or for some, for reading or for changing them too."""

import hashlib
import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

from pynamodb.exceptions import PynamoDBException, UpdateError

from liveinsight import sites
from liveinsight.domain.address import clean
from liveinsight.errors import InvalidRequest, NotAuthenticated, NotFound
from liveinsight.tables import CONDITION_FAILED, TokenItem

log = logging.getLogger(__name__)
PREFIX = "li_"
READ, ADMIN = "read", "admin"
MOST_SITES = 200
MOST_LABEL = 120
SHOWN = 16
"""Digits of a token's hash that make up its public id."""
NOTED_EVERY_MS = 60_000


@dataclass(slots=True, frozen=True)
class Token:
    """What a token may do. `sites` are those that it opens; None opens all, those to come included.

    An `admin` token may change these sites and their goals, notes and shares, and make tokens that may do no more
    than itself. `id` names it in lists; the token cannot be found out from it. Times are UTC ms.
    """

    label: str
    sites: tuple[str, ...] | None = None
    scope: str = READ
    id: str = ""
    created_at: int = 0
    last_used_at: int | None = None

    def opens(self, site_key: str) -> bool:
        return self.sites is None or site_key in self.sites


def create(wanted: Sequence[str] | str | None = None, label: str = "", scope: str = READ) -> str:
    """A new token, for all sites or for these.

    Raises `NotFound` for an unknown site, `InvalidRequest` for an empty list of sites or an unknown scope.
    """
    keys = [wanted] if isinstance(wanted, str) else wanted
    if scope not in (READ, ADMIN):
        raise InvalidRequest("invalid_scope", f"{scope!r} is no scope; give {READ} or {ADMIN}")
    if keys is not None and not 0 < len(keys) <= MOST_SITES:
        raise InvalidRequest("invalid_sites", f"name 1 to {MOST_SITES} sites, or leave them out for all")
    for key in keys or ():
        sites.get(key)
    token = PREFIX + secrets.token_urlsafe(32)
    TokenItem(
        TokenItem.KIND,
        _hash(token),
        label=clean(label, MOST_LABEL),
        sites=None if keys is None else sorted(set(keys)),
        scope=scope,
        created_at=_now(),
    ).save()
    return token


def check(token: str) -> Token:
    """What this token opens; notes that it was used, once a minute. Raises `NotAuthenticated`."""
    try:
        item = TokenItem.get(TokenItem.KIND, _hash(token))
    except TokenItem.DoesNotExist:
        raise NotAuthenticated(
            "invalid_token", "this token is not known; `liveinsight token create` makes one"
        ) from None
    _note_use(item)
    return _token(item)


def every() -> list[Token]:
    """All tokens, newest first."""
    return sorted(map(_token, TokenItem.query(TokenItem.KIND)), key=lambda token: (-token.created_at, token.id))


def get(token_id: str) -> Token:
    """The token that has this id in lists. Raises `NotFound`."""
    return _token(_item(token_id))


def revoke(token_id: str) -> None:
    """From now on this token opens nothing. Raises `NotFound`."""
    _item(token_id).delete()


def id_of(token: str) -> str:
    """The id of a token in lists."""
    return _hash(token)[:SHOWN]


def _item(token_id: str) -> TokenItem:
    if len(token_id) == SHOWN:
        for item in TokenItem.query(TokenItem.KIND, TokenItem.id.startswith(token_id)):
            return item
    raise NotFound("unknown_token", f"there is no token {token_id!r}; `liveinsight token list` shows all")


def _note_use(item: TokenItem) -> None:
    """The condition keeps a token that is revoked at this moment from coming back."""
    now = _now()
    if item.last_used_at is not None and item.last_used_at > now - NOTED_EVERY_MS:
        return
    due = TokenItem.last_used_at.does_not_exist() | (TokenItem.last_used_at <= now - NOTED_EVERY_MS)
    try:
        item.update(actions=[TokenItem.last_used_at.set(now)], condition=TokenItem.id.exists() & due)
    except UpdateError as error:
        if error.cause_response_code != CONDITION_FAILED:
            log.warning("the use of a token could not be noted: %s", error)
    except PynamoDBException as error:
        log.warning("the use of a token could not be noted: %s", error)


def _token(item: TokenItem) -> Token:
    # Tokens made before there were several sites a token have `site`, and were for reading.
    opened = item.sites if item.sites is not None else None if item.site is None else [item.site]
    return Token(
        label=item.label,
        sites=None if opened is None else tuple(opened),
        scope=item.scope or READ,
        id=item.id[:SHOWN],
        created_at=int(item.created_at),
        last_used_at=None if item.last_used_at is None else int(item.last_used_at),
    )


def _hash(token: str) -> str:
    """A plain hash will do: the token is 256 random bits, there is nothing to guess."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _now() -> int:
    return int(time.time() * 1000)
