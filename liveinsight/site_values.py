"""What owners may set for a site: each value as people write it, checked, in the form in which it is kept.

Every function raises `InvalidRequest` with the remedy.
"""

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from liveinsight.domain.address import clean
from liveinsight.errors import InvalidRequest

_DOMAIN = re.compile(r"^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?)*$")


def normal_domain(text: str) -> str:
    """A domain as people write it (`https://www.Shop.example/`) as we keep it (`shop.example`)."""
    text = text.strip().lower()
    host = host_of(text if "//" in text else f"//{text}").removeprefix("www.")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = ""
    if not _DOMAIN.match(host):
        raise InvalidRequest("invalid_domain", f"{text!r} is no domain; give one like shop.example")
    return host


def host_of(url: str) -> str:
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


def valid_name(text: str) -> str:
    name = clean(text, 121)
    if not 0 < len(name) <= 120:
        raise InvalidRequest("invalid_name", "a site needs a name of 1 to 120 characters")
    return name


def valid_days(days: int) -> int:
    if not 1 <= days <= 36_500:
        raise InvalidRequest("invalid_retention", "give a retention of 1 to 36500 days")
    return days


def valid_networks(entries: Sequence[str]) -> list[str]:
    try:
        return [str(ipaddress.ip_network(entry.strip(), strict=False)) for entry in entries]
    except ValueError as error:
        raise InvalidRequest("invalid_address", f"{error}; give addresses or networks like 203.0.113.0/24") from None


def valid_paths(paths: Sequence[str]) -> list[str]:
    wrong = next((path for path in paths if not path.startswith(("/", "*")) or len(path) > 500), None)
    if wrong is not None:
        raise InvalidRequest("invalid_path", f"{wrong!r} is no path; give one like /admin/*")
    return list(paths)
