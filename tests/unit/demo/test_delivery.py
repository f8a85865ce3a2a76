"""History and live against a recording server, and the programs as they are started."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
import urllib3
from pytest_socket import enable_socket, socket_allow_hosts

from demo.visitors.arrivals import MINUTE_MS, Arrivals, steady
from demo.visitors.collector import Collector, Patience, Receipt, Refused, Unreachable
from demo.visitors.history import load, past_visits
from demo.visitors.live import Live
from demo.visitors.progress import progress
from tests.unit.demo.conftest import SITE_URL, Recorder

NOW = 1_795_370_990_123
ARRIVALS = Arrivals("key-1", SITE_URL)


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Open the loopback address, and only that, in place of the unit tests' closed network."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1"])


def collector(recorder: Recorder, connections: int = 4) -> Collector:
    return Collector(recorder.url, "key-1", SITE_URL, connections)


def test_history_arrives_whole_as_its_visitors_over_few_connections(recorder: Recorder) -> None:
    visits = past_visits(ARRIVALS, NOW, 3, 150)
    with progress("sample visits", len(visits)) as counter:
        loaded = load(collector(recorder), visits, lambda: NOW, counter)
    expected = {m.fields["id"] for visit in visits for m in visit.moments if m.at_ms <= NOW}
    assert {event["id"] for event in recorder.events} == expected
    assert (loaded.visits, loaded.accepted, loaded.dropped) == (len(visits), len(expected), 0)
    assert all(event["at"] <= NOW for event in recorder.events)
    assert all(beacon["sent_at"] == NOW and beacon["site"] == "key-1" for _, beacon in recorder.requests)
    assert len(recorder.connections) <= 4
    people = {visit.id: visit.person for visit in visits}
    for headers, beacon in recorder.requests:
        person = people[beacon["events"][0]["id"].split("-")[0]]
        assert headers["X-Forwarded-For"] == person.address
        assert headers["User-Agent"] == person.agent
        assert headers["CloudFront-Viewer-Country"] == person.country
        assert headers["Origin"] == SITE_URL
        assert headers["Content-Type"].startswith("text/plain")


def test_history_waits_for_the_collector_and_loses_nothing(
    recorder: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    recorder.answer = lambda number: (503, {"Retry-After": "0"}) if number <= 6 else (202, {})
    visits = past_visits(ARRIVALS, NOW, 1, 20)
    with progress("sample visits", len(visits)) as counter:
        load(collector(recorder), visits, lambda: NOW, counter)
    assert len(recorder.requests) == len(visits)
    printed = capsys.readouterr().out
    assert printed.count("does not answer (HTTP 503)") == 1
    assert printed.count("the collector is back") == 1


def test_history_ends_when_it_is_refused(recorder: Recorder) -> None:
    recorder.answer = lambda _number: (403, {})
    visits = past_visits(ARRIVALS, NOW, 1, 20)
    with progress("sample visits", len(visits)) as counter, pytest.raises(Refused, match="HTTP 403: not today"):
        load(collector(recorder), visits, lambda: NOW, counter)


def test_patience_waits_longer_each_time_and_honours_what_the_server_asks() -> None:
    failures: Iterator[Exception] = iter(
        [*(Unreachable("x") for _ in range(6)), Unreachable("y", 3.0), Unreachable("z", 99.0)]
    )
    slept: list[float] = []
    said: list[str] = []

    def call() -> Receipt:
        for failure in failures:
            raise failure
        return Receipt(1, 0)

    assert Patience("http://c", said.append, slept.append).insist(call) == Receipt(1, 0)
    assert slept == [0.5, 1, 2, 4, 8, 10, 3, 10]
    assert len(said) == 2


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self, now_ms: int = NOW) -> None:
        self.now_ms = now_ms

    def __call__(self) -> int:
        return self.now_ms

    def sleep(self, seconds: float) -> None:
        self.now_ms += max(1, round(seconds * 1000))


def live(recorder: Recorder, clock: Clock, said: list[str]) -> Live:
    return Live(collector(recorder, 1), ARRIVALS, steady(4), said.append, clock, clock.sleep)


def play(played: Live, clock: Clock, minutes: int) -> list[int]:
    until, present = clock.now_ms + minutes * MINUTE_MS, []
    while clock.now_ms < until:
        assert played.step()
        present.append(played.present)
    return present


def test_live_begins_with_the_last_half_hour_and_plays_each_event_in_its_time(recorder: Recorder) -> None:
    clock = Clock()
    played = live(recorder, clock, [])
    played.begin()
    before = len(recorder.requests)
    present = play(played, clock, 15)
    visits = list(ARRIVALS.between(NOW - 30 * MINUTE_MS, clock.now_ms, steady(4)))
    expected = sorted(m.fields["id"] for visit in visits for m in visit.moments if m.at_ms < clock.now_ms - 1000)
    sent = [event["id"] for event in recorder.events]
    assert len(set(sent)) == len(sent)
    assert set(expected) <= set(sent)
    for _, beacon in recorder.requests[before:]:
        assert all(0 <= beacon["sent_at"] - event["at"] <= 1100 for event in beacon["events"])
    assert 4 < sum(present) / len(present) < 25


def test_live_started_again_sends_the_same_events(recorder: Recorder) -> None:
    clock = Clock()
    first = live(recorder, clock, [])
    first.begin()
    play(first, clock, 5)
    ids = {event["id"] for event in recorder.events if event["at"] > clock.now_ms - 4 * MINUTE_MS}
    recorder.requests.clear()
    live(recorder, clock, []).begin()
    assert ids <= {event["id"] for event in recorder.events}


def test_live_after_a_long_sleep_begins_afresh(recorder: Recorder) -> None:
    clock = Clock()
    played = live(recorder, clock, [])
    played.begin()
    clock.now_ms += 8 * 60 * MINUTE_MS
    assert played.step() is False
    recorder.requests.clear()
    played.begin()
    assert min(event["at"] for event in recorder.events) >= clock.now_ms - 30 * MINUTE_MS


def test_live_goes_on_after_refusals_and_says_so_once(recorder: Recorder) -> None:
    recorder.answer = lambda number: (403, {}) if number <= 3 else (202, {})
    said: list[str] = []
    clock = Clock()
    played = live(recorder, clock, said)
    played.begin()
    play(played, clock, 2)
    assert said == ["the collector refuses events: HTTP 403: not today"]
    assert recorder.requests


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(*arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def stop(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str, float]:
    """Send the signal; return the exit code, what was printed from then on, and the seconds it took."""
    began = time.monotonic()
    process.send_signal(number)
    try:
        printed, errors = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return process.returncode, printed + errors, time.monotonic() - began


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("command", ["live", "run"])
def test_the_simulation_waits_for_a_collector_and_ends_quietly(command: str, number: signal.Signals) -> None:
    url = f"http://127.0.0.1:{closed_port()}"
    process = start("demo.visitors", command, "--collector-url", url, "--site", "k")
    assert process.stdout is not None
    line = ""
    while "does not answer" not in line:
        line = process.stdout.readline()
        assert line, "ended early"
    code, printed, seconds = stop(process, number)
    assert (code, printed) == (0, "")
    assert seconds < 3


def test_the_site_serves_and_ends_quietly() -> None:
    process = start("demo.site", "--port", "0", "--dashboard-url", "http://127.0.0.1:1", "--site", "k")
    assert process.stdout is not None
    url = process.stdout.readline().split()[-1]
    with urllib3.PoolManager(retries=False) as client:
        assert b'data-site="k"' in client.request("GET", url, timeout=10).data
    code, printed, seconds = stop(process, signal.SIGTERM)
    assert (code, printed) == (0, "")
    assert seconds < 3


def test_the_site_says_in_one_line_that_its_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = start("demo.site", "--port", port, "--dashboard-url", "http://127.0.0.1:1", "--site", "k")
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Traceback" not in errors
    assert port in errors
