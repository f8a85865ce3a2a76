"""A site that bots come to: beacons at chosen times, and a plain count of what a report should say."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from liveinsight import sites
from liveinsight.bot_visits.report import Answer, answer
from liveinsight.ingest.pipeline import Ingest, Outcome
from liveinsight.ingest.sender import Sender
from liveinsight.query.dates import Span, day_start
from liveinsight.settings import Settings
from liveinsight.sites import Site
from liveinsight.tables import SiteItem
from liveinsight.timing import DAY_MS, HOUR_MS
from tests.integration.store.world import MIDNIGHT as LATER_MIDNIGHT

MIDNIGHT = LATER_MIDNIGHT
"""A midnight (UTC) in days to come, so that no time to live ends while a test runs."""
NOON = MIDNIGHT + 12 * HOUR_MS
GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
BINGBOT = "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"
NAMELESS = "none"
PERSON = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/155.0.0.0 Safari/537.36"
)
NAMES = {GPTBOT: "GPTBot", GOOGLEBOT: "Googlebot", BINGBOT: "bingbot", NAMELESS: ""}


@dataclass(frozen=True)
class Look:
    """A page that a bot looked at."""

    id: str
    at: int
    agent: str = GPTBOT
    path: str = "/"
    type: str = "pageview"


class World:
    def __init__(self, settings: Settings, timezone: str = "UTC", created_at: int = MIDNIGHT - 3 * DAY_MS) -> None:
        self.key = sites.add("A site", "shop.example", timezone).key
        SiteItem(SiteItem.KIND, self.key).update(actions=[SiteItem.created_at.set(created_at)])
        self.settings = settings
        self.ingest = Ingest(settings)

    @property
    def site(self) -> Site:
        return sites.get(self.key)

    def send(
        self, *looks: Look, now: int, clock_error: int = 0, webdriver: bool = False, address: str = "203.0.113.9"
    ) -> Outcome:
        """One beacon, received at `now`, of a bot whose clock is off by `clock_error` ms."""
        events = [
            {"id": look.id, "type": look.type, "at": look.at + clock_error, "url": f"https://shop.example{look.path}"}
            | ({"name": "signup"} if look.type == "event" else {})
            for look in looks
        ]
        beacon = {"site": self.key, "sent_at": now + clock_error, "webdriver": webdriver, "events": events}
        return self.ingest.beacon(json.dumps(beacon).encode(), Sender(address, looks[0].agent), now)

    def report(self, from_ms: int, to_ms: int, now: int, timezone: str = "UTC") -> Answer:
        return answer(self.site, Span(from_ms, to_ms, timezone), "day", now)

    def days(self, first: date, days: int, now: int) -> Answer:
        """The report on local days of the site."""
        zone = self.site.timezone
        until = day_start(first + timedelta(days=days), zone)
        return self.report(day_start(first, zone), until, now, zone)

    def close(self) -> None:
        SiteItem(SiteItem.KIND, self.key).delete()


def by_name(found: Answer) -> dict[str, int]:
    return {bot.name: bot.hits for bot in found.bots}


def counted(looks: list[Look], from_ms: int, to_ms: int) -> dict[str, int]:
    """What `by_name` should give."""
    return dict(Counter(NAMES[look.agent] for look in looks if from_ms <= look.at < to_ms))
