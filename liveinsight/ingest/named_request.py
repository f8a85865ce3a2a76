"""Ids and times of events whose senders know neither: Plausible's clients, and pixels.

Such a request says nothing that would tell it from the next one just like it. Some name their requests, though: a
caller that may repeat itself with `Idempotency-Key`, a proxy that may ask twice with `X-Request-Id`. Under such a
name the same content is the same event. Its client clock is taken to stand at zero, so that the receipt of its first
arrival (`clock.py`) tells every repetition the same time. Without a name, each request is an event of its own.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

NAMES = ("idempotency-key", "x-request-id")
LEAST_NAME = 16
"""Characters. A shorter name is a counter or a word that other requests may have as well."""


@dataclass(slots=True, frozen=True)
class Stamp:
    """What an event is given: id, and the client times (ms) of its happening and of its sending."""

    id: str
    at: int
    sent_at: int | None


def stamp(headers: Mapping[str, str], content: bytes, now_ms: int) -> Stamp:
    """The stamp of a request with this content; `headers` has lower-case names."""
    name = next((headers[known] for known in NAMES if len(headers.get(known, "")) >= LEAST_NAME), None)
    if name is None:
        return Stamp(secrets.token_hex(16), now_ms, None)
    digest = hashlib.blake2b(digest_size=16, person=b"named request")
    digest.update(name.encode(errors="surrogatepass") + b"\0" + content)
    return Stamp(digest.hexdigest(), 0, 0)
