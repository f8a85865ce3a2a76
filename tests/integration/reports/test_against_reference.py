"""The reports and the plain reference agree on invented sites, with any filter, time zone and range."""

import json
import os
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveinsight.json_body import decoded
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.query.goals import Goal
from liveinsight.query.reports import funnel, journeys, pages, properties, retention, sessions, vitals
from liveinsight.query.reports import session as one_session
from tests.integration.query.reference import Site
from tests.integration.query.test_against_reference import CHANGES, GOALS
from tests.integration.query.world import Event, Tables, Visit
from tests.integration.reports import reference
from tests.integration.reports.invent import EVENTS, PATHS, asked_time, filters, world

EXAMPLES = int(os.environ.get("LIVEINSIGHT_TEST_EXAMPLES", "10"))
LATE = 4_000_000_000_000
Check = Callable[[random.Random, Site, Engine, dict[str, Any]], None]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Tables())


def answered(report: ModuleType, body: dict[str, Any], site: Site, engine: Engine) -> Any:
    goals = tuple(Goal(name, **what) for name, what in GOALS.items())
    request = decoded(json.dumps(body).encode(), report.Request)
    found = report.answer(request, QueriedSite("site", site.timezone, goals), engine, LATE)
    return msgspec.to_builtins(found)


def check_sessions(chance: random.Random, site: Site, engine: Engine, body: dict[str, Any]) -> None:
    keys: dict[str, Callable[[Visit], int]] = {
        "started_at": lambda visit: visit.started,
        "duration": lambda visit: visit.ended - visit.started,
        "pageviews": lambda visit: len(visit.views),
        "engaged": lambda visit: sum(event.visible_ms for event in visit.events),
    }
    order = chance.choice(sorted(keys))
    sign = chance.choice([1, -1])
    expected = reference.begun(site, body["filters"])
    newest = -1 if order != "started_at" else 0
    expected.sort(key=lambda visit: (sign * keys[order](visit), newest * visit.started, visit.id))
    limit, offset = chance.randint(1, 5), chance.randint(0, len(expected))
    page = {"limit": limit, "offset": offset}
    direction = "asc" if sign == 1 else "desc"
    found = answered(sessions, {**body, "order_by": order, "direction": direction, "pagination": page}, site, engine)
    assert found["total"] == len(expected)
    assert found["sessions"] == [_session(visit) for visit in expected[offset : offset + limit]]


def _session(visit: Visit) -> dict[str, Any]:
    named = ["source", "channel", "country", "region", "city", "device", "browser", "os", "language", "screen"]
    return {
        "id": f"{visit.id:016x}",
        "started_at": visit.started,
        "duration_s": (visit.ended - visit.started) // 1000,
        "engaged_s": sum(event.visible_ms for event in visit.events) // 1000,
        "pageviews": len(visit.views),
        "events": sum(event.type == "event" for event in visit.events),
        "bounce": visit.bounced,
        "entry_page": visit.entry_page,
        "exit_page": visit.exit_page,
        **{name: visit.attributes.get(name, "") for name in named},
    }


def check_session(chance: random.Random, site: Site, engine: Engine, body: dict[str, Any]) -> None:
    visit = chance.choice(site.visits)
    body = {"site_id": "site", "id": f"{visit.id:016x}", "started_at": visit.started}
    found = answered(one_session, body, site, engine)
    assert found["session"] == _session(visit)
    expected = _timeline(visit)
    assert found["total"] == len(expected)
    assert found["steps"] == expected


def _timeline(visit: Visit) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for event in reference.in_order(visit.events):
        page = (event.hostname, event.path)
        if event.type == "engagement" and page in latest:
            step = latest[page]
        else:
            money = {"amount": f"{event.amount:.3f}", "currency": event.currency} if event.amount is not None else None
            step = {
                **{"type": event.type, "at": event.at, "name": event.name, "props": event.props, "revenue": money},
                **{"hostname": event.hostname, "page": event.path, "engaged_s": None, "scroll_pct": None},
            }
            steps.append(step)
            if event.type != "event":
                latest[page] = step
        if event.type == "engagement":
            step["engaged_s"] = round((step["engaged_s"] or 0) + event.visible_ms / 1000, 3)
            step["scroll_pct"] = max(step["scroll_pct"] or 0, event.scroll_pct)
    return steps


def action(chance: random.Random) -> dict[str, Any]:
    made: list[dict[str, Any]] = [
        {"page": chance.choice(PATHS)},
        {"page": chance.choice(["*", "/b*", "/blog/*", "*a"])},
        {"event": chance.choice(EVENTS)},
        {"event": "signup", "filters": [["is", "event:props:plan", ["pro"]]]},
        {"page": "*", "filters": [["is", "event:hostname", ["example.com"]]]},
        {"goal": chance.choice(sorted(GOALS))},
    ]
    return chance.choice(made)


def check_funnel(chance: random.Random, site: Site, engine: Engine, body: dict[str, Any]) -> None:
    steps = [action(chance) for _ in range(chance.randint(2, 5))]
    body = {**body, "steps": steps, "within": chance.choice(["visit", "days"]), "days": chance.choice([1, 2, 30])}
    found = answered(funnel, {**body, "breakdown": "visit:source"}, site, engine)
    assert [(step["visitors"], step["median_s"]) for step in found["steps"]] == reference.funnel(body, site)
    _check_rates(found["steps"])
    parts = reference.funnel_parts(body, site, "source", "Direct / None")
    assert {
        part["value"]: [(step["visitors"], step["median_s"]) for step in part["steps"]] for part in found["breakdown"]
    } == parts
    entered = [part["steps"][0]["visitors"] for part in found["breakdown"]]
    assert entered == sorted(entered, reverse=True)


def _check_rates(steps: list[dict[str, Any]]) -> None:
    first = steps[0]["visitors"]
    for before, step in zip([steps[0], *steps], steps, strict=False):
        assert step["drop_off"] == before["visitors"] - step["visitors"]
        assert step["conversion"] == reference.percent(step["visitors"], before["visitors"])
        assert step["total_conversion"] == reference.percent(step["visitors"], first)


def check_journeys(chance: random.Random, site: Site, engine: Engine, body: dict[str, Any]) -> None:
    body = {
        **body,
        chance.choice(["start", "end"]): chance.choice([action(chance), {"page": "*"}]),
        "through": chance.choice(["pages", "events", "all"]),
        "depth": chance.randint(1, 5),
        "top": chance.choice([1, 2, 50]),
    }
    found = answered(journeys, body, site, engine)
    nodes, links = reference.journeys(body, site)
    places = [(node["step"], node["type"], node["label"]) for node in found["nodes"]]
    assert {place: node["visits"] for place, node in zip(places, found["nodes"], strict=True)} == nodes
    shown = {(places[link["source"]], places[link["target"]]): link["visits"] for link in found["links"]}
    assert shown == links
    _check_flow(found)


def _check_flow(found: Any) -> None:
    """What goes into a node and out of it is what it counts."""
    into: dict[int, int] = defaultdict(int)
    out: dict[int, int] = defaultdict(int)
    for link in found["links"]:
        into[link["target"]] += link["visits"]
        out[link["source"]] += link["visits"]
    for place, node in enumerate(found["nodes"]):
        assert node["step"] == 0 or into[place] == node["visits"]
        assert out[place] in (0, node["visits"])


def check_retention(chance: random.Random, site: Site, engine: Engine, body: dict[str, Any]) -> None:
    period = chance.choice(["day", "week", "month"])
    found = answered(retention, {**body, "period": period}, site, engine)
    expected = reference.retention(period, body["filters"], site)
    shown = {
        (cohort["period"], one["period"]): one["visitors"] for cohort in found["cohorts"] for one in cohort["returns"]
    }
    assert {key: visitors for key, visitors in shown.items() if visitors} == expected
    for place, cohort in enumerate(found["cohorts"]):
        assert cohort["size"] == expected.get((cohort["period"], cohort["period"]), 0)
        assert [one["after"] for one in cohort["returns"]] == list(range(len(found["cohorts"]) - place))
        for one in cohort["returns"]:
            assert one["percent"] == reference.percent(one["visitors"], cohort["size"])
    visitors, lasting = reference.lasting(body["filters"], site)
    known = found["lasting_ids"]
    assert (known["visitors"], known["lasting"]) == (visitors, lasting)
    assert bool(found["meta"]["notes"]) == (visitors > 0)


def check_pages(chance: random.Random, site: Site, engine: Engine, body: dict[str, Any]) -> None:
    order = chance.choice(["entries", "exits", "pageviews", "exit_rate", "bounce_rate"])
    found = answered(pages, {**body, "order_by": order}, site, engine)
    expected = reference.pages(body["filters"], site)
    names = ["entries", "exits", "pageviews", "exit_rate", "bounce_rate"]
    assert {page["page"]: tuple(page[name] for name in names) for page in found["pages"]} == expected
    assert found["total"] == len(expected)
    assert found["pages"] == sorted(found["pages"], key=lambda page: (-page[order], page["page"]))
    page = chance.choice(PATHS)
    one = answered(pages, {**body, "page": page}, site, engine)
    assert [tuple(row[name] for name in names) for row in one["pages"]] == (
        [expected[page]] if page in expected else []
    )
    for side, counts in zip(("previous", "next"), reference.neighbours(page, body["filters"], site), strict=True):
        assert {row["page"]: row["pageviews"] for row in one[side]} == counts
        assert [row["percent"] for row in one[side]] == [
            reference.percent(row["pageviews"], counts.total()) for row in one[side]
        ]


def check_vitals(chance: random.Random, site: Site, engine: Engine, body: dict[str, Any]) -> None:
    interval = chance.choice(["day", "week", "month"])
    found = answered(vitals, {**body, "by": "event:page", "interval": interval}, site, engine)
    whole: dict[str, list[float]] = defaultdict(list)
    pages_of: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    course: dict[tuple[str, str], list[float]] = defaultdict(list)
    for event, metric, value in reference.samples(body["filters"], site):
        whole[metric].append(value)
        pages_of[event.path][metric].append(value)
        course[metric, reference.period_start(event.at, interval, site).isoformat()].append(value)
    order = list(reference.LIMITS)
    assert found["vitals"] == [reference.vital(name, whole[name]) for name in order if name in whole]
    assert found["total"] == len(pages_of)
    assert {group["value"]: group["vitals"] for group in found["groups"]} == {
        page: [reference.vital(name, of[name]) for name in order if name in of] for page, of in pages_of.items()
    }
    sizes = [(-group["samples"], group["value"]) for group in found["groups"]]
    assert sizes == sorted(sizes)
    shown = ("samples", "p50", "p75", "p90", "p99")
    assert {(point["metric"], point["time"]): [point[name] for name in shown] for point in found["series"]} == {
        key: [reference.vital(key[0], values)[name] for name in shown] for key, values in course.items()
    }


def check_properties(chance: random.Random, site: Site, engine: Engine, body: dict[str, Any]) -> None:
    name = chance.choice([*EVENTS, None])
    found = answered(properties, {**body, "event": name} if name else body, site, engine)
    events = reference.hits(name, body["filters"], site)
    assert (found["events"], found["visitors"]) == (len(events), len({event.visitor for event in events}))
    of: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        for key in (key for key, value in event.props.items() if value):
            of[key].append(event)
    expected: list[dict[str, Any]] = [
        {
            "name": key,
            "events": len(carriers),
            "visitors": len({event.visitor for event in carriers}),
            "values": len({event.props[key] for event in carriers}),
        }
        for key, carriers in of.items()
    ]
    assert found["properties"] == sorted(expected, key=lambda one: (-one["events"], one["name"]))
    paid = [event.amount for event in events if event.amount is not None]
    earned = [{"currency": "USD", "amount": f"{sum(paid):.3f}", "events": len(paid)}] if paid else []
    assert found["revenue"] == earned


CHECKS = [
    check_sessions,
    check_session,
    check_funnel,
    check_journeys,
    check_retention,
    check_pages,
    check_vitals,
    check_properties,
]


@pytest.mark.parametrize("check", CHECKS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), timezone=st.sampled_from(sorted(CHANGES)))
def test_a_report_says_what_its_definition_says(engine: Engine, check: Check, seed: int, timezone: str) -> None:
    site = world(engine, seed, timezone)
    chance = random.Random(seed + 1)
    for _ in range(8):
        asked = asked_time(chance, timezone)
        body = {"site_id": "site", "date_range": asked.date_range, "filters": filters(chance)}
        check(chance, replace(site, first=asked.first, last=asked.last), engine, body)
