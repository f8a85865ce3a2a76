"""What the collector tells its operator: metrics in CloudWatch's embedded format, and logs, both JSON lines."""

import json
import logging
from types import ModuleType
from typing import Any

import pytest

from tests.integration.collector.gateway import FIREFOX, VISITOR, Collector

Line = dict[str, Any]


def lines(capsys: pytest.CaptureFixture[str]) -> list[Line]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def check_format(line: Line) -> None:
    """Every metric and dimension that the directive names is a field of the line."""
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "LiveInsight"
    assert isinstance(line["_aws"]["Timestamp"], int)
    for metric in directive["Metrics"]:
        assert isinstance(line[metric["Name"]], int | float)
        assert metric["Unit"] in ("Count", "Milliseconds")
    for dimensions in directive["Dimensions"]:
        assert "site" not in dimensions
        assert all(isinstance(line[name], str) for name in dimensions)


def test_accepted_and_dropped_are_counted_by_reason(collector: Collector, capsys: pytest.CaptureFixture[str]) -> None:
    collector.post(
        collector.beacon(
            collector.event(1),
            collector.event(2),
            collector.event(3, url="/p"),
            collector.event(4, url="/q"),
            collector.event(5, at=0),
        )
    )
    found = lines(capsys)
    for line in found:
        check_format(line)
    (whole,) = found
    assert (whole["EventsAccepted"], whole["EventsDropped"], whole["site"]) == (2, 3, collector.site.key)
    assert whole["BeaconLatency"] > 0
    assert whole["dropped"] == {"invalid_url": 2, "too_old": 1}


def test_nothing_is_said_of_dropped_events_where_there_are_none(
    collector: Collector, capsys: pytest.CaptureFixture[str]
) -> None:
    collector.post(collector.beacon(collector.event(1)))
    (line,) = lines(capsys)
    check_format(line)
    assert line["EventsAccepted"] == 1
    assert not {"EventsDropped", "dropped"} & line.keys()


@pytest.mark.parametrize(
    ("body", "code"),
    [(b'{"test": "data"}', "invalid_beacon"), (b"no", "invalid_json"), (b"x" * 70_000, "beacon_too_large")],
)
def test_a_refusal_is_counted_with_its_code(
    body: bytes, code: str, collector: Collector, capsys: pytest.CaptureFixture[str]
) -> None:
    collector.post(body)
    (line,) = lines(capsys)
    check_format(line)
    assert (line["BeaconsRefused"], line["code"]) == (1, code)


def test_nothing_of_the_visitor_is_reported(collector: Collector, capsys: pytest.CaptureFixture[str]) -> None:
    collector.post(collector.beacon(collector.event(title="private title", referrer="https://blog.example/")))
    collector.post(b'{"site": "secret-body"}')
    collector.post(collector.beacon(site="nobodys"))
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 3
    for private in (VISITOR, FIREFOX, "Gecko", "private title", "blog.example", "secret-body", "event-1"):
        assert private not in out


def test_logs_of_the_shared_core_are_json_lines(
    collector: Collector, process: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    _set_up_again(process)
    logging.getLogger("liveinsight.rollup").info("stored %d visits", 3)
    (line,) = lines(capsys)
    assert (line["logger"], line["message"]) == ("liveinsight.rollup", "stored 3 visits")
    assert collector.app.log.name == "liveinsight"


def _set_up_again(process: ModuleType) -> None:
    """Logs go to the standard output of the moment in which they are set up: now that of the test itself."""
    process.forget()
    process.start()
