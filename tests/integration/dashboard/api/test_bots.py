"""`GET /api/bots/`: what it answers, to whom, and what it refuses."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from liveinsight import sites, tokens
from liveinsight.ingest.pipeline import Ingest
from liveinsight.ingest.sender import Sender
from tests.integration.dashboard.api.conftest import Api, code

GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"
URL = "/api/bots/?site=SITE"


def crawl(api: Api, path: str = "/") -> None:
    now = int(time.time() * 1000)
    event = {"id": path, "type": "pageview", "at": now, "url": f"https://shop.example{path}"}
    body = json.dumps({"site": api.site.key, "sent_at": now, "events": [event]}).encode()
    assert Ingest(api.app.extensions["settings"]).beacon(body, Sender("203.0.113.7", GPTBOT)).accepted == 0


def ask(api: Api, query: str, site: str = "SITE") -> Any:
    """The answer to a question that can be answered."""
    answer = api.get(f"/api/bots/?site={site}&{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_bots_of_these_seconds_are_in_the_answer(api: Api, reader: Api) -> None:
    crawl(api, "/a")
    found = ask(reader, "date_range=day")
    assert (found["site"], found["hits"], len(found["series"])) == (api.site.key, 1, 1)
    assert found["meta"]["interval"] == "hour"
    (bot,) = found["bots"]
    assert (bot["name"], bot["kind"], bot["hits"], bot["percent"]) == ("GPTBot", "ai_crawler", 1, 100.0)
    assert abs(bot["last_seen"] / 1000 - time.time()) < 60
    assert found["paths"] == [{"path": "/a", "hits": 1, "kinds": {"ai_crawler": 1}}]
    assert ask(reader, "date_range=all", api.site.domain)["hits"] == 1


@pytest.mark.parametrize(
    ("asked", "interval", "first"),
    [("", "day", 29), ("date_range=7d", "day", 6), ("date_range=7d&interval=week", "week", 6)],
)
def test_the_time_is_that_of_the_stats_api(reader: Api, asked: str, interval: str, first: int) -> None:
    meta = ask(reader, asked)["meta"]
    day = datetime.now(UTC).date() - timedelta(days=first)
    assert (meta["interval"], meta["date_range"][0][:10]) == (interval, day.isoformat())


def test_two_days_are_a_range(api: Api, reader: Api) -> None:
    crawl(api)
    today = datetime.now(UTC).date()
    until = ask(reader, f"date_range={today - timedelta(days=1)},{today}")
    before = ask(reader, f"date_range={today - timedelta(days=3)},{today - timedelta(days=2)}")
    assert (until["hits"], before["hits"]) == (1, 0)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("date_range=x", "date_range"),
        ("date_range=2026-11-02,2026-11-01", "date_range"),
        ("date_range=2026-11-01,2026-11-02,2026-11-03", "date_range"),
        ("interval=minute", "interval"),
    ],
)
def test_wrong_questions_name_the_field(reader: Api, query: str, field: str) -> None:
    answer = reader.get(f"{URL}&{query}")
    assert answer.status_code == 400
    assert field in answer.text


def test_only_those_may_see_bots_who_may_see_the_site(api: Api) -> None:
    foreign = api.as_one(tokens.create(sites.add("Other", "other.example").key))
    assert code(api.as_one("").get(URL)) == (401, "not_authenticated")
    assert code(foreign.get(URL)) == (403, "foreign_site")
    assert code(api.get("/api/bots/?site=nobody")) == (404, "unknown_site")
    assert code(api.get("/api/bots/")) == (400, "missing_site")
