"""Plausible's Events API: what its clients send, as an event of ours.

The payload is read as https://plausible.io/docs/events-api documents it, and as its trackers send it: short names or
long ones, properties as an object or as JSON text, engagement in `e` (ms) and `sd` (percent).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

import msgspec

from liveinsight.domain.address import MAX_URL, clean
from liveinsight.domain.event import EventType
from liveinsight.errors import InvalidRequest, TooLarge
from liveinsight.ingest.enrichers import exact_amount
from liveinsight.ingest.named_request import Stamp
from liveinsight.ingest.payload import MAX_BYTES, MAX_NAME, MAX_PROPS, Beacon, Revenue, Scalar, SentEvent

MAX_DOMAINS = 10
MAX_PROP_NAME_BYTES = 300
MAX_PROP_VALUE_BYTES = 2000
MAX_REFERRER = 2000
ENGAGED_BELOW_MS = 30 * 86_400_000
"""Old trackers sent times of months; they are no measurement."""
NO_HOST = "(none)"
_NO_PAGE = frozenset({"about", "blob", "data", "javascript", "mailto", "tel"})

_TYPES: dict[str, EventType] = {"pageview": "pageview", "engagement": "engagement"}
_WHOLE = re.compile(r"[0-9]{1,18}\Z", re.ASCII)


class InvalidEvent(InvalidRequest):
    """A payload that cannot be read; `field` is Plausible's name for what is wrong with it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("invalid_event", message)
        self.field = field


@dataclass(slots=True, frozen=True)
class Sent:
    """An event, and the names of the sites that it is for: domains or keys, each once."""

    domains: tuple[str, ...]
    event: SentEvent
    sent_at: int | None

    def beacon(self, site: str) -> Beacon:
        """The beacon with which our own tracker would have told the site with this key."""
        return Beacon(site=site, events=[self.event], sent_at=self.sent_at)


def parse(body: bytes, stamp: Stamp) -> Sent:
    """The event in a request body (JSON, UTF-8).

    Raises `InvalidEvent` when it is no JSON object, or lacks what an event needs, `TooLarge` over 64 KB.
    """
    fields = _fields(body)
    name = _name(fields)
    parts = _url(fields)
    url = _as_page(parts, hash_mode=_first(fields, "h", "hashMode") in (1, "1", True))
    visible_ms, scroll_pct = _engagement(fields) if name == "engagement" else (0, 0)
    event = SentEvent(
        id=stamp.id,
        type=_TYPES.get(name, "event"),
        at=stamp.at,
        url=url,
        name="" if name in _TYPES else name,
        referrer=_referrer(fields),
        visible_ms=visible_ms,
        scroll_pct=scroll_pct,
        props=_props(fields),
        revenue=_revenue(fields),
        interactive=fields.get("i") is not False and fields.get("interactive") is not False,
    )
    return Sent(_domains(fields, parts), event, stamp.sent_at)


def _fields(body: bytes) -> dict[str, Any]:
    if len(body) > MAX_BYTES:
        raise TooLarge("event_too_large", f"an event may have {MAX_BYTES} bytes, this one has {len(body)}")
    try:
        fields = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise InvalidEvent("request", "the body must be a JSON object")
    return fields


def _first(fields: Mapping[str, Any], *names: str) -> Any:
    """The value under the first of these names that has one; null and false count as none."""
    return next((value for name in names if (value := fields.get(name)) is not None and value is not False), None)


def _name(fields: Mapping[str, Any]) -> str:
    name = _first(fields, "n", "name")
    if isinstance(name, int) and not isinstance(name, bool):  # a page that counts its 404s may say 404
        name = str(name)
    if not isinstance(name, str) or not clean(name, MAX_NAME):
        raise InvalidEvent("event_name", "is required, as text")
    if len(name) > MAX_NAME:
        raise InvalidEvent("event_name", f"may have {MAX_NAME} characters")
    return name


def _url(fields: Mapping[str, Any]) -> SplitResult:
    url = _first(fields, "u", "url")
    if not isinstance(url, str):
        raise InvalidEvent("url", "is required, as text")
    try:
        parts = urlsplit(url.strip())
        _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidEvent("url", "must be a valid URL") from None
    if len(url) > MAX_URL:
        raise InvalidEvent("url", f"may have {MAX_URL} characters")
    if parts.scheme in _NO_PAGE:
        raise InvalidEvent("url", f"may not have the scheme {parts.scheme}")
    return parts


def _as_page(parts: SplitResult, hash_mode: bool) -> str:
    """The URL as a web page's: an app's screen (`app://localhost/login`) and a bare path are pages of their own."""
    path = parts.path
    if hash_mode and parts.fragment:
        path = (path or "/") + quote("#" + unquote(parts.fragment, errors="replace"))
    if parts.scheme in ("http", "https"):
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
    return urlunsplit(("https", parts.netloc or NO_HOST, "/" + path.lstrip("/"), parts.query, ""))


def _domains(fields: Mapping[str, Any], parts: SplitResult) -> tuple[str, ...]:
    """The sites' names; without any, the page's host is one."""
    given = _first(fields, "d", "domain")
    names = given.split(",") if isinstance(given, str) else [parts.hostname or ""]
    domains = tuple(dict.fromkeys(name for each in names if (name := each.strip())))
    if not domains:
        raise InvalidEvent("domain", "is required: a site's domain or key, or several with commas between")
    if len(domains) > MAX_DOMAINS:
        raise InvalidEvent("domain", f"may name {MAX_DOMAINS} sites")
    return domains


def _referrer(fields: Mapping[str, Any]) -> str:
    referrer = _first(fields, "r", "referrer")
    return referrer[:MAX_REFERRER] if isinstance(referrer, str) else ""


def _object(value: Any) -> dict[str, Any]:
    """A JSON object, or text that is one; empty for everything else."""
    if isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except (msgspec.DecodeError, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}


def _props(fields: Mapping[str, Any]) -> dict[str, Scalar] | None:
    """Up to 30 properties; nested and blank ones do not count, as they do not with Plausible."""
    given = _object(_first(fields, "m", "meta", "p", "props"))
    props: dict[str, Scalar] = {}
    for key, value in given.items():
        if len(props) == MAX_PROPS:
            break
        if not isinstance(value, str | int | float) or not key.strip() or not str(value).strip():
            continue
        if len(key.encode()) > MAX_PROP_NAME_BYTES or len(str(value).encode()) > MAX_PROP_VALUE_BYTES:
            raise InvalidEvent(
                "props", f"may have names of {MAX_PROP_NAME_BYTES} and values of {MAX_PROP_VALUE_BYTES} bytes"
            )
        props[key] = value
    return props or None


def _revenue(fields: Mapping[str, Any]) -> Revenue | None:
    """The amount and its currency; None when either is none: the event counts all the same."""
    try:
        revenue = msgspec.convert(_object(_first(fields, "$", "revenue")), Revenue)
    except msgspec.ValidationError:
        return None
    return None if exact_amount(revenue) is None else revenue


def _engagement(fields: Mapping[str, Any]) -> tuple[int, int]:
    """Engaged time in ms since the last engagement, and scroll depth in percent; 0 for the one that is missing."""
    engaged, depth = _whole(fields.get("e")), _whole(fields.get("sd"))
    engaged = engaged if engaged is not None and engaged < ENGAGED_BELOW_MS else None
    if not engaged and depth is None:
        raise InvalidEvent("event_name", "engagement needs a whole number in 'e' or 'sd'")
    return engaged or 0, min(depth or 0, 100)


def _whole(value: Any) -> int | None:
    if isinstance(value, str) and _WHOLE.match(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
