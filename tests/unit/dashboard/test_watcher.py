"""The shared poller."""

import threading
import time
from collections.abc import Callable

import msgspec
import pytest

from dashboard.live import watcher as module
from dashboard.live.hub import LiveHub
from dashboard.live.watcher import Watcher
from liveinsight.errors import StoreUnavailable
from liveinsight.sites import Site
from tests.unit.dashboard.conftest import FakeLive, make_event, make_session

SHOP = Site("shop", "Shop", "shop.example")


def soon(condition: Callable[[], bool], within_s: float = 3.0) -> None:
    ends = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.005)


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SNAPSHOT_GAP_S", 0.05)
    monkeypatch.setattr(module, "LONGEST_BACKOFF_S", 0.05)


@pytest.fixture
def watcher(fake_live: FakeLive) -> Watcher:
    return Watcher(fake_live.open, 0.01, idle_s=0.05)


def test_many_viewers_share_one_poller(fake_live: FakeLive) -> None:
    hub = LiveHub(0.01, fake_live.open, idle_s=0.05)
    before = threading.active_count()
    for _ in range(20):
        hub.watcher(SHOP).join(SHOP)
    assert hub.watcher(SHOP).viewers == 20
    assert fake_live.opened == 1
    assert threading.active_count() == before + 1
    for _ in range(20):
        hub.watcher(SHOP).leave()
    soon(lambda: not hub.watcher(SHOP).running)


def test_nothing_is_read_without_viewers(watcher: Watcher, fake_live: FakeLive) -> None:
    watcher.join(SHOP)
    soon(lambda: fake_live.refreshes > 2)
    watcher.leave()
    soon(lambda: not watcher.running)
    read = fake_live.refreshes
    time.sleep(0.05)
    assert fake_live.refreshes == read


def test_after_a_pause_old_news_is_not_shown_as_new(watcher: Watcher, fake_live: FakeLive) -> None:
    fake_live.sessions = [make_session(1)]
    watcher.join(SHOP)
    soon(lambda: bool(watcher.wait(0, 0).snapshot))
    watcher.leave()
    soon(lambda: not watcher.running)
    fake_live.failing = True
    watcher.join(SHOP)
    assert not watcher.wait(0, 0).snapshot
    assert fake_live.opened == 2
    watcher.leave()


def test_a_quiet_site_wakes_nobody(watcher: Watcher, fake_live: FakeLive) -> None:
    watcher.join(SHOP)
    soon(lambda: bool(watcher.wait(0, 0).snapshot))
    version = watcher.wait(0, 0).version
    assert watcher.wait(version, 0.2).version == version
    assert fake_live.refreshes > 5
    watcher.leave()


def test_events_are_passed_on_at_once_and_in_order(watcher: Watcher, fake_live: FakeLive) -> None:
    watcher.join(SHOP)
    soon(lambda: bool(watcher.wait(0, 0).snapshot))
    state = watcher.wait(0, 0)
    fake_live.happen(make_event(1), make_event(2))
    after = watcher.wait(state.version, 2)
    assert after.seq == state.seq + 2
    assert [event["id"][-2:] for event in watcher.events_after(state.seq)] == ["e1", "e2"]
    assert [event["id"][-2:] for event in watcher.events_after(state.seq + 1)] == ["e2"]
    watcher.leave()


def test_trouble_is_told_and_ends_by_itself(
    watcher: Watcher, fake_live: FakeLive, caplog: pytest.LogCaptureFixture
) -> None:
    watcher.join(SHOP)
    soon(lambda: bool(watcher.wait(0, 0).snapshot))
    well = watcher.wait(0, 0)
    fake_live.failing = True
    soon(lambda: watcher.wait(0, 0).trouble)
    time.sleep(0.2)
    assert caplog.text.count("cannot be read") == 1
    fake_live.failing = False
    soon(lambda: not watcher.wait(0, 0).trouble)
    assert watcher.wait(0, 0).snapshot_version > well.snapshot_version
    watcher.leave()


def test_it_asks_less_often_while_the_store_is_away(fake_live: FakeLive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_BACKOFF_S", 10.0)
    fake_live.failing = True
    failing = Watcher(fake_live.open, 0.01)
    failing.join(SHOP)
    soon(lambda: fake_live.refreshes >= 1)
    time.sleep(0.4)
    assert fake_live.refreshes == 1
    failing.close()
    failing.leave()


def test_a_look_comes_from_the_shared_poller(fake_live: FakeLive) -> None:
    fake_live.sessions = [make_session(1, "/a", "/b")]
    hub = LiveHub(0.01, fake_live.open, idle_s=0.2)
    seen = [msgspec.json.decode(hub.look(SHOP)) for _ in range(3)]
    assert fake_live.opened == 1
    assert [row["page"] for row in seen[0]["sessions"]] == ["/b"]
    soon(lambda: not hub.watcher(SHOP).running)


def test_a_look_without_store_is_refused(fake_live: FakeLive) -> None:
    fake_live.failing = True
    hub = LiveHub(0.01, fake_live.open, idle_s=0.05)
    with pytest.raises(StoreUnavailable):
        hub.look(SHOP)
