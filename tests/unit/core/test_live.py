"""The live view of a site: what its feed leaves out."""

import pytest

from liveinsight import active
from liveinsight import events as event_log
from liveinsight.domain.event import Event, EventType
from liveinsight.live import FEED, MEASUREMENT, LiveSite
from liveinsight.query.reports.web_vitals import EVENT
from liveinsight.sites import Site

NOW = 1_795_370_990_000


def event(number: int, name: str = "") -> Event:
    """A custom event, or a pageview when it has no name."""
    kind: EventType = "event" if name else "pageview"
    return Event("shop", f"e{number}", kind, NOW - 1000 + number, "a" * 16, "shop.example", "/", name=name)


def test_measurements_do_not_push_out_what_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MEASUREMENT == EVENT
    happened: list[Event] = [event(0), event(1, "signup")]
    happened += [event(number, MEASUREMENT) for number in range(2, 2 + FEED)]
    monkeypatch.setattr(event_log, "read", lambda *_: happened)
    monkeypatch.setattr(active, "read", lambda *_: [])
    site = LiveSite(Site("shop", "Shop", "shop.example"))
    assert [each.id for each in site.refresh(NOW).snapshot.feed] == ["e1", "e0"]

    happened += [event(90, MEASUREMENT), event(91, "signup")]
    update = site.refresh(NOW + 1000)
    assert [each.id for each in update.new_events] == ["e91"]
    assert [each.id for each in update.snapshot.feed] == ["e91", "e1", "e0"]
    assert sum(minute.visitors for minute in update.snapshot.minutes) == 1
