"""DynamoDB cannot be reached: 503 with Retry-After, so that the tracker keeps the events; then they count once."""

import json
from dataclasses import replace
from types import ModuleType

import pytest

from liveinsight import tables
from liveinsight.settings import Settings
from tests.integration.collector.gateway import FIREFOX, VISITOR, Collector


@pytest.mark.parametrize("warm", [False, True], ids=["cold process", "process that knows the site"])
def test_an_outage_is_told_and_the_retry_counts_once(
    warm: bool,
    collector: Collector,
    process: ModuleType,
    settings: Settings,
    closed_port: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    collector.request("GET", "/health")
    # Logs go to the standard output of the moment in which they are set up: now that of the test itself.
    process.forget()
    process.start()
    if warm:
        collector.post(collector.beacon(collector.event(0)))
    beacon = collector.beacon(collector.event(1))
    tables.bind(replace(settings, endpoint_url=closed_port))
    answer = collector.post(beacon)
    assert (answer.status, answer.error) == (503, "store_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
    assert "127.0.0.1" not in answer.text

    tables.bind(settings)
    for _ in range(2):
        assert collector.post(beacon).json == {"accepted": 1, "dropped": []}
    assert collector.counted() == ((2, 1, 2) if warm else (1, 1, 1))
    _check_logs(capsys.readouterr().out)


def _check_logs(out: str) -> None:
    """The outage is logged as JSON with its cause, and with nothing of the visitor or of the keys."""
    lines = [json.loads(line) for line in out.splitlines()]
    (error,) = [line for line in lines if line.get("level") == "ERROR"]
    assert error["logger"] == "chalicelib.beacons"
    assert "Traceback" in error["exception"]
    for secret in (VISITOR, FIREFOX, "shop.example", "event-1", "AWS4-HMAC", "Authorization"):
        assert secret not in out
