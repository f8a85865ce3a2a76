"""From an event in the tables to whoever is watching."""

import signal
import time
from pathlib import Path

from liveinsight.ingest.pipeline import Ingest
from local.ports import free_port
from tests.integration.dashboard.conftest import Dashboard, environment, gunicorn, until
from tests.integration.dashboard.listener import Listener


def listen(dashboard: Dashboard) -> Listener:
    return Listener(f"{dashboard.url}/api/live/stream?site={dashboard.site}", dashboard.token)


def test_an_event_reaches_every_stream_within_two_seconds(dashboard: Dashboard) -> None:
    with listen(dashboard) as one, listen(dashboard) as two:
        until(lambda: "snapshot" in one.names() and "snapshot" in two.names(), 5)
        for number in range(3):
            dashboard.visit(f"/page-{number}", visitor=10 + number)
            page = f"/page-{number}"
            assert until(lambda page=page: page in one.pages() and page in two.pages(), 2) < 2  # type: ignore[misc]
        until(lambda: one.last_snapshot()["current_visitors"] == 3, 2)
        one.ended.set()
        two.ended.set()
        dashboard.visit("/wakes-the-listeners", visitor=99)


def test_polling_and_active_sessions_tell_the_same(dashboard: Dashboard) -> None:
    dashboard.visit("/in", visitor=21, referrer="https://www.google.com/")
    dashboard.visit("/now", visitor=21)
    active = dashboard.get(f"/api/sessions/active/?site={dashboard.site}").json
    assert (active["site"], active["count"], active["current_visitors"]) == (dashboard.site, 1, 1)
    row = active["sessions"][0]
    assert {name: row[name] for name in ("entry_page", "page", "pageviews", "source", "country", "device", "os")} == {
        "entry_page": "/in",
        "page": "/now",
        "pageviews": 2,
        "source": "Google",
        "country": "KR",
        "device": "mobile",
        "os": "iOS",
    }
    live = dashboard.get(f"/api/live/?site={dashboard.site}").json
    assert live["sessions"] == active["sessions"]
    assert [event["page"] for event in live["feed"]] == ["/now", "/in"]
    assert sum(minute["pageviews"] for minute in live["minutes"]) == 2


def test_a_lost_store_is_told_and_mends_by_itself(dashboard: Dashboard) -> None:
    with listen(dashboard) as stream:
        until(lambda: "snapshot" in stream.names(), 5)
        dashboard.wire.cut()
        try:
            until(lambda: "trouble" in stream.names(), 15)
            assert dashboard.get(f"/api/live/?site={dashboard.site}").status == 503
            assert dashboard.get("/health/").status == 200
            assert dashboard.get("/health/?deep=1", timeout_s=30).status == 503
        finally:
            dashboard.wire.mend()
        told = len(stream.heard)
        dashboard.visit("/after", visitor=31)
        until(lambda: "/after" in str(stream.heard[told:]), 15)
        stream.ended.set()
        dashboard.visit("/wakes-the-listener", visitor=32)
    assert dashboard.get(f"/api/live/?site={dashboard.site}").status == 200


def test_open_streams_do_not_hold_up_a_stop(dashboard: Dashboard, tmp_path: Path) -> None:
    assert dashboard.settings.endpoint_url is not None
    port = free_port()
    environ = environment(dashboard.settings, port, dashboard.settings.endpoint_url)
    with gunicorn(environ, tmp_path / "log") as process:
        other = Dashboard(
            dashboard.settings,
            port,
            dashboard.site,
            dashboard.token,
            dashboard.wire,
            process,
            Ingest(dashboard.settings),
        )
        with listen(other) as stream:
            until(lambda: "snapshot" in stream.names(), 5)
            started = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
            assert time.monotonic() - started < 4
            assert stream.ended.wait(2)
