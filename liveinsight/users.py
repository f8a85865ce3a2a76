"""People who may log in to the dashboard."""

import re
import secrets
import time
from dataclasses import dataclass
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from pynamodb.exceptions import PutError

from liveinsight import tables
from liveinsight.errors import Conflict, InvalidRequest, NotFound
from liveinsight.tables import CONDITION_FAILED, EndedSessionItem, UserItem

LEAST_PASSWORD = 8
MOST_PASSWORD = 1024
LOG_IN_LIFE_S = 30 * 86_400
_EMAIL = re.compile(r"^[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,255}$")


@dataclass(slots=True, frozen=True)
class User:
    """`session_epoch` rises with every change of password, which ends all sessions made before."""

    email: str
    language: str | None
    session_epoch: int


def add(email: str, password: str | None = None) -> tuple[User, str]:
    """Register a person; returns the user and the password, a fresh one where none was given.

    Raises `InvalidRequest` for what is no e-mail address or too short a password, `Conflict` if known already.
    """
    email = _normal(email)
    password = secrets.token_urlsafe(12) if password is None else password
    _check(password)
    item = UserItem(UserItem.KIND, email, password_hash=_hasher().hash(password), created_at=_now())
    try:
        item.save(condition=UserItem.id.does_not_exist())
    except PutError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise
        raise Conflict("user_exists", f"{email} is registered already") from None
    return _user(item), password


def change_password(email: str, password: str) -> User:
    """Set a new password and end the person's sessions. Raises `NotFound` or `InvalidRequest`."""
    _check(password)
    item = _item(email)
    item.update(
        actions=[UserItem.password_hash.set(_hasher().hash(password)), UserItem.session_epoch.add(1)],
        condition=UserItem.id.exists(),
    )
    return _user(item)


def log_in(email: str, password: str) -> User | None:
    """The user, if the password is right. Takes as long for an unknown address as for a wrong password."""
    try:
        item = _item(email)
        stored = item.password_hash
    except (NotFound, InvalidRequest):
        item, stored = None, _nobodys_hash()
    try:
        _hasher().verify(stored, password[:MOST_PASSWORD])
    except (VerifyMismatchError, InvalidHashError):
        return None
    return None if item is None else _user(item)


def new_log_in() -> str:
    """The id of a log-in, to be kept in its cookie."""
    return secrets.token_urlsafe(12)


def end_log_in(log_in_id: str) -> None:
    """A cookie with this id is worth nothing from now on, whoever has a copy of it."""
    expires = tables.expiry(_now(), LOG_IN_LIFE_S)
    EndedSessionItem(EndedSessionItem.KIND, log_in_id, expires=expires).save()


def is_ended(log_in_id: str) -> bool:
    return EndedSessionItem.count(EndedSessionItem.KIND, EndedSessionItem.id == log_in_id) > 0


def get(email: str) -> User:
    """Raises `NotFound`."""
    return _user(_item(email))


def every() -> list[User]:
    return [_user(item) for item in UserItem.query(UserItem.KIND)]


def _item(email: str) -> UserItem:
    try:
        return UserItem.get(UserItem.KIND, _normal(email))
    except UserItem.DoesNotExist:
        raise NotFound("unknown_user", f"{email!r} is not registered; `liveinsight user add` does that") from None


def _normal(email: str) -> str:
    email = email.strip().lower()
    if not _EMAIL.match(email):
        raise InvalidRequest("invalid_email", f"{email!r} is no e-mail address")
    return email


def _check(password: str) -> None:
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise InvalidRequest("invalid_password", f"a password has {LEAST_PASSWORD} to {MOST_PASSWORD} characters")


def _user(item: UserItem) -> User:
    return User(item.id, item.language, int(item.session_epoch))


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe())


def _now() -> int:
    return int(time.time() * 1000)
