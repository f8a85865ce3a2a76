"""Athena's engine on the local AWS: which days it reads, what it says about the others, texts, pages of answers."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from liveinsight.athena import tables
from liveinsight.athena.client import Athena
from liveinsight.athena.engine import AthenaEngine
from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite, answer
from liveinsight.query.goals import Goal
from liveinsight.query.request import parse
from liveinsight.settings import Settings
from tests.integration.athena.conftest import DAY_MS, LATER, Fill
from tests.integration.query.world import Event

NOON = int(datetime(2026, 6, 10, 12, tzinfo=UTC).timestamp() * 1000)
HOSTILE = ["'; DROP TABLE x; --", '"', "$p0", "\\", "a\\'b", "%", "é\u0301", "{}", "?", "s3://bucket/key", "'", "''"]


def ask(engine: AthenaEngine, site: str = "site", goals: tuple[Goal, ...] = (), **changes: Any) -> Any:
    body = {"site_id": site, "metrics": ["visitors", "pageviews"], "date_range": ["2026-06-10", "2026-06-12"]}
    query = parse(json.dumps({**body, **changes}).encode())
    return answer(query, QueriedSite(site, goals=goals), engine, NOON + 2 * DAY_MS)


def days(*visitors: int) -> list[Event]:
    """That many pageviews, each of another visitor, on 10 June and the days after it."""
    return [
        Event(NOON + day * DAY_MS + n, day * 100 + n, "pageview", f"/{n}", attributes={"source": f"s{n}"})
        for day, count in enumerate(visitors)
        for n in range(count)
    ]


def test_days_that_are_not_finished_are_left_out_and_named(athena: AthenaEngine, put_days: Fill) -> None:
    put_days(days(2, 0, 3), days_to=NOON - NOON % DAY_MS + DAY_MS)
    found = ask(athena, dimensions=["time:day"])
    assert found["results"] == [{"dimensions": ["2026-06-10"], "metrics": [2, 2]}]
    (warning,) = found["meta"]["warnings"]
    assert "what came from 2026-06-11 (UTC) on is not included" in warning
    put_days(days(2, 0, 3), days_to=NOON - NOON % DAY_MS + 3 * DAY_MS)
    found = ask(athena, dimensions=["time:day"])
    assert [row["metrics"] for row in found["results"]] == [[2, 2], [3, 3]]
    assert found["meta"] == {}


def test_imported_files_count_on_days_that_are_not_finished_too(athena: AthenaEngine, put_days: Fill) -> None:
    put_days(days(2, 0, 3))
    put_days(days(0, 1, 4), days_to=NOON - NOON % DAY_MS + DAY_MS, file="imported.parquet")
    try:
        assert ask(athena, dimensions=["time:day"])["results"] == [
            {"dimensions": ["2026-06-10"], "metrics": [2, 2]},
            {"dimensions": ["2026-06-11"], "metrics": [1, 1]},
            {"dimensions": ["2026-06-12"], "metrics": [4, 4]},
        ]
    finally:
        put_days([], file="imported.parquet")


def test_all_begins_with_the_first_day_of_the_archive(athena: AthenaEngine, put_days: Fill) -> None:
    put_days(days(2, 0, 3))
    found = ask(athena, date_range="all")
    assert found["query"]["date_range"] == ["2026-06-10T00:00:00+00:00", "2026-06-12T23:59:59+00:00"]
    assert found["results"][0]["metrics"] == [5, 5]


@pytest.mark.parametrize("site", ["other", "site'", 'a" OR 1=1', "%"])
def test_a_site_without_files_has_no_visitors(athena: AthenaEngine, put_days: Fill, site: str) -> None:
    put_days(days(2))
    metrics = ["visitors", "visits", "pageviews", "events", "bounce_rate", "visit_duration", "views_per_visit"]
    found = ask(athena, site, metrics=metrics)
    assert found["results"] == [{"dimensions": [], "metrics": [0, 0, 0, 0, 0, 0, 0]}]
    assert found["meta"]["warnings"] == ["Athena reads finished days only, and no day of this site is finished yet."]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_values_and_nothing_else(athena: AthenaEngine, put_days: Fill, text: str) -> None:
    events = days(2)
    events[0].props = {text: text}
    events[1].name, events[1].type = text, "event"
    put_days(events)
    by_prop = ask(athena, dimensions=[f"event:props:{text}"], order_by=[["visitors", "desc"], ["pageviews", "desc"]])
    assert by_prop["results"] == [
        {"dimensions": [text], "metrics": [1, 1]},
        {"dimensions": ["(none)"], "metrics": [1, 0]},
    ]
    for wanted in (["is", f"event:props:{text}", [text]], ["contains", f"event:props:{text}", [text]]):
        assert ask(athena, filters=[wanted])["results"][0]["metrics"] == [1, 1]
    goals = (Goal(f"goal {text}", event=text),)
    assert ask(athena, goals=goals, dimensions=["event:goal"])["results"] == [
        {"dimensions": [f"goal {text}"], "metrics": [1, 0]}
    ]


def test_a_bad_regular_expression_is_refused_without_asking_athena(athena: AthenaEngine) -> None:
    with pytest.raises(InvalidRequest, match="regular expression"):
        ask(athena, filters=[["matches", "event:page", ["("]]])


def test_answers_of_many_pages_come_whole_and_in_python_types(installation: Settings) -> None:
    rows = Athena(installation).rows(
        "SELECT n, CAST(n AS DOUBLE) / 2, CAST(n AS VARCHAR), n > 2, CAST(n AS DECIMAL(38, 0)), NULLIF(n, 2) "
        "FROM UNNEST(SEQUENCE(1, 2500)) AS t(n) ORDER BY n"
    )
    assert len(rows) == 2500
    assert rows[1] == (2, 1.0, "2", False, 2, None)
    assert [type(cell) for cell in rows[2]] == [int, float, str, bool, int, int]
    assert [row[0] for row in rows] == list(range(1, 2501))


def test_tables_may_be_defined_again(installation: Settings, athena: AthenaEngine, put_days: Fill) -> None:
    put_days(days(2), LATER)
    tables.define(installation)
    assert ask(athena)["results"][0]["metrics"] == [2, 2]
