"""What the demo site is told at start, checked once."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """`dashboard_url` serves the tracker; `collector_url` is only set when it is not the default."""

    dashboard_url: str
    site: str
    collector_url: str | None = None
    allow_webdriver: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError for an address that is not http(s) or an empty site key."""
        for url in filter(None, (self.dashboard_url, self.collector_url)):
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.netloc:
                raise ValueError(f"not an http(s) address: {url}")
        if not self.site:
            raise ValueError("the site key is empty")

    @property
    def tracker_url(self) -> str:
        """Where the page loads the tracker from."""
        return f"{self.dashboard_url.rstrip('/')}/li.js"

    @property
    def vitals_url(self) -> str:
        """Where the page loads the measurement of web vitals from."""
        return f"{self.dashboard_url.rstrip('/')}/li-vitals.js"
