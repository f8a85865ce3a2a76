"""Reports over HTTP: each answers on the small history; the numbers are held by the reports' own tests."""

from typing import Any

import pytest

from dashboard.api import reports as endpoints
from liveinsight.query.reports import REPORTS
from tests.integration.dashboard.api.conftest import DAY, Api, code

URL = "/api/v2/reports/"


def ask(api: Api, report: str, **values: Any) -> Any:
    asked = {**endpoints.EXAMPLE, **endpoints.EXAMPLES.get(report, {}), "site_id": api.site.key}
    return api.post(URL + report, {**asked, "date_range": [DAY, DAY], **values})


@pytest.mark.parametrize("report", [report.NAME for report in REPORTS if report.NAME != "session"])
def test_every_report_answers_as_documented(reader: Api, report: str) -> None:
    answer = ask(reader, report)
    assert answer.status_code == 200, answer.text
    assert "meta" in answer.json


def test_one_visit_is_found_from_the_list(reader: Api) -> None:
    listed = ask(reader, "sessions").json
    assert len(listed["sessions"]) == 2
    asked = {"site_id": reader.site.key, "id": listed["sessions"][0]["id"], "date_range": [DAY, DAY]}
    assert reader.post(f"{URL}session", asked).status_code == 200
    assert ask(reader, "session", id="00000000000000ff").status_code == 404


@pytest.mark.parametrize("report", [report.NAME for report in REPORTS])
def test_wrong_questions_name_the_field(api: Api, report: str) -> None:
    for values, field in (
        ({"surprise": 1}, "surprise"),
        ({"site_id": 7}, "site_id"),
        ({"date_range": "x"}, "date_range"),
    ):
        answer = ask(api, report, **values)
        assert answer.status_code == 400
        assert field in answer.text
    assert code(ask(api, report, site_id="nobody")) == (404, "unknown_site")
    assert code(ask(api.as_one(""), report)) == (401, "not_authenticated")


def test_unknown_reports_are_404(api: Api) -> None:
    assert api.post(f"{URL}luck", {}).status_code == 404
