"""Who sends a beacon: the visitor's address, software and origin, out of an HTTP request."""

import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

from liveinsight.settings import ANY_PROXY, Settings

ADDRESS_AND_PORT = "cloudfront-viewer-address"
"""This header always ends in the port, and has no brackets around an IPv6 address."""
PROVING_HEADER = "x-liveinsight-origin"
"""The header in which a proxy proves that it is ours, where its address does not: a CDN has thousands."""


@dataclass(slots=True, frozen=True)
class Sender:
    """The visitor as the request shows it. `address` is never stored; it only feeds the visitor id."""

    address: str
    user_agent: str = ""
    origin: str = ""
    language: str = ""
    country: str = ""
    region: str = ""
    city: str = ""


def from_request(connection_address: str, headers: Mapping[str, str], settings: Settings) -> Sender:
    """The sender of a request. `headers` has lower-case names; `connection_address` is the peer's."""
    proven = _knows_the_secret(headers, settings)
    # Without a secret it is AWS's own CloudFront, before an edge endpoint, that writes these.
    place = headers if proven or not settings.proxy_secret else {}
    return Sender(
        address=_address(connection_address, headers, settings, proven),
        user_agent=headers.get("user-agent", "")[:1024],
        origin=headers.get("origin", ""),
        language=headers.get("accept-language", "")[:200],
        country=place.get("cloudfront-viewer-country", ""),
        region=place.get("cloudfront-viewer-country-region", ""),
        city=place.get("cloudfront-viewer-city", ""),
    )


def _knows_the_secret(headers: Mapping[str, str], settings: Settings) -> bool:
    given = headers.get(PROVING_HEADER, "").encode()
    return bool(settings.proxy_secret) and hmac.compare_digest(given, settings.proxy_secret.encode())


def _address(connection: str, headers: Mapping[str, str], settings: Settings, proven: bool) -> str:
    """The visitor's address: the connection's, unless a proxy that the settings trust names another."""
    if not proven and connection not in settings.trusted_proxies and ANY_PROXY not in settings.trusted_proxies:
        return connection
    named = headers.get(settings.client_ip_header, "")
    if settings.client_ip_header == ADDRESS_AND_PORT:
        named = named.rpartition(":")[0]
    # Proxies write "unknown" where they cannot tell: the first address of the list counts.
    return next(filter(None, (_without_port(each.strip()) for each in named.split(","))), connection)


def _without_port(text: str) -> str:
    """`203.0.113.7:4711` and `[2001:db8::1]:4711` lose their port; what is no address becomes empty."""
    for candidate in (text, text.strip("[]"), text.rpartition(":")[0].strip("[]")):
        try:
            return str(ipaddress.ip_address(candidate))
        except ValueError:
            continue
    return ""
