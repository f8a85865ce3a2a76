"""A small world to test in: people who send beacons at chosen times, and the sessions that come of it."""

import json
from datetime import UTC, datetime, timedelta

from liveinsight import sites
from liveinsight.ingest.pipeline import Ingest, Outcome
from liveinsight.ingest.sender import Sender
from liveinsight.rollup import Report, run
from liveinsight.settings import Settings
from liveinsight.sites import Site
from liveinsight.tables import SessionItem, SiteItem
from liveinsight.timing import DAY_MS, day_of, days
from liveinsight.visitors import lasting_id
from tests.integration.store.reference import Hit, Visit

AGENT = "Mozilla/5.0 (X11; Linux x64; person {}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
MIDNIGHT = int((datetime.now(UTC) + timedelta(days=6)).replace(hour=0, minute=0, second=0).timestamp()) * 1000
"""A midnight (UTC) in days to come, so that no time to live ends while a test runs."""


class World:
    """One site and its visitors, whom its pages may identify. Every call says at what time it happens."""

    def __init__(self, settings: Settings, created_at: int = MIDNIGHT - 2 * DAY_MS, shards: int = 1) -> None:
        self.site = sites.add("A site", "shop.example")
        SiteItem(SiteItem.KIND, self.site.key).update(
            actions=[
                SiteItem.created_at.set(created_at),
                SiteItem.shards.set(shards),
                SiteItem.identify.set(True),
            ]
        )
        self._users: dict[str, str] = {}
        self.created_at = created_at
        self.ingest = Ingest(settings)

    def current_site(self) -> Site:
        return sites.get(self.site.key)

    def send(self, hits: list[Hit], now: int, *, clock_error: int = 0, sent_at: int | None = None) -> Outcome:
        """One beacon of one person, received at `now`; the client's clock is off by `clock_error` ms.

        A beacon says once whom it is of, so all its hits have the same `user`.
        """
        (user,) = {hit.user for hit in hits}
        events = [
            {
                "id": hit.id,
                "type": hit.type,
                "at": hit.at + clock_error,
                "url": f"https://shop.example{hit.path}" + (f"?utm_source={hit.source}" if hit.source else ""),
                "visible_ms": hit.visible_ms,
                "name": "signup" if hit.type == "event" else "",
            }
            for hit in hits
        ]
        sent = (now if sent_at is None else sent_at) + clock_error
        beacon = {"site": self.site.key, "sent_at": sent, "events": events}
        if user:
            beacon["user"] = user
            self._users[lasting_id(self.site.key, user)] = user
        body = json.dumps(beacon).encode()
        person = hits[0].person
        return self.ingest.beacon(body, Sender(f"203.0.113.{person}", AGENT.format(person), country="KR"), now)

    def rollup(self, now: int, *, ongoing: bool = False) -> Report:
        return run(now, ongoing=ongoing)

    def stored(self) -> list[SessionItem]:
        """All session items of the site."""
        found: list[SessionItem] = []
        for day in days(self.created_at - DAY_MS, MIDNIGHT + 4 * DAY_MS):
            found += SessionItem.query(f"{self.site.key}#{day_of(day)}", consistent_read=True)
        return found

    def visits(self) -> list[Visit]:
        """What the Sessions table says, in the form of the reference."""
        return sorted((_visit(item, self.user(item.visitor)) for item in self.stored()), key=repr)

    def user(self, visitor: str) -> str:
        """Whom a visitor id stands for; nobody known when it is a daily one."""
        return self._users.get(visitor, "")

    def close(self) -> None:
        SiteItem(SiteItem.KIND, self.site.key).delete()


def _visit(item: SessionItem, user: str) -> Visit:
    assert item.ended_at - item.started_at == item.duration_ms
    assert bool(item.daily_visitor) is bool(user)
    return Visit(
        started_at=int(item.started_at),
        ended_at=int(item.ended_at),
        pageviews=int(item.pageviews),
        events=int(item.events),
        engaged_ms=int(item.engaged_ms),
        bounce=item.bounce,
        entry_page=item.entry_page,
        exit_page=item.exit_page,
        source=item.source or "",
        pages=tuple(json.loads(item.pages)),
        user=user,
    )
