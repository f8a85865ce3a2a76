"""The Stats API v1 over HTTP: its answers are those of v2 to the same question, its refusals are documented ones."""

import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.api.v1 import stats
from liveinsight import goals, sites, tokens
from liveinsight.goals import Wanted
from liveinsight.query.answer import QueriedSite, answer
from liveinsight.query.changes import change
from liveinsight.query.engine import Engine, QueryRefused
from liveinsight.query.request import Query
from tests.integration.dashboard.api.conftest import DAY, Api, at
from tests.integration.query.world import MINUTE, Event, Tables, event_rows, fill, session_rows, visits_of

EXAMPLES = int(os.environ.get("LIVEINSIGHT_TEST_EXAMPLES", "60"))
URL = "/api/v1/stats/"
HOUR = 60 * MINUTE


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Sixty visitors within three weeks around the day."""
    made, chance = Engine(Tables()), random.Random(11)
    events = []
    for visitor in range(1, 61):
        attributes = {"country": chance.choice(["KR", "DE", ""]), "source": chance.choice(["Google", "a|b", ""])}
        moment = at("00:00") + chance.randrange(-240, 240) * HOUR
        for step in range(chance.randrange(1, 5)):
            page = chance.choice(["/", "/blog/a", "/blog/b", "/join"])
            kind = chance.choice(["pageview", "pageview", "event"]) if step else "pageview"
            name = chance.choice(["signup", "download"]) if kind == "event" else ""
            props = {"plan": chance.choice(["free", "team"])} if name else {}
            here = moment + step * chance.randrange(1, 20) * MINUTE
            events.append(Event(here, visitor, kind, page, name=name, props=props, attributes=attributes))
            events.append(Event(here + MINUTE, visitor, "engagement", page, visible_ms=30_000, attributes=attributes))
    visits = visits_of(events)
    fill(made.tables(), "events", event_rows(events))
    fill(made.tables(), "sessions", session_rows(visits))
    return made


@pytest.fixture
def shop(api: Api) -> Api:
    """A site of another time zone, with goals, through a token that may only read it."""
    sites.change(api.site.key, sites.Changes(timezone="America/New_York"))
    goals.add(api.site.key, Wanted(name="Sign-up", event="signup"))
    goals.add(api.site.key, Wanted(page="/blog/*"))
    return api.as_one(tokens.create(api.site.key))


def ask(api: Api, endpoint: str, **values: Any) -> Any:
    return api.get(URL + endpoint, query_string={"site_id": api.site.domain} | values)


PERIODS = [
    ({"period": "day", "date": DAY}, [DAY, DAY]),
    ({"period": "7d", "date": DAY}, ["2026-06-04", DAY]),
    ({"period": "30d", "date": "2026-06-20"}, ["2026-05-22", "2026-06-20"]),
    ({"period": "month", "date": DAY}, ["2026-06-01", "2026-06-30"]),
    ({"period": "6mo", "date": DAY}, ["2026-01-01", "2026-06-30"]),
    ({"period": "custom", "date": "2026-06-03,2026-06-12"}, ["2026-06-03", "2026-06-12"]),
]
FILTERS: list[tuple[str, list[Any]]] = [
    ("visit:source==Google", ["is", "visit:source", ["Google"]]),
    ("visit:source==a\\|b", ["is", "visit:source", ["a|b"]]),
    ("visit:source==Google|Direct / None", ["is", "visit:source", ["Google", "Direct / None"]]),
    ("visit:country!=DE", ["is_not", "visit:country", ["DE"]]),
    ("event:page==/blog/*", ["matches_wildcard", "event:page", ["/blog/*"]]),
    ("event:page!=/bl*", ["matches_wildcard_not", "event:page", ["/bl*"]]),
    ("event:page==/|/join", ["is", "event:page", ["/", "/join"]]),
    ("event:goal==Sign-up", ["is", "event:goal", ["Sign-up"]]),
    ("event:goal==Sign-up|Visit /blog/*", ["is", "event:goal", ["Sign-up", "Visit /blog/*"]]),
    ("event:props:plan==team", ["is", "event:props:plan", ["team"]]),
    ("event:props:plan!=team", ["is_not", "event:props:plan", ["team"]]),
]
METRICS = ["visitors", "visits", "pageviews", "events", "bounce_rate", "visit_duration", "conversion_rate"]
asked_periods = st.sampled_from(PERIODS)
asked_filters = st.lists(st.sampled_from(FILTERS), max_size=2)


def some(*more: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([*METRICS, *more]), min_size=1, max_size=4, unique=True)


def both(
    api: Api, endpoint: str, period: Any, filters: Any, metrics: list[str], old: Any = None, new: Any = None
) -> tuple[Any, Any]:
    """The answers of v1 and v2 to the same question; they refuse it both or none of them does."""
    in_v1 = {**period[0], "filters": ";".join(text for text, _ in filters), "metrics": ",".join(metrics)}
    in_v2 = {"date_range": period[1], "filters": [meant for _, meant in filters], "metrics": metrics}
    got, reference = ask(api, endpoint, **in_v1 | (old or {})), api.query(**in_v2 | (new or {}))
    assert got.status_code == reference.status_code, (got.text, reference.text)
    if got.status_code != 200:
        assert got.status_code == 400
        assert list(got.json) == ["error"]
        return None, None
    return got.json["results"], reference.json


def in_groups(metrics: list[str]) -> list[str]:
    """In groups of visits v1's conversion rate is the one among the visitors of the group."""
    return ["group_conversion_rate" if name == "conversion_rate" else name for name in metrics]


invented = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@invented
@given(asked_periods, asked_filters, some("views_per_visit", "time_on_page"))
def test_totals_are_those_of_v2(shop: Api, period: Any, filters: Any, metrics: list[str]) -> None:
    found, reference = both(shop, "aggregate", period, filters, metrics)
    if reference:
        assert found == {
            name: {"value": value} for name, value in zip(metrics, reference["results"][0]["metrics"], strict=True)
        }


@invented
@given(asked_periods, asked_filters, some("views_per_visit"), st.sampled_from(["day", "date", "month"]))
def test_series_are_those_of_v2(shop: Api, period: Any, filters: Any, metrics: list[str], interval: str) -> None:
    dimension = "time:month" if interval == "month" else "time:day"
    wanted = {"dimensions": [dimension], "include": {"time_labels": True}, "metrics": in_groups(metrics)}
    found, reference = both(shop, "timeseries", period, filters, metrics, {"interval": interval}, wanted)
    if reference:
        rows = {row["dimensions"][0]: row["metrics"] for row in reference["results"]}
        assert found == [
            {"date": label, **dict(zip(metrics, rows.get(label, [0] * len(metrics)), strict=True))}
            for label in reference["meta"]["time_labels"]
        ]


PROPERTIES = ["visit:source", "visit:country", "event:page", "event:goal", "event:props:plan", "visit:entry_page"]


@invented
@given(
    asked_periods,
    asked_filters,
    some("time_on_page"),
    st.sampled_from(PROPERTIES),
    st.integers(1, 4),
    st.integers(1, 3),
)
def test_breakdowns_are_those_of_v2(
    shop: Api, period: Any, filters: Any, metrics: list[str], name: str, limit: int, page: int
) -> None:
    among_all = name in ("event:goal", "event:props:plan")
    wanted = {
        "dimensions": [name],
        "metrics": metrics if among_all else in_groups(metrics),
        "pagination": {"limit": limit, "offset": limit * (page - 1)},
    }
    old = {"property": name, "limit": limit, "page": page}
    found, reference = both(shop, "breakdown", period, filters, metrics, old, wanted)
    if reference:
        assert found == [
            {name.rpartition(":")[2]: row["dimensions"][0], **dict(zip(metrics, row["metrics"], strict=True))}
            for row in reference["results"]
        ]


def test_a_day_is_divided_into_hours_and_a_year_into_months(shop: Api) -> None:
    hours = ask(shop, "timeseries", period="day", date=DAY).json["results"]
    assert [hours[0]["date"], hours[-1]["date"], len(hours)] == [f"{DAY} 00:00:00", f"{DAY} 23:00:00", 24]
    total = ask(shop, "aggregate", period="day", date=DAY, metrics="pageviews").json["results"]["pageviews"]["value"]
    views = ask(shop, "timeseries", period="day", date=DAY, metrics="pageviews").json["results"]
    assert sum(row["pageviews"] for row in views) == total > 0
    year = ask(shop, "timeseries", period="12mo", date=DAY).json["results"]
    assert [row["date"] for row in year] == [f"2025-{n:02}-01" for n in range(7, 13)] + [
        f"2026-{n:02}-01" for n in range(1, 7)
    ]


def test_totals_are_compared_with_as_many_days_before(shop: Api) -> None:
    metrics = "visitors,pageviews,bounce_rate"
    now, before = (
        ask(shop, "aggregate", period="custom", date=days, metrics=metrics).json["results"]
        for days in ("2026-06-08,2026-06-12", "2026-06-03,2026-06-07")
    )
    assert now != before
    compared = ask(
        shop, "aggregate", period="custom", date="2026-06-08,2026-06-12", metrics=metrics, compare="previous_period"
    )
    assert compared.json["results"] == {
        name: {
            "value": now[name]["value"],
            "comparison_value": before[name]["value"],
            "change": change(name, now[name]["value"], before[name]["value"]),
        }
        for name in metrics.split(",")
    }


def test_a_conversion_rate_is_that_of_the_group(shop: Api) -> None:
    asked = {"period": "month", "date": DAY, "property": "visit:source"}
    everybody = {row["source"]: row["visitors"] for row in ask(shop, "breakdown", **asked).json["results"]}
    asked |= {"filters": "event:goal==Sign-up", "metrics": "visitors,conversion_rate"}
    found = ask(shop, "breakdown", **asked).json["results"]
    assert len(found) == 3
    for row in found:
        expected = 100 * row["visitors"] / everybody[row["source"]]
        assert row["conversion_rate"] == pytest.approx(expected, abs=0.051)


def test_left_out_parameters_are_the_documented_ones(shop: Api) -> None:
    for endpoint, values in (("aggregate", {}), ("timeseries", {}), ("breakdown", {"property": "visit:source"})):
        plain = ask(shop, endpoint, **values)
        assert plain.status_code == 200
        assert plain.json == ask(shop, endpoint, period="30d", metrics="visitors", **values).json
        assert plain.json == ask(shop, endpoint, with_imported="true", unheard_of="1", **values).json


BAD: list[tuple[str, dict[str, str], str]] = [
    ("aggregate", {"period": "fortnight"}, "period"),
    ("aggregate", {"period": ""}, "period"),
    ("aggregate", {"date": "2026-02-30"}, "date"),
    ("aggregate", {"period": "custom"}, "date"),
    ("aggregate", {"period": "custom", "date": "2026-06-02,2026-06-01"}, "date"),
    ("aggregate", {"date": "1990-01-02", "compare": "previous_period"}, "date"),
    ("aggregate", {"metrics": ""}, "metrics"),
    ("aggregate", {"metrics": "luck"}, "luck"),
    ("aggregate", {"metrics": "percentage"}, "percentage"),
    ("aggregate", {"metrics": "visitors,visitors"}, "metrics"),
    ("aggregate", {"metrics": "conversion_rate"}, "event:goal"),
    ("aggregate", {"metrics": "time_on_page"}, "event:page"),
    ("aggregate", {"compare": "year_over_year"}, "compare"),
    ("aggregate", {"filters": "visit:mood==good"}, "visit:mood"),
    ("aggregate", {"filters": "visit:source"}, "visit:source"),
    ("aggregate", {"filters": "visit:source~Goo"}, "visit:source~Goo"),
    ("aggregate", {"filters": "visit:browser!=Firefox|Safari"}, "one value"),
    ("aggregate", {"filters": "event:goal==nothing"}, "nothing"),
    ("aggregate", {"filters": "event:goal!=Sign-up"}, "event:goal"),
    ("aggregate", {"filters": "visit:country==Korea"}, "country"),
    ("aggregate", {"filters": "event:page==/\0"}, "null"),
    ("timeseries", {"interval": "year"}, "interval"),
    ("timeseries", {"metrics": "time_on_page", "filters": "event:page==/"}, "time_on_page"),
    ("breakdown", {}, "property"),
    ("breakdown", {"property": "event:hostname"}, "event:hostname"),
    ("breakdown", {"property": "time:day"}, "time:day"),
    ("breakdown", {"property": "visit:mood"}, "visit:mood"),
    ("breakdown", {"property": "event:props:visitors"}, "visitors"),
    ("breakdown", {"property": "visit:source", "metrics": "views_per_visit"}, "views_per_visit"),
    ("breakdown", {"property": "event:goal", "metrics": "bounce_rate"}, "bounce_rate"),
    ("breakdown", {"property": "visit:source", "limit": "1001"}, "limit"),
    ("breakdown", {"property": "visit:source", "limit": "many"}, "limit"),
    ("breakdown", {"property": "visit:source", "page": "0"}, "page"),
    ("breakdown", {"property": "visit:source", "page": "9" * 30}, "page"),
]


@pytest.mark.parametrize(("endpoint", "values", "word"), BAD, ids=lambda value: str(value)[:50])
def test_what_is_wrong_is_named(shop: Api, endpoint: str, values: dict[str, str], word: str) -> None:
    got = ask(shop, endpoint, **values)
    assert got.status_code == 400
    assert list(got.json) == ["error"]
    assert word in got.json["error"]


ENDPOINTS = ("realtime/visitors", "aggregate", "timeseries", "breakdown")


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_who_may_ask_about_which_site(api: Api, endpoint: str) -> None:
    other = sites.add("Other", "other.example")
    reader = api.as_one(tokens.create(api.site.key))
    values = {"property": "event:page"} if endpoint == "breakdown" else {}
    for named in (api.site.key, api.site.domain):
        assert ask(reader, endpoint, site_id=named, **values).status_code == 200
    told = {ask(reader, endpoint, site_id=named, **values).text for named in (other.key, "nobody.example", "\0", "")}
    assert len(told) == 1
    assert "Invalid API key or site ID" in told.pop()
    assert ask(reader, endpoint, site_id=other.domain, **values).status_code == 401
    for token in ("", "li_guess"):
        got = ask(api.as_one(token), endpoint, **values)
        assert (got.status_code, type(got.json["error"])) == (401, str)
    got = ask(api, endpoint, site_id="nobody.example", **values)
    assert (got.status_code, "site_id" in got.json["error"]) == (404, True)
    missing: Any = api.get(URL + endpoint, query_string=values)
    assert (missing.status_code, "site_id" in missing.json["error"]) == (400, True)


def test_what_v1_does_not_have_is_404_and_405_in_its_form(api: Api) -> None:
    unknown: Any
    posted: Any
    unknown, posted = api.get(f"{URL}luck"), api.post(f"{URL}aggregate", {})
    assert (unknown.status_code, posted.status_code) == (404, 405)
    assert {type(got.json["error"]) for got in (unknown, posted)} == {str}


def test_the_rate_limit_is_that_of_all_questions(make_api: Callable[..., Api]) -> None:
    api = make_api(api_rate_limit=2)
    assert [ask(api, "aggregate").status_code, api.query().status_code] == [200, 200]
    # Where a minute of the clock ends in between, the window has slid a little and lets one more through.
    refused = [ask(api, "aggregate") for _ in range(3)][-1]
    assert (refused.status_code, type(refused.json["error"])) == (429, str)
    assert "Retry-After" in refused.headers


def test_limits_of_the_engine_are_503(shop: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> Any:
        raise QueryRefused("query_timeout", "The query took longer than 10 s; ask about less.")

    monkeypatch.setattr(stats, "answer", refuse)
    got = ask(shop, "aggregate", date=DAY)
    assert (got.status_code, got.headers["Retry-After"]) == (503, "5")
    assert got.json == {"error": "The query took longer than 10 s; ask about less."}


def test_missing_data_is_told(shop: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(query: Query, site: QueriedSite, engine: Engine, now_ms: int) -> Any:
        found: Any = answer(query, site, engine, now_ms)
        return found | {"meta": found["meta"] | {"warnings": ["The file of a day is damaged."]}}

    monkeypatch.setattr(stats, "answer", damaged)
    for endpoint, values in (("aggregate", {}), ("timeseries", {}), ("breakdown", {"property": "event:page"})):
        assert ask(shop, endpoint, date=DAY, **values).json["warning"] == "The file of a day is damaged."


def test_sites_are_listed_in_pages(make_api: Callable[..., Api]) -> None:
    api = make_api(api_rate_limit=0)
    made = [sites.add(f"Shop {number}", f"{number}.shop.example", "Asia/Seoul") for number in range(5)]
    reader = api.as_one(tokens.create(tuple(site.key for site in made)))

    def page(**values: Any) -> tuple[list[str], Any]:
        got: Any = reader.get("/api/v1/sites", query_string=values)
        assert got.status_code == 200
        assert {site["timezone"] for site in got.json["sites"]} <= {"Asia/Seoul"}
        return [site["domain"][0] for site in got.json["sites"]], got.json["meta"]

    first, meta = page(limit=2)
    assert (first, meta["before"], meta["limit"]) == (["0", "1"], None, 2)
    second, meta = page(limit=2, after=meta["after"])
    assert second == ["2", "3"]
    assert page(limit=2, before=meta["before"])[0] == first
    last, meta = page(limit=2, after=meta["after"])
    assert (last, meta["after"]) == (["4"], None)
    assert page()[0] == first + second + last
    assert reader.get("/api/v1/sites?limit=0").status_code == 400
    assert page(after="~")[0] == []
