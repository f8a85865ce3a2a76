"""What the collector has stored of a site."""

import time
from dataclasses import dataclass

from liveinsight import events as event_log
from liveinsight.domain.event import Event
from liveinsight.sites import Site
from liveinsight.timing import HOUR_MS
from tests.browser.tracker.road import Road

QUIET_S = 0.25
LIMIT_S = 20.0


@dataclass(frozen=True)
class Log:
    """The site's events of the last hour, in order of time.

    Each method returns as soon as there are `count` events and no more are on their way. The caller compares; fewer
    or more may be returned.
    """

    site: Site
    road: Road

    def all(self, count: int, type_: str = "") -> list[Event]:
        """Events of one type, or of all."""
        deadline = time.monotonic() + LIMIT_S
        while len(self._read(type_)) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        self.road.wait_until_quiet(QUIET_S)
        return self._read(type_)

    def pageviews(self, count: int) -> list[Event]:
        return self.all(count, "pageview")

    def custom(self, count: int) -> list[Event]:
        """Custom events, automatic ones included."""
        return self.all(count, "event")

    def wait_for(self, *names: str) -> None:
        """Until custom events of all these names are there."""
        deadline = time.monotonic() + LIMIT_S
        while missing := set(names) - {event.name for event in self._read("event")}:
            assert time.monotonic() < deadline, f"{missing} did not come"
            time.sleep(0.05)

    def engagement(self, count: int) -> list[Event]:
        return self.all(count, "engagement")

    def _read(self, type_: str) -> list[Event]:
        now = int(time.time() * 1000)
        found = event_log.read(self.site, now - HOUR_MS, now + HOUR_MS)
        return sorted((event for event in found if type_ in ("", event.type)), key=lambda event: event.key)
