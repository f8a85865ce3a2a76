"""The stored event and the attribution it carries."""

from dataclasses import dataclass, field
from typing import Literal

EventType = Literal["pageview", "engagement", "event"]

EventKey = tuple[int, str]
"""(`at` in ms, event id): the order of a visitor's events, and the identity of one."""


@dataclass(slots=True, frozen=True)
class Attribution:
    """Where a visit came from. Empty strings mean: not known."""

    source: str = ""
    channel: str = ""
    referrer: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_term: str = ""
    utm_content: str = ""
    click_id: str = ""


@dataclass(slots=True, frozen=True)
class Client:
    """The visitor's software and place, as far as they are known. Empty strings mean: not known."""

    device: str = ""
    browser: str = ""
    browser_version: str = ""
    os: str = ""
    os_version: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    language: str = ""
    screen: str = ""


@dataclass(slots=True)
class Event:
    """One immutable fact about a visitor, at `at` (UTC ms, corrected for a wrong client clock).

    `own` is what this event's own address and referrer say; `visit` is the attribution of the visit that
    ingest provisionally put it into. `bridge` joins the two daily visitor ids of one person around midnight;
    `lasting_visitor` is the id of somebody whom the page identified, the same on all days.
    """

    site: str
    id: str
    type: EventType
    at: int
    visitor: str
    hostname: str
    path: str
    client: Client = field(default_factory=Client)
    own: Attribution = field(default_factory=Attribution)
    visit: Attribution = field(default_factory=Attribution)
    session: str = ""
    entry_page: str = ""
    bridge: str = ""
    lasting_visitor: str = ""
    name: str = ""
    title: str = ""
    props: str = ""
    revenue_amount: str = ""
    revenue_currency: str = ""
    visible_ms: int = 0
    scroll_pct: int = 0
    interactive: bool = True

    @property
    def key(self) -> EventKey:
        return (self.at, self.id)
