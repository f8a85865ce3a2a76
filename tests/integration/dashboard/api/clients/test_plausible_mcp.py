"""PyPI's `plausible-mcp`, a client of the Stats API v1: run as published, each of its tools against this dashboard.

It is started as its users start it, as an MCP server on standard input and output. It would ask the network for
updates and texts of its own; here all that is not this machine ends at a proxy that lets nothing through.
"""

import asyncio
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.types import TextContent

from liveinsight import sites, tables, tokens
from liveinsight.ingest.pipeline import Ingest
from liveinsight.ingest.sender import Sender
from tests.integration.dashboard.api.clients.conftest import Installation
from tests.integration.dashboard.api.clients.invented import Visit, between, totals, visitors, visitors_by
from tests.integration.dashboard.api.clients.proxy import ClosedProxy, closed_proxy
from tests.integration.dashboard.conftest import AGENT

Call = tuple[str, dict[str, Any]]
DAY = timedelta(days=1)


@dataclass
class PlausibleMcp:
    """The client, as one who has this token."""

    installation: Installation
    proxy: ClosedProxy
    home: Path
    token: str

    def tools(self) -> set[str]:
        async def ask() -> set[str]:
            async with Client(self._command()) as client:
                return {tool.name for tool in (await client.list_tools()).tools}

        return asyncio.run(ask())

    def texts(self, calls: Sequence[Call]) -> list[str]:
        """What its tools say, asked one after the other in one session."""

        async def ask() -> list[str]:
            async with Client(self._command()) as client:
                return [_text(await client.call_tool(name, values)) for name, values in calls]

        return asyncio.run(ask())

    def ask(self, name: str, **values: Any) -> Any:
        return json.loads(self.texts([(name, values)])[0])

    def _command(self) -> StdioServerParameters:
        environ = {
            **self.proxy.environment(),
            "DO_NOT_TRACK": "1",
            "HOME": str(self.home),
            "TZ": "UTC",
            "PLAUSIBLE_BASE_URL": self.installation.url,
            "PLAUSIBLE_API_KEY": self.token,
        }
        return StdioServerParameters(command=sys.executable, args=["-m", "plausible_mcp.server"], env=environ)


def _text(result: Any) -> str:
    assert not result.is_error, result
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture
def client(installation: Installation, tmp_path: Path) -> Iterator[PlausibleMcp]:
    tables.bind(installation.settings)
    with closed_proxy() as proxy:
        yield PlausibleMcp(installation, proxy, tmp_path, installation.token)


def today() -> date:
    return datetime.now(UTC).date()


def on_one_day(client: PlausibleMcp, calls: Sequence[Call]) -> tuple[date, list[Any]]:
    """The answers and the day on which they were given: asked again when it became another one meanwhile."""
    while True:
        day = today()
        found = [json.loads(text) for text in client.texts(calls)]
        if today() == day:
            return day, found


def months_before(day: date, months: int) -> date:
    """The first day of the month that many months earlier."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first - DAY).replace(day=1)
    return first


RANGES: dict[str, Callable[[date], tuple[date, date]]] = {
    "yesterday": lambda day: (day - DAY, day - DAY),
    "7d": lambda day: (day - 6 * DAY, day),
    "30d": lambda day: (day - 29 * DAY, day),
    "6mo": lambda day: (months_before(day, 5), day),
    "12mo": lambda day: (months_before(day, 11), day),
}
METRICS = ["visitors", "visits", "pageviews", "events", "bounce_rate", "visit_duration", "views_per_visit"]


def test_totals_are_those_of_the_raw_events(client: PlausibleMcp, installation: Installation) -> None:
    site = installation.site.domain
    calls = [("get_aggregate_stats", {"site_id": site, "date_range": name, "metrics": METRICS}) for name in RANGES]
    day, found = on_one_day(client, calls)
    for (name, days), answer in zip(RANGES.items(), found, strict=True):
        meant = between(installation.visits, *days(day))
        assert meant
        assert answer["totals"] == totals(meant), name


def test_a_range_may_be_two_days_and_a_site_its_address(client: PlausibleMcp, installation: Installation) -> None:
    last = max(visit.day for visit in installation.visits) - 3 * DAY
    first = last - 9 * DAY
    found = client.ask("get_aggregate_stats", site_id="https://shop.example/", date_range=f"{first},{last}")
    expected = totals(between(installation.visits, first, last))
    standard = ("visitors", "pageviews", "bounce_rate", "visit_duration")
    assert found["totals"] == {name: expected[name] for name in standard}


PROPERTIES: dict[str, tuple[str, Callable[[Visit], Sequence[str]]]] = {
    "page": ("page", lambda visit: visit.pages),
    "source": ("source", lambda visit: [visit.source or "Direct / None"]),
    "country": ("country", lambda visit: [visit.country]),
    "browser": ("browser", lambda visit: [visit.browser]),
    "visit:entry_page": ("entry_page", lambda visit: visit.pages[:1]),
    "visit:exit_page": ("exit_page", lambda visit: visit.pages[-1:]),
    "visit:utm_source": ("utm_source", lambda visit: [visit.source or "(not set)"]),
    "goal": ("goal", lambda visit: ["Sign-up"] if visit.plan else []),
    "event:props:plan": ("plan", lambda visit: ["(none)", *([visit.plan] if visit.plan else [])]),
}
"""What the client calls a property: its name in the rows, and the values that a visit has of it."""


def test_breakdowns_are_those_of_the_raw_events(client: PlausibleMcp, installation: Installation) -> None:
    calls: list[Call] = [
        ("get_breakdown", {"site_id": "shop.example", "property_name": name, "date_range": "12mo"})
        for name in PROPERTIES
    ]
    _, found = on_one_day(client, calls)
    for (name, (key, values)), answer in zip(PROPERTIES.items(), found, strict=True):
        rows = {row[key]: row["visitors"] for row in answer["results"]}
        assert len(rows) == answer["total_returned"]
        assert rows == visitors_by(installation.visits, values), name
        assert list(rows.values()) == sorted(rows.values(), reverse=True)


def test_a_breakdown_is_cut_to_the_limit(client: PlausibleMcp, installation: Installation) -> None:
    found = client.ask("get_breakdown", site_id="shop.example", date_range="12mo", limit=2)
    expected = sorted(visitors_by(installation.visits, lambda visit: visit.pages).values(), reverse=True)
    assert [row["visitors"] for row in found["results"]] == expected[:2]


def test_series_are_those_of_the_raw_events(client: PlausibleMcp, installation: Installation) -> None:
    asked = [("30d", "date"), ("7d", "date"), ("6mo", "month")]
    calls = [("get_timeseries", {"site_id": "shop.example", "date_range": r, "interval": i}) for r, i in asked]
    day, (month, week, half_year) = on_one_day(client, calls)
    for answer, days in ((month, 30), (week, 7)):
        expected = [day - number * DAY for number in reversed(range(days))]
        assert answer["timeseries"] == [
            {"date": str(one), "visitors": visitors(between(installation.visits, one, one))} for one in expected
        ]
    months = [months_before(day, number) for number in reversed(range(6))]
    ends = [*(month - DAY for month in months[1:]), day]
    assert half_year["timeseries"] == [
        {"date": str(first), "visitors": visitors(between(installation.visits, first, last))}
        for first, last in zip(months, ends, strict=True)
    ]


def test_current_visitors_are_counted(client: PlausibleMcp, installation: Installation) -> None:
    site = sites.add("Live", "live.example")
    ingest = Ingest(installation.settings)
    for number in (1, 1, 2, 3):
        now = int(time.time() * 1000)
        page = {"id": secrets.token_hex(8), "type": "pageview", "at": now, "url": "https://live.example/"}
        sender = Sender(f"203.0.113.{number}", user_agent=AGENT, country="KR")
        body = json.dumps({"site": site.key, "sent_at": now, "events": [page]}).encode()
        assert ingest.beacon(body, sender).accepted == 1
    client.token = tokens.create(site.key)
    assert client.ask("get_realtime_visitors", site_id="live.example")["realtime_visitors"] == 3


def test_the_doctor_finds_the_sites_of_the_token(client: PlausibleMcp, installation: Installation) -> None:
    found = client.ask("doctor")
    assert (found["status"], found["endpoint"]) == ("healthy", installation.url)
    assert found["sample_sites"] == ["shop.example"]
    client.token = tokens.create(None)
    assert client.ask("doctor")["sites_accessible"] == len(sites.every())


def test_refusals_reach_its_user(client: PlausibleMcp) -> None:
    asked: dict[str, Any] = {"site_id": "shop.example"}
    mood, period, metric, foreign = client.texts(
        [
            ("get_breakdown", asked | {"property_name": "visit:mood"}),
            ("get_timeseries", asked | {"date_range": "fortnight"}),
            ("get_aggregate_stats", asked | {"metrics": ["luck"]}),
            ("get_realtime_visitors", {"site_id": "another.example"}),
        ]
    )
    for text, word in ((mood, "visit:mood"), (period, "period"), (metric, "luck")):
        assert text.startswith("[INPUT_FIXABLE] Plausible API error (HTTP 400)")
        assert word in text
    assert "HTTP 401" in foreign
    client.token = "li_guess"
    (wrong,) = client.texts([("get_aggregate_stats", asked)])
    assert "HTTP 401" in wrong


def test_what_it_says_without_the_dashboard(client: PlausibleMcp) -> None:
    skills, skill, updates = client.texts(
        [("skills_list", {}), ("skill_read", {"name": "plausible-overview"}), ("check_for_updates", {})]
    )
    assert "plausible-overview" in json.loads(skills)["skills"]
    assert skill == resources.files("plausible_mcp").joinpath("skills/plausible-overview.md").read_text()
    assert json.loads(updates)["current_version"] == metadata.version("plausible-mcp")
    assert set(client.proxy.asked) <= {"raw.githubusercontent.com:443", "pypi.org:443"}
    assert client.proxy.asked


def test_no_tool_is_left_out(client: PlausibleMcp) -> None:
    tested = {"get_aggregate_stats", "get_breakdown", "get_timeseries", "get_realtime_visitors", "doctor"}
    assert client.tools() == tested | {"skills_list", "skill_read", "check_for_updates"}
    assert client.proxy.asked == []
