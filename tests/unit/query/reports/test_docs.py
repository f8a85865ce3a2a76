"""docs/reports.md says what the code does."""

import json
import re
from pathlib import Path

from liveinsight.json_body import decoded
from liveinsight.query.reports import REPORTS, funnel
from liveinsight.query.reports.web_vitals import EVENT, METRIC_PROP, THRESHOLDS, VALUE_PROP

DOCS = (Path(__file__).parents[4] / "docs" / "reports.md").read_text()
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL)]


def test_every_report_is_named() -> None:
    listed = DOCS.partition("## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", listed, re.MULTILINE) == [report.NAME for report in REPORTS]


def test_the_funnel_is_a_request() -> None:
    request = decoded(json.dumps(EXAMPLES[0]).encode(), funnel.Request)
    assert len(request.steps) == 3


def test_a_web_vital_has_the_documented_form() -> None:
    event = EXAMPLES[1]
    assert (event["type"], event["name"], event["interactive"]) == ("event", EVENT, False)
    assert set(event["props"]) == {METRIC_PROP, VALUE_PROP}


def test_the_limits_of_web_vitals_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| (\w+) \| ([\d,.]+)(?: ms)? \| ([\d,.]+)(?: ms)? \|$", DOCS, re.MULTILINE)
    limits = {name: tuple(float(value.replace(",", "")) for value in values) for name, *values in rows}
    assert limits == THRESHOLDS
