"""The demo's web vitals: such as the report reads, with the differences that it is there to show."""

from collections.abc import Iterator
from statistics import quantiles
from typing import Any

import pytest

from demo.visitors.visit import Visit, plan_visit
from demo.visitors.vitals import MEASURED, measured
from liveinsight.query.reports.web_vitals import EVENT, THRESHOLDS
from tests.unit.demo.conftest import SITE_URL

START = 1_795_370_990_000


@pytest.fixture(scope="module")
def planned() -> list[Visit]:
    return [plan_visit("key-1", f"visit {number}", START + number * 3_600_000, SITE_URL) for number in range(3000)]


def samples(visits: list[Visit]) -> Iterator[tuple[Visit, dict[str, Any]]]:
    for visit in visits:
        for moment in measured(visit).moments:
            if moment.fields.get("name") == EVENT:
                yield visit, moment.fields


def p75(values: list[float]) -> float:
    return quantiles(values, n=4)[2]


def test_some_visits_measure_and_stay_as_they_were_otherwise(planned: list[Visit]) -> None:
    humans = [visit for visit in planned if not visit.person.bot]
    measuring = [visit for visit in planned if len(measured(visit).moments) > len(visit.moments)]
    assert 0.7 * MEASURED < len(measuring) / len(humans) < 1.3 * MEASURED
    assert not any(visit.person.bot for visit in measuring)
    for visit in measuring:
        moments = measured(visit).moments
        assert [moment for moment in moments if moment.fields.get("name") != EVENT] == list(visit.moments)
        assert [moment.at_ms for moment in moments] == sorted(moment.at_ms for moment in moments)
        assert len({moment.fields["id"] for moment in moments}) == len(moments)
        assert measured(visit).ended_ms == visit.ended_ms


def test_every_metric_is_measured_where_browsers_can(planned: list[Visit]) -> None:
    found = list(samples(planned))
    assert {fields["props"]["name"] for _, fields in found} == set(THRESHOLDS)
    assert all(fields["interactive"] is False for _, fields in found)
    assert all("Chrome/" in visit.person.agent for visit, fields in found if fields["props"]["name"] == "CLS")


def test_phones_are_slower_and_a_paint_comes_after_the_first_byte(planned: list[Visit]) -> None:
    lcp: dict[bool, list[float]] = {True: [], False: []}
    for visit, fields in samples(planned):
        if fields["props"]["name"] == "LCP":
            lcp["Mobile" in visit.person.agent].append(float(fields["props"]["value"]))
    assert p75(lcp[True]) > 1.2 * p75(lcp[False])
    assert 1_500 < p75(lcp[True] + lcp[False]) < 4_000
    for visit in planned:
        values = {
            (m.document, m.fields["props"]["name"]): float(m.fields["props"]["value"])
            for m in measured(visit).moments
            if m.fields.get("name") == EVENT
        }
        for (document, name), value in values.items():
            if name in ("FCP", "LCP"):
                assert value >= values[document, "TTFB"]
