"""What the steps of ingest work on: the beacon's surroundings, and one event on its way."""

from dataclasses import dataclass, field
from enum import StrEnum

from liveinsight.domain.address import Page
from liveinsight.domain.event import Attribution, Client
from liveinsight.ingest.payload import Beacon, SentEvent
from liveinsight.ingest.sender import Sender
from liveinsight.settings import Settings
from liveinsight.sites import Site


class DropReason(StrEnum):
    """Why an event was not counted. The caller is told, and the reasons are counted as metrics."""

    BOT = "bot"
    EXCLUDED_ADDRESS = "excluded_address"
    EXCLUDED_PATH = "excluded_path"
    SPAM_REFERRER = "spam_referrer"
    INVALID_URL = "invalid_url"
    INVALID_REVENUE = "invalid_revenue"
    TOO_OLD = "too_old"
    IN_FUTURE = "in_future"
    DUPLICATE_ID = "duplicate_id"


@dataclass(slots=True)
class Surroundings:
    """What all events of one beacon share. `now_ms` is when the beacon was received."""

    beacon: Beacon
    sender: Sender
    site: Site
    settings: Settings
    now_ms: int
    client: Client = field(default_factory=Client)
    offsets: dict[str, int] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Draft:
    """One event under way. The steps fill in what they find out."""

    sent: SentEvent
    page: Page | None = None
    at: int = 0
    visitor: str = ""
    bridge: str = ""
    lasting_visitor: str = ""
    own: Attribution = field(default_factory=Attribution)
    title: str = ""
    name: str = ""
    props: str = ""
    revenue_amount: str = ""
