"""What a snapshot counts."""

from dataclasses import replace

from dashboard.live.messages import MOST_SESSIONS, snapshot
from liveinsight.domain.event import Client
from liveinsight.live import Snapshot
from tests.unit.dashboard.conftest import NOW, make_event, make_session


def test_ranks_visitors_not_sessions() -> None:
    sessions = [make_session(1, "/a"), make_session(2, "/a"), make_session(3, "/b")]
    twice = replace(make_session(4, "/b"), visitor=sessions[2].visitor)
    seen = snapshot(Snapshot("shop", NOW + 1000, 3, [*sessions, twice], [], []))
    assert seen["pages"] == [{"value": "/a", "visitors": 2}, {"value": "/b", "visitors": 1}]
    assert seen["active_sessions"] == 4


def test_pages_and_sources_are_those_of_current_visitors() -> None:
    gone = make_session(1, "/old", client=Client(country="DE"))
    seen = snapshot(Snapshot("shop", gone.ended_at + 6 * 60_000, 0, [gone], [], []))
    assert seen["pages"] == []
    assert seen["sources"] == []
    assert seen["countries"] == [{"value": "DE", "visitors": 1}]


def test_is_bounded() -> None:
    sessions = [make_session(number, f"/{number}") for number in range(1, 300)]
    seen = snapshot(Snapshot("shop", NOW + 60_000, 299, sessions, [], [make_event(1)]))
    assert len(seen["sessions"]) == MOST_SESSIONS
    assert len(seen["pages"]) == 50
    assert seen["active_sessions"] == 299
