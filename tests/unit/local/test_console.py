"""The terminal shows what a person wants to know; log files have everything."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from honcho.printer import Message

from local import console
from local.console import Console, for_people


def message(name: str, data: bytes | str) -> Message:
    return Message("line", data, datetime(2026, 11, 22, 12), name, None)  # noqa: DTZ001  # honcho's own are naive


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Console]:
    made = Console(tmp_path)
    made.output = io.StringIO()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("plain", "plain"),
        ('{"level": "INFO", "message": "rolled up"}', "rolled up"),
        ('{"level": "ERROR", "message": "no table"}', "ERROR: no table"),
        ('{"_aws": {}, "EventsAccepted": 1}', None),
        ('{"other": 1}', None),
        ("{not json", "{not json"),
        ("[2026-11-22 12:00:00 +0000] [7] [INFO] Booting worker", None),
    ],
)
def test_what_people_see_of_a_line(line: str, shown: str | None) -> None:
    assert for_people(line) == shown


def test_a_line_has_the_name_of_its_process_but_for_the_spokesman(terminal: Console) -> None:
    terminal.write(message("collector", b"hello\n"))
    terminal.write(message("stack", b"LiveInsight is ready\n"))
    terminal.write(message("system", "aws started"))
    assert terminal.output.getvalue() == "12:00:00 collector | hello\nLiveInsight is ready\n"


def test_logs_have_every_line_and_begin_anew(tmp_path: Path, terminal: Console) -> None:
    (tmp_path / "collector.log").write_text("of yesterday\n")
    terminal.write(message("collector", b'{"_aws": {}}\n'))
    terminal.write(message("collector", b"\xff odd\n"))
    assert (tmp_path / "collector.log").read_text() == '{"_aws": {}}\n\ufffd odd\n'


def test_logs_are_bounded(tmp_path: Path, terminal: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "MOST_LOG", 10_000)
    for _ in range(500):
        terminal.write(message("aws", b"x" * 99))
    assert sum(file.stat().st_size for file in tmp_path.glob("aws.log*")) <= 20_000


def test_a_terminal_that_is_gone_stops_nothing(terminal: Console, tmp_path: Path) -> None:
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    terminal.output = Gone()
    terminal.write(message("aws", b"one\n"))
    terminal.write(message("aws", b"two\n"))
    assert (tmp_path / "aws.log").read_text() == "one\ntwo\n"
