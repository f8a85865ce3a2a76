"""The reports that Athena can answer agree with their plain reference; the others are refused, with the reason."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liveinsight.athena.dialect import NotOnAthena
from liveinsight.athena.engine import AthenaEngine
from tests.integration.athena.conftest import Fill
from tests.integration.query.reference import Site
from tests.integration.query.test_against_reference import CHANGES, GOALS
from tests.integration.query.world import visits_of
from tests.integration.reports import test_against_reference as reports
from tests.integration.reports.invent import asked_time, filters, world

ANSWERED = [
    reports.check_sessions,
    reports.check_session,
    reports.check_retention,
    reports.check_pages,
]


def put(athena: AthenaEngine, put_days: Fill, seed: int, timezone: str) -> Site:
    events = [event for visit in world(athena, seed, timezone).visits for event in visit.events]
    put_days(events)
    return Site(visits_of(events), timezone, GOALS, 0, 0)


@pytest.mark.parametrize("check", ANSWERED)
@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes seconds: shrinking would take hours
)
@given(seed=st.integers(0, 2**32), timezone=st.sampled_from(sorted(CHANGES)))
def test_a_report_says_what_its_definition_says(
    athena: AthenaEngine, put_days: Fill, check: reports.Check, seed: int, timezone: str
) -> None:
    site = put(athena, put_days, seed, timezone)
    chance = random.Random(seed + 1)
    for _ in range(3):
        asked = asked_time(chance, timezone)
        body = {"site_id": "site", "date_range": asked.date_range, "filters": filters(chance)}
        check(chance, replace(site, first=asked.first, last=asked.last), athena, body)


@pytest.mark.parametrize(
    ("check", "needs"),
    [
        (reports.check_funnel, "percentile_cont"),
        (reports.check_vitals, "percentile_disc"),
        (reports.check_journeys, "key-value"),
        (reports.check_properties, "entries"),
    ],
)
def test_a_report_that_needs_more_is_refused(
    athena: AthenaEngine, put_days: Fill, check: reports.Check, needs: str
) -> None:
    site = put(athena, put_days, 1, "UTC")
    asked = asked_time(random.Random(1), "UTC")
    body = {"site_id": "site", "date_range": asked.date_range, "filters": []}
    with pytest.raises(NotOnAthena, match=needs):
        check(random.Random(1), replace(site, first=asked.first, last=asked.last), athena, body)
