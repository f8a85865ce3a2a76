"""Server-sent events."""

import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.live import stream as module
from dashboard.live import watcher as watcher_module
from dashboard.live.hub import LiveHub
from dashboard.live.stream import Stream
from liveinsight.sites import Site
from tests.unit.dashboard.conftest import FakeLive, make_event, make_session

SHOP = Site("shop", "Shop", "shop.example")
Message = tuple[str, Any]


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE_S", 0.05)
    monkeypatch.setattr(watcher_module, "SNAPSHOT_GAP_S", 0.05)
    monkeypatch.setattr(watcher_module, "LONGEST_BACKOFF_S", 0.05)


@pytest.fixture
def hub(fake_live: FakeLive) -> Iterator[LiveHub]:
    made = LiveHub(0.01, fake_live.open, most_streams=3, idle_s=0.05)
    yield made
    made.close()


def messages(chunks: Iterator[bytes]) -> Iterator[Message]:
    """The events of a stream, as a browser would see them."""
    for chunk in chunks:
        for block in chunk.decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if "event" in lines:
                assert lines["id"].isdecimal()
                yield lines["event"], msgspec.json.decode(lines["data"])


def test_begins_with_a_snapshot_and_goes_on_with_events(hub: LiveHub, fake_live: FakeLive) -> None:
    fake_live.sessions = [make_session(1, "/a")]
    stream = Stream(hub, SHOP)
    chunks = iter(stream)
    assert next(chunks) == b"retry: 1000\n\n"
    told = messages(chunks)
    name, data = next(told)
    assert name == "snapshot"
    assert data["current_visitors"] == 1
    started = time.monotonic()
    fake_live.happen(make_event(7, path="/b"))
    name, data = next(told)
    assert name == "events"
    assert [event["page"] for event in data["events"]] == ["/b"]
    assert time.monotonic() - started < 2
    stream.close()


def test_the_snapshot_follows_changes(hub: LiveHub, fake_live: FakeLive) -> None:
    stream = Stream(hub, SHOP)
    told = messages(iter(stream))
    assert next(told)[1]["active_sessions"] == 0
    fake_live.sessions = [make_session(1), make_session(2)]
    assert next(told)[1]["active_sessions"] == 2
    stream.close()


def test_coming_back_begins_with_what_was_missed(hub: LiveHub, fake_live: FakeLive) -> None:
    first = Stream(hub, SHOP)
    assert next(messages(iter(first)))[0] == "snapshot"
    first.close()
    fake_live.happen(make_event(9, path="/missed"))
    time.sleep(0.1)
    second = Stream(hub, SHOP)
    name, data = next(messages(iter(second)))
    assert name == "snapshot"
    assert [event["page"] for event in data["feed"]] == ["/missed"]
    second.close()


def test_trouble_is_told_and_a_snapshot_ends_it(hub: LiveHub, fake_live: FakeLive) -> None:
    stream = Stream(hub, SHOP)
    told = messages(iter(stream))
    next(told)
    fake_live.failing = True
    assert next(told) == ("trouble", {})
    fake_live.failing = False
    assert next(told)[0] == "snapshot"
    stream.close()


def test_a_quiet_line_is_kept_alive(hub: LiveHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEARTBEAT_S", 0.1)
    stream = Stream(hub, SHOP)
    chunks = iter(stream)
    assert b"snapshot" in next(chunks) + next(chunks)
    assert next(chunks) == b": still here\n\n"
    stream.close()


def test_a_stream_does_not_outlive_its_permission(hub: LiveHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STREAM_LIFE_S", 0.2)
    stream = Stream(hub, SHOP)
    started = time.monotonic()
    assert list(stream)
    assert time.monotonic() - started < 1
    stream.close()


def test_closing_the_process_ends_streams(hub: LiveHub) -> None:
    stream = Stream(hub, SHOP)
    chunks = iter(stream)
    next(chunks)
    next(chunks)
    hub.close()
    assert list(chunks) == []
    stream.close()


def test_places_are_given_back(hub: LiveHub) -> None:
    streams = [Stream(hub, SHOP) for _ in range(3)]
    assert hub.streams == 3
    for stream in streams:
        stream.close()
        stream.close()
    assert hub.streams == 0


def test_a_full_process_says_when_to_come_back(app: Flask, client: FlaskClient) -> None:
    hub: LiveHub = app.extensions["live_hub"]
    streams = [Stream(hub, SHOP) for _ in range(3)]
    answer = client.get("/api/live/stream?site=shop", headers={"Authorization": "Bearer li_all"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.json is not None
    assert answer.json["error"]["code"] == "too_many_streams"
    for stream in streams:
        stream.close()
    answer = client.get("/api/live/stream?site=shop", headers={"Authorization": "Bearer li_all"}, buffered=False)
    assert answer.status_code == 200
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Accel-Buffering"] == "no"
    answer.close()
    client.head("/api/live/stream?site=shop", headers={"Authorization": "Bearer li_all"}).close()
    assert hub.streams == 0


def test_hostile_text_travels_as_json(hub: LiveHub, fake_live: FakeLive) -> None:
    hostile = "</script>\n\nevent: snapshot\ndata: {}<img src=x onerror=alert(1)>"
    stream = Stream(hub, SHOP)
    told = messages(iter(stream))
    next(told)
    fake_live.happen(make_event(3, path=hostile, title=hostile))
    name, data = next(told)
    assert name == "events"
    assert data["events"][0]["page"] == hostile
    stream.close()
