"""`make up` on free ports: ready, kept, stopped, and what it says when it cannot start."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import psutil
import pytest

from local.layout import PORTS
from local.ports import is_free
from local.stack import Stack, free_ports, running, start

SERVERS = {"DASHBOARD_URL": "/health/", "COLLECTOR_URL": "/health", "DEMO_URL": "/"}


@pytest.fixture
def ports() -> dict[str, str]:
    return free_ports()


@pytest.fixture(autouse=True)
def _nothing_survives(tmp_path: Path) -> Iterator[None]:
    """Whatever a test does to the system, no process of it is there afterwards."""
    yield
    survivors = processes_of(tmp_path)
    for pid in survivors:
        psutil.Process(pid).kill()
    assert survivors == []


def processes_of(var: Path) -> list[int]:
    """Processes whose environment names a folder under `var` as theirs."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get("LIVEINSIGHT_VAR", "").startswith(str(var)):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


def wait_for_processes(var: Path, at_least: int) -> None:
    deadline = time.monotonic() + 30
    while len(processes_of(var)) < at_least:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def beacon(values: dict[str, str], event_id: str) -> dict[str, object]:
    event = {"id": event_id, "type": "pageview", "at": int(time.time() * 1000), "url": f"{values['DEMO_URL']}/"}
    body = {"site": values["SITE"], "sent_at": int(time.time() * 1000), "events": [event]}
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    request = Request(  # an address of our own
        f"{values['COLLECTOR_URL']}/events",
        json.dumps(body).encode(),
        {"Content-Type": "text/plain", "User-Agent": agent},
    )
    with urlopen(request, timeout=10) as response:  # the same
        answer: dict[str, object] = json.load(response)
    return answer


def active(values: dict[str, str]) -> int:
    request = Request(  # an address of our own
        f"{values['DASHBOARD_URL']}/api/sessions/active/?site={values['SITE']}",
        headers={"Authorization": f"Bearer {values['API_TOKEN']}"},
    )
    with urlopen(request, timeout=10) as response:  # the same
        return int(json.load(response)["count"])


def test_starts_serves_and_keeps_everything_for_the_next_start(tmp_path: Path, ports: dict[str, str]) -> None:
    with running(tmp_path, ports) as stack:
        first = stack.values()
        assert "LiveInsight is ready" in stack.text().splitlines()
        assert stat.S_IMODE((tmp_path / "local.env").stat().st_mode) == 0o600
        for name, path in SERVERS.items():
            with urlopen(first[name] + path, timeout=5) as response:  # an address of our own
                assert response.status == 200
        listening = {ip for pid in processes_of(tmp_path) for ip in _listening(pid)}
        assert listening == {"127.0.0.1"}
        assert beacon(first, "kept") == {"accepted": 1, "dropped": []}
        assert active(first) == 1
        assert stack.stop(signal.SIGINT) == 0
    assert not (tmp_path / "local.env").exists()
    assert processes_of(tmp_path) == []

    with running(tmp_path, ports) as stack:
        assert stack.values() == first
        assert active(first) == 1
        beacon(first, "kept")
        assert stack.stop(signal.SIGTERM) == 0


def _listening(pid: int) -> list[str]:
    """Addresses on which a process listens."""
    return [c.laddr.ip for c in psutil.Process(pid).net_connections("inet") if c.status == psutil.CONN_LISTEN]


# Not at the first process: a Python that is only just starting ends in its own way.
@pytest.mark.parametrize("moment", [2, 4, 8])
def test_stopped_while_it_starts_it_leaves_no_process(tmp_path: Path, moment: int) -> None:
    stack = start(tmp_path)
    wait_for_processes(tmp_path, moment)
    assert stack.stop(signal.SIGINT) in (0, 130, -signal.SIGINT)
    assert processes_of(tmp_path) == []


def test_one_process_that_ends_ends_all_and_is_named(tmp_path: Path) -> None:
    with running(tmp_path) as stack:
        _kill(stack, "local.gateway")
        assert stack.process.wait(30) == 1
        log = tmp_path / "log" / "collector.log"
        assert f"LiveInsight has stopped: collector ended by itself; its log is {log}" in stack.text()


def test_killed_it_is_taken_over_by_the_next_start(tmp_path: Path, ports: dict[str, str]) -> None:
    stack = start(tmp_path, ports)
    first = stack.wait_until_ready()
    beacon(first, "before-the-crash")
    stack.process.kill()
    stack.process.wait()
    assert processes_of(tmp_path) != []

    with running(tmp_path, ports) as second:
        assert second.values() == first
        assert active(first) == 1


def test_a_second_start_from_the_same_folder_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as stack:
        values = stack.values()
        second = _fails(tmp_path, free_ports())
        assert f"is running from {tmp_path} already (pid {stack.process.pid})" in second
        assert stack.values() == values


def test_a_taken_port_is_named_with_its_holder(tmp_path: Path, ports: dict[str, str]) -> None:
    holder = psutil.Popen([sys.executable, "-m", "http.server", "--bind", "127.0.0.1", ports["COLLECTOR_PORT"]],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        deadline = time.monotonic() + 10
        while is_free(int(ports["COLLECTOR_PORT"])):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        line = _fails(tmp_path, ports)
    finally:
        holder.kill()
        holder.wait()
    assert line.startswith(f"LiveInsight cannot start: port {ports['COLLECTOR_PORT']} is taken by ")
    assert f"(pid {holder.pid})" in line
    assert "COLLECTOR_PORT=" in line
    assert line.count("\n") == 1


@pytest.mark.parametrize("value", ["http", "0", "70000", "-1"])
def test_what_is_no_port_is_refused(tmp_path: Path, ports: dict[str, str], value: str) -> None:
    assert "is no port" in _fails(tmp_path, {**ports, "DEMO_PORT": value})


def test_one_port_for_two_servers_is_refused(tmp_path: Path, ports: dict[str, str]) -> None:
    line = _fails(tmp_path, {**ports, "DEMO_PORT": ports["AWS_PORT"]})
    assert "give each a port of its own" in line


def _fails(var: Path, ports: dict[str, str]) -> str:
    """What a start prints that does not succeed."""
    env = {**os.environ, **ports, "LIVEINSIGHT_VAR": str(var)}
    assert set(ports) == set(PORTS)
    done = subprocess.run(
        [sys.executable, "-m", "local", "up"], env=env, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
    return done.stdout + done.stderr


def _kill(stack: Stack, module: str) -> None:
    children = psutil.Process(stack.process.pid).children(recursive=True)
    victims = [c for c in children if any(module in part for part in c.cmdline())]
    assert victims
    for victim in victims:
        victim.kill()
