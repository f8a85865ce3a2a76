"""`make demo` has a month of history when it says that it is ready, once, however often it is started."""

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from liveinsight.archive.objects import s3_client
from liveinsight.settings import Settings
from local.aws import CREDENTIALS
from local.stack import free_ports, running
from tests.integration.dashboard.conftest import until

HOURS = 20
"""Of the last 24, so many at least have visits; a few of the night may have none."""
WITHIN_S = 90


def imported(values: dict[str, str]) -> dict[str, str]:
    """Key → ETag of the imported days of events of the demo site."""
    s3 = s3_client(Settings(endpoint_url=values["AWS_ENDPOINT_URL"]))
    prefix = f"events/site={values['SITE']}/"
    found = s3.list_objects_v2(Bucket="liveinsight-archive", Prefix=prefix).get("Contents", ())
    return {item["Key"]: item["ETag"] for item in found if item["Key"].endswith("/imported.parquet")}


def asked(values: dict[str, str], **question: Any) -> list[dict[str, Any]]:
    """Visitors and what else `question` asks for."""
    question = {"site_id": values["SITE"], "metrics": ["visitors"]} | question
    request = Request(
        f"{values['DASHBOARD_URL']}/api/v2/query",
        json.dumps(question).encode(),
        {"Authorization": f"Bearer {values['API_TOKEN']}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as response:
        found: list[dict[str, Any]] = json.load(response)["results"]
    return found


def test_a_month_of_history_is_there_and_a_restart_does_not_double_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    ports = free_ports()
    with running(tmp_path, ports, demo=True) as stack:
        first = imported(stack.values())
        assert 30 <= len(first) <= 32
        assert "The sample visits could not be loaded" not in stack.text()
        reached = {
            row["dimensions"][0]: row["metrics"]
            for row in asked(
                stack.values(),
                metrics=["visitors", "total_revenue"],
                date_range="30d",
                dimensions=["event:goal"],
            )
        }
        assert set(reached) == {"Purchase", "Newsletter", "Checkout"}
        assert reached["Purchase"][0] > 20
        assert reached["Purchase"][1]["value"] > 100
        # The last day came late, through the collector, after the hours were closed.
        until(lambda: len(asked(stack.values(), date_range="24h", dimensions=["time:hour"])) >= HOURS, WITHIN_S)
        # As if the start had been killed before its end was written down.
    sample = tmp_path / "sample.json"
    sample.write_text(sample.read_text().replace('"until"', '"unknown"'))
    with running(tmp_path, ports, demo=True) as stack:
        assert "Loading the sample visits" in stack.text()
        assert imported(stack.values()) == first
