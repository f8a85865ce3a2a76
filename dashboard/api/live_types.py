"""What live answers look like, as types for the documentation. Times are UTC milliseconds.

`dashboard.live.messages` makes these answers; a test holds the two together.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class ActiveSession(Struct):
    """A visit with activity in the last 30 minutes. Empty texts are not known."""

    id: str
    started_at: int
    last_seen: int
    pageviews: int
    entry_page: str
    page: Annotated[str, Meta(description="The page of the latest view.")]
    source: str
    country: Annotated[str, Meta(description="ISO 3166 code of two letters.")]
    device: str
    browser: str
    os: str


class ActiveSessions(Struct):
    site: str
    count: int
    current_visitors: Annotated[int, Meta(description="Seen in the last five minutes.")]
    sessions: list[ActiveSession]


class Minute(Struct):
    """A minute of the last half hour."""

    at: int
    visitors: int
    pageviews: int


class Ranked(Struct):
    """A value and how many current visitors have it."""

    value: str
    visitors: int


class FeedEvent(Struct):
    """Something that happened."""

    id: str
    at: int
    type: Literal["pageview", "engagement", "event"]
    name: Annotated[str, Meta(description="Of a custom event.")]
    page: str
    title: str
    source: str
    country: str
    device: str
    scroll_pct: int
    visible_ms: int


class Snapshot(Struct):
    """A site at one moment. Sessions, pages and feed are cut to the first ones."""

    site: str
    at: int
    current_visitors: int
    active_sessions: int
    minutes: list[Minute]
    sessions: list[ActiveSession]
    pages: list[Ranked]
    sources: list[Ranked]
    countries: list[Ranked]
    feed: list[FeedEvent]


class SiteNow(Struct):
    """A site and how many visitors it has now."""

    site: str
    name: str
    domain: str
    timezone: str
    first_event_at: Annotated[int | None, Meta(description="Null while it waits for its first event.")]
    current_visitors: int


class SitesNow(Struct):
    sites: list[SiteNow]


class Health(Struct, omit_defaults=True):
    """`checks` is there with `deep=1`."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, str] = {}
