"""Reports beyond the Stats API, one endpoint each, made of the modules in `liveinsight.query.reports`."""

import inspect
import time
from types import ModuleType
from typing import Any

import msgspec

from dashboard import history
from dashboard.access import Caller
from dashboard.api.answers import TODAY_S, kept
from dashboard.api.endpoint import Endpoint
from dashboard.api.noun import Noun
from dashboard.api.site_choice import chosen
from liveinsight.json_body import decoded
from liveinsight.query.reports import REPORTS

noun = Noun("reports", "Reports", "Questions that the Stats API has no words for: visits, funnels, journeys and more.")
EXAMPLE = {"site_id": "shop.example", "date_range": "30d"}
EXAMPLES: dict[str, dict[str, Any]] = {
    "session": {"id": "00000000075bcd15"},
    "funnel": {"steps": [{"page": "/"}, {"page": "/products/*"}, {"event": "purchase"}], "within": "visit"},
    "journeys": {"start": {"page": "/"}, "depth": 3},
    "retention": {"date_range": "91d", "period": "week"},
    "comparison": {"metrics": ["visitors"], "dimensions": ["visit:source"], "compare": {"mode": "previous_period"}},
}
"""What the reports need besides."""


def declare(report: ModuleType) -> None:
    """Serve this report under its name."""

    def ask(asking: Caller, body: bytes) -> bytes:
        wanted = decoded(body, report.Request)
        site = history.queried_site(chosen(asking, wanted.site_id))

        def work_out() -> tuple[bytes, int]:
            found = report.answer(wanted, site, history.engine(), int(time.time() * 1000))
            return msgspec.json.encode(found), TODAY_S

        return kept(report.NAME, site, body, work_out)

    noun.add(
        Endpoint(
            name=report.NAME,
            method="POST",
            path=f"/api/v2/reports/{report.NAME}",
            access="read",
            handler=ask,
            parameters={"asking": Caller, "body": bytes},
            summary=report.TITLE,
            description=inspect.getdoc(report.answer) or "",
            takes=report.Request,
            gives=report.Answer,
            errors=(403, 404),
            example=EXAMPLE | EXAMPLES.get(report.NAME, {}),
        )
    )


for _report in REPORTS:
    declare(_report)
