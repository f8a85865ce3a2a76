"""Web addresses: what is kept of a page's URL and of a referrer."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

MAX_URL = 8192
MAX_PATH = 2000
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
SOURCE_ALIASES = ("utm_source", "source", "ref")
CLICK_IDS = (
    "gclid",
    "gbraid",
    "wbraid",
    "gad_source",
    "dclid",
    "msclkid",
    "n_media",
    "NaPm",
    "ttclid",
    "twclid",
    "li_fat_id",
    "rdt_cid",
    "ScCid",
    "epik",
    "qclid",
    "yclid",
    "ysclid",
    "sznclid",
    "rb_clickid",
    "tblci",
    "dicbo",
    "irclickid",
    "mc_cid",
    "srsltid",
    "igsh",
    "igshid",
    "fbclid",
)
"""In order of precedence. Their sources are in the list that `classification/` compiles, a test holds them to it."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(slots=True, frozen=True)
class Page:
    """A page address: host in lower case, decoded path, and the campaign parameters of its query."""

    hostname: str
    path: str
    params: dict[str, str]


def clean(text: str, limit: int) -> str:
    """Text from a visitor without control and direction-changing characters, at most `limit` long."""
    return _CONTROL.sub(" ", text[: limit * 2]).strip()[:limit]


def page(url: str) -> Page | None:
    """The page that an http(s) URL names, or None when it names none."""
    if not url or len(url) > MAX_URL or _CONTROL.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or len(host) > 253 or " " in host:
        return None
    path = clean(unquote(parts.path, errors="replace"), MAX_PATH) or "/"
    return Page(host.lower(), path, _campaign(parts.query))


def _campaign(query: str) -> dict[str, str]:
    """The parameters that tell where a visit came from; all others are thrown away, they may be personal."""
    if not query:
        return {}
    wanted = {*UTM, *SOURCE_ALIASES, *CLICK_IDS}
    try:
        pairs = parse_qsl(query, max_num_fields=100, errors="replace")
    except ValueError:
        return {}
    return {name: clean(value, 200) for name, value in reversed(pairs) if name in wanted}


def bare_host(host: str) -> str:
    """A host without `www.`, the form in which hosts are compared."""
    return host.lower().removeprefix("www.")


def within(host: str, domain: str) -> bool:
    """Whether `host` is the domain or one of its subdomains."""
    host, domain = bare_host(host), bare_host(domain)
    return host == domain or host.endswith("." + domain)
