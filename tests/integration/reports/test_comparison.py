"""Two periods side by side: each as the Stats API's reference has it, joined and set in relation here by hand."""

import json
import os
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveinsight.json_body import decoded
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.query.goals import Goal
from liveinsight.query.reports import comparison
from tests.integration.query import reference
from tests.integration.query.test_against_reference import CHANGES, GOALS
from tests.integration.query.world import Event, Tables, event_rows, fill, session_rows, visits_of
from tests.integration.reports.invent import filters, world

EXAMPLES = int(os.environ.get("LIVEINSIGHT_TEST_EXAMPLES", "10"))
COUNTS = ["visitors", "visits", "pageviews", "events", "visit_duration"]
POINTS = ["bounce_rate", "percentage", "conversion_rate"]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Tables())


def compared(engine: Engine, timezone: str, body: dict[str, Any], now_ms: int = 4_000_000_000_000) -> Any:
    goals = tuple(Goal(name, **what) for name, what in GOALS.items())
    request = decoded(json.dumps({"site_id": "site", **body}).encode(), comparison.Request)
    return msgspec.to_builtins(comparison.answer(request, QueriedSite("site", timezone, goals), engine, now_ms))


def change(metric: str, new: Any, old: Any) -> float | None:
    if new is None or old is None or (metric == "bounce_rate" and old == 0):
        return None
    if metric in POINTS:
        return float(round(new - old, 1))
    if old == 0:
        return 100 if new > 0 else 0
    exact = Decimal(str(new)) * 100 / Decimal(str(old)) - 100
    return int(abs(exact) + Decimal("0.5")) * (1 if exact >= 0 else -1)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), timezone=st.sampled_from(sorted(CHANGES)))
def test_rows_are_those_of_two_queries(engine: Engine, seed: int, timezone: str) -> None:
    site = world(engine, seed, timezone)
    chance = random.Random(seed + 2)
    for _ in range(6):
        day = CHANGES[timezone] + timedelta(days=chance.choice([0, 0, 1]))
        length = chance.choice([1, 1, 2, 10])
        spans = [(day - timedelta(days=length * n), day + timedelta(days=length * (1 - n) - 1)) for n in (0, 1)]
        dimensions = chance.choice([[], ["visit:source"], ["event:page"], ["time:day"], ["time:day", "visit:device"]])
        metrics = chance.sample(COUNTS[:4] if "event:page" in dimensions else [*COUNTS, "bounce_rate"], 3)
        asked = {"metrics": metrics, "dimensions": dimensions, "filters": filters(chance)}
        body = {**asked, "date_range": [end.isoformat() for end in spans[0]], "compare": {"mode": "previous_period"}}
        if length == 10:  # a custom range may be anything; here it is the same
            custom = [end.isoformat() for end in spans[1]]
            body["compare"] = {"mode": "custom", "date_range": custom}
        _check(compared(engine, timezone, body), asked, spans, site)


def _check(found: Any, asked: dict[str, Any], spans: list[tuple[date, date]], site: reference.Site) -> None:
    current, other = (
        reference.answer(asked, replace(site, first=first, last=last))
        for first, last in (reference.day_range(*span, site.timezone) for span in spans)
    )
    gap = spans[0][0] - spans[1][0]
    nothing: list[Any] = [0] * len(asked["metrics"])
    moved = {_later(key, asked["dimensions"], gap): values for key, values in other.items()}
    rows = {tuple(row["dimensions"]): row for row in [*found["results"], *found["only_in_comparison"]]}
    assert set(rows) == set(current) | set(moved)
    for key, row in rows.items():
        new, old = current.get(key, nothing), moved.get(key, nothing)
        assert row["metrics"] == new
        assert row["comparison"]["metrics"] == old
        assert _later(tuple(row["comparison"]["dimensions"]), asked["dimensions"], gap) == key
        expected = [change(*each) for each in zip(asked["metrics"], new, old, strict=True)]
        assert row["comparison"]["change"] == expected
    assert {tuple(row["dimensions"]) for row in found["results"]} == set(current)


def _later(key: tuple[Any, ...], dimensions: list[str], gap: timedelta) -> tuple[Any, ...]:
    named = zip(key, dimensions, strict=True)
    return tuple((date.fromisoformat(v) + gap).isoformat() if name.startswith("time") else v for v, name in named)


def load(engine: Engine, times: list[str], timezone: str = "UTC") -> None:
    """One pageview of a new visitor at each time."""
    zone = ZoneInfo(timezone)
    at = [int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000) for text in times]
    events = [Event(ms, visitor, "pageview", f"/{visitor % 2}") for visitor, ms in enumerate(at)]
    visits = visits_of(events)
    fill(engine.tables(), "events", event_rows(events))
    fill(engine.tables(), "sessions", session_rows(visits))


def test_today_is_compared_with_yesterday_until_now(engine: Engine) -> None:
    load(engine, ["2026-06-09T10:00", "2026-06-09T15:00", "2026-06-09T20:00", "2026-06-10T09:00"])
    now = int(datetime(2026, 6, 10, 15, 30, tzinfo=UTC).timestamp() * 1000)
    body = {"metrics": ["visits"], "date_range": "day", "compare": {"mode": "previous_period"}}
    found = compared(engine, "UTC", body, now)
    assert found["results"][0]["comparison"] == {"dimensions": [], "metrics": [2], "change": [-50]}
    assert found["meta"]["comparison_date_range"] == ["2026-06-09T00:00:00+00:00", "2026-06-09T15:30:00+00:00"]
    whole = {**body, "compare": {"mode": "previous_period", "same_elapsed": False}}
    assert compared(engine, "UTC", whole, now)["results"][0]["comparison"]["metrics"] == [3]


def test_a_longer_month_ends_without_comparison(engine: Engine) -> None:
    load(engine, ["2026-02-28T10:00", "2026-03-28T10:00", "2026-03-29T10:00"], "Europe/Berlin")
    body = {
        **{"metrics": ["visits"], "dimensions": ["time:day"], "date_range": ["2026-03-01", "2026-03-31"]},
        **{"compare": {"mode": "previous_period"}, "include": {"time_labels": True}},
    }
    found = compared(engine, "Europe/Berlin", body)
    assert [row["comparison"] for row in found["results"]] == [
        {"dimensions": ["2026-02-28"], "metrics": [1], "change": [0]},
        None,
    ]
    assert len(found["meta"]["time_labels"]) == 31
    assert len(found["meta"]["comparison_time_labels"]) == 28


def test_time_is_as_fine_in_both_periods(engine: Engine) -> None:
    load(engine, ["2025-06-01T10:00", "2026-06-09T15:00"])
    compare = {"mode": "custom", "date_range": ["2025-06-01", "2025-12-31"]}
    body = {"metrics": ["visits"], "dimensions": ["time"], "date_range": ["2026-06-09", "2026-06-20"]}
    found = compared(engine, "UTC", {**body, "compare": compare})
    assert found["query"]["dimensions"] == ["time:day"]
    assert [row["dimensions"] for row in found["results"]] == [["2026-06-09"]]
    assert [row["comparison"]["dimensions"] for row in found["only_in_comparison"]] == []
    assert found["results"][0]["comparison"] == {"dimensions": ["2025-06-01"], "metrics": [1], "change": [0]}


def test_pages_of_results_are_compared_with_all_rows(engine: Engine) -> None:
    load(engine, ["2026-06-09T10:00", "2026-06-09T11:00", "2026-06-09T12:00", "2026-06-10T09:00", "2026-06-10T10:00"])
    body = {
        **{"metrics": ["visits"], "dimensions": ["event:page"], "date_range": ["2026-06-10", "2026-06-10"]},
        **{"compare": {"mode": "previous_period"}, "pagination": {"limit": 1, "offset": 1}},
    }
    found = compared(engine, "UTC", body)
    assert [(row["dimensions"], row["comparison"]["metrics"]) for row in found["results"]] == [(["/1"], [1])]
    assert found["only_in_comparison"] == []
    assert "total_rows" not in found["meta"]
    assert "total_rows" not in found["query"]["include"]


def test_money_is_compared_by_its_value(engine: Engine) -> None:
    noon = int(datetime(2026, 6, 10, 12, tzinfo=UTC).timestamp() * 1000)
    events = [Event(noon, 1, "event", "/", "signup", amount=Decimal("30"), currency="USD")]
    events += [Event(noon - 86_400_000, 2, "event", "/", "signup", amount=Decimal("20"), currency="USD")]
    visits = visits_of(events)
    fill(engine.tables(), "events", event_rows(events))
    fill(engine.tables(), "sessions", session_rows(visits))
    body = {
        **{"metrics": ["total_revenue"], "filters": [["is", "event:goal", ["Signup"]]]},
        **{"date_range": ["2026-06-10", "2026-06-10"], "compare": {"mode": "previous_period"}},
    }
    row = compared(engine, "UTC", body)["results"][0]
    assert row["metrics"][0]["value"] == 30
    assert row["comparison"]["metrics"][0]["value"] == 20
    assert row["comparison"]["change"] == [50]
