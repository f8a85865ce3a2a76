"""What gunicorn makes of the container that it is in, and what it logs of requests."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from dashboard import access_log, container

CONFIG = Path(container.__file__).with_name("gunicorn.conf.py")


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in ("PORT", "WEB_CONCURRENCY", "LIVEINSIGHT_ACCESS_LOG", "LIVEINSIGHT_QUERY_MEMORY_MB"):
        monkeypatch.setenv(name, "")  # so that what the configuration sets is taken back
        monkeypatch.delenv(name)

    def read(memory: int | None = None, **variables: str) -> dict[str, Any]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(container, "memory_mb", lambda: memory)
        return runpy.run_path(str(CONFIG))

    return read


@pytest.mark.parametrize(
    ("file", "told", "expected"),
    [
        ("memory.max", "1073741824\n", 1024),
        ("memory.max", "max\n", None),
        ("memory/memory.limit_in_bytes", "2147483648\n", 2048),
        ("memory/memory.limit_in_bytes", "9223372036854771712\n", None),
        ("cpu.max", "100000\n", None),
    ],
)
def test_the_limit_of_either_version_of_control_groups(
    tmp_path: Path, file: str, told: str, expected: int | None
) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(told)
    assert container.memory_mb(tmp_path) == expected


@pytest.mark.parametrize(("memory", "workers", "expected"), [(1024, 1, 209), (4096, 2, 1387), (256, 1, 128)])
def test_questions_get_what_is_left(memory: int, workers: int, expected: int) -> None:
    assert container.query_memory_mb(memory, workers) == expected


def test_in_a_container(configured: Any) -> None:
    told = configured(4096, PORT="8000", WEB_CONCURRENCY="2")
    assert told["bind"] == "0.0.0.0:8000"
    assert told["workers"] == 2
    assert 10 < told["graceful_timeout"] < 30, "longer than a question, shorter than ECS waits"
    assert told["os"].environ["LIVEINSIGHT_QUERY_MEMORY_MB"] == "1387"


def test_what_is_given_is_kept(configured: Any) -> None:
    told = configured(4096, PORT="8000", LIVEINSIGHT_QUERY_MEMORY_MB="300")
    assert told["os"].environ["LIVEINSIGHT_QUERY_MEMORY_MB"] == "300"


def test_on_a_laptop(configured: Any) -> None:
    told = configured(4096)
    assert told["bind"].startswith("127.0.0.1:")
    assert told["graceful_timeout"] == 5
    assert told["accesslog"] is None
    assert "LIVEINSIGHT_QUERY_MEMORY_MB" not in told["os"].environ


def test_the_access_log_is_a_setting(configured: Any) -> None:
    assert configured(LIVEINSIGHT_ACCESS_LOG="true")["accesslog"] == "-"
    assert configured(LIVEINSIGHT_ACCESS_LOG="false")["accesslog"] is None


def test_a_line_is_one_object_whatever_the_path() -> None:
    hostile = {"REQUEST_METHOD": "GET", "PATH_INFO": '/a"\n{"level": "ERROR"}', "QUERY_STRING": "email=a@b.example"}
    line = access_log.line("200 OK", {**hostile, "REMOTE_ADDR": "203.0.113.9"}, 0.0123, 456)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["path"], told["status"], told["ms"], told["bytes"]) == (hostile["PATH_INFO"], 200, 12, 456)
    assert "203.0.113.9" not in line
    assert "example" not in line


def test_a_share_links_secret_is_not_logged() -> None:
    line = access_log.line("200 OK", {"REQUEST_METHOD": "GET", "PATH_INFO": "/share/abcdef"}, 0, 0)
    assert json.loads(line)["path"] == "/share/…"
