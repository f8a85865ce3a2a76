"""Visitor ids without cookies: a keyed hash under a secret that changes every UTC day and is then gone.

Nothing that is stored can be turned back into an address, and nothing links the same person's visits on two
days, except a visit that runs across midnight: events within 30 minutes of midnight carry a `bridge`, a hash
that both sides share and that no other event carries.

A site may open itself to ids that its pages give after consent (`identify`). Of these a keyed hash is kept as well,
under a secret of the installation that stays, so that it is the same on all days: the lasting id.
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime

from pynamodb.exceptions import PutError

from liveinsight.domain.address import clean
from liveinsight.domain.session import INACTIVITY_MS
from liveinsight.tables import CONDITION_FAILED, SaltItem, SecretItem
from liveinsight.timing import DAY_MS, day_of, midnight

SALT_LIFE_MS = 2 * DAY_MS
"""A salt may be used from the start of its day to the end of the next one, never longer."""
_LASTING = "lasting-visitors"


def visitor_id(salt: bytes, site: str, address: str, user_agent: str) -> str:
    """16 hex digits that stand for this visitor on this site on the salt's day."""
    return _hash(salt, b"visitor", site, address, user_agent)


def bridge_id(salt: bytes, site: str, address: str, user_agent: str) -> str:
    """16 hex digits that a visitor's events share around the midnight at which the salt's day ends."""
    return _hash(salt, b"bridge", site, address, user_agent)


def lasting_id(site: str, user: str) -> str:
    """16 hex digits that stand on all days for the person to whom the site's pages give the id `user`.

    Tables and archive have them as the visitor of everything that this person did while identified.
    """
    return LastingIds().of(site, user)


def _hash(salt: bytes, purpose: bytes, *parts: str) -> str:
    text = "\0".join(parts).encode(errors="surrogatepass")
    return hashlib.blake2b(text, digest_size=8, key=salt, person=purpose).hexdigest()


def bridged_day(at_ms: int) -> int | None:
    """The start of the day whose end is within 30 minutes of `at_ms`; None away from midnight."""
    into_day = at_ms % DAY_MS
    if into_day <= INACTIVITY_MS:
        return midnight(at_ms) - DAY_MS
    return midnight(at_ms) if into_day >= DAY_MS - INACTIVITY_MS else None


class Salts:
    """The salts of the last two days. Keeps them in this process; a salt past its life is never handed out."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def of_day(self, day_ms: int, now_ms: int) -> bytes | None:
        """The salt of the day that starts at `day_ms`, made if it is the first use; None when it is gone."""
        if now_ms >= day_ms + SALT_LIFE_MS:
            self._known.pop(day_of(day_ms), None)
            return None
        day = day_of(day_ms)
        if day not in self._known:
            oldest = day_of(now_ms - SALT_LIFE_MS)
            self._known = {known: salt for known, salt in self._known.items() if known > oldest}
            self._known[day] = self._load(day, day_ms)
        return self._known[day]

    @staticmethod
    def _load(day: str, day_ms: int) -> bytes:
        """The day's salt, made on first use."""
        found = next(SaltItem.query(SaltItem.KIND, SaltItem.id == day, consistent_read=True, limit=1), None)
        if found is not None:
            return bytes(found.value)
        expires = datetime.fromtimestamp((day_ms + SALT_LIFE_MS) // 1000, UTC)
        return _made_once(SaltItem(SaltItem.KIND, day, value=os.urandom(32), expires=expires))


class LastingIds:
    """Lasting ids; keeps the installation's secret in this process."""

    def __init__(self) -> None:
        self._secret: bytes | None = None

    def of(self, site: str, user: str) -> str:
        """The id of `lasting_id`."""
        if self._secret is None:
            self._secret = self._load()
        return _hash(self._secret, b"lasting", site, clean(user, len(user)))

    @staticmethod
    def _load() -> bytes:
        """The secret, made on first use. Lost or changed, nobody would be recognised any more."""
        try:
            return bytes(SecretItem.get(SecretItem.KIND, _LASTING, consistent_read=True).value)
        except SecretItem.DoesNotExist:
            return _made_once(SecretItem(SecretItem.KIND, _LASTING, value=os.urandom(32)))


def _made_once(item: SaltItem | SecretItem) -> bytes:
    """The value of this item: whoever comes first makes it, and the condition lets everybody else find that one."""
    try:
        item.save(condition=type(item).id.does_not_exist())
    except PutError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise
        item = type(item).get(item.kind, item.id, consistent_read=True)
    return bytes(item.value)


def forget_old_salts(now_ms: int) -> int:
    """Delete every salt past its life, without waiting for DynamoDB's TTL. Returns how many."""
    old = list(_past_life(now_ms))
    for item in old:
        item.delete()
    return len(old)


def _past_life(now_ms: int) -> Iterator[SaltItem]:
    for item in SaltItem.query(SaltItem.KIND):
        if item.expires.timestamp() * 1000 <= now_ms:
            yield item
