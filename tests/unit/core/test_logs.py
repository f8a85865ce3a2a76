"""Logs as JSON lines."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest

from liveinsight import logs


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """The root logger as it was before the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_record_is_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    logging.getLogger("liveinsight.rollup").info("stored %d visits\nof 안녕", 3)
    (line,) = lines(capsys)
    assert line["level"] == "INFO"
    assert line["logger"] == "liveinsight.rollup"
    assert line["message"] == "stored 3 visits\nof 안녕"


def test_time_is_utc(capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.LogRecord("n", logging.INFO, "f", 1, "m", None, None)
    record.created, record.msecs = 1_795_374_303.12, 120
    logs.set_up()
    logging.getLogger().handlers[0].handle(record)
    assert lines(capsys)[0]["time"] == "2026-11-22T19:05:03.120Z"


def test_an_exception_brings_its_stack(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("liveinsight").error("failed", exc_info=sys.exc_info())
    (line,) = lines(capsys)
    assert line["exception"].startswith("Traceback")
    assert line["exception"].endswith("ValueError: broken")


def test_libraries_log_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    logging.getLogger("botocore").info("quiet")
    logging.getLogger("botocore").warning("loud")
    assert [line["message"] for line in lines(capsys)] == ["loud"]


def test_setting_up_twice_does_not_double_lines(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    logs.set_up()
    logging.getLogger("liveinsight").warning("once")
    assert len(lines(capsys)) == 1
