"""A visit's plan: what the tracker would have sent, in every detail."""

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from ua_parser import parse as parse_agent

from demo.site.catalogue import PRODUCTS
from demo.site.pages import PAGES, VIRTUAL, Kind, ways
from demo.visitors.agents import BOTS
from demo.visitors.beacons import as_sent, in_bulk
from demo.visitors.countries import COUNTRIES
from demo.visitors.visit import Visit, engagement, plan_visit
from demo.visitors.walk import Step
from liveinsight.enrich.bots import classify
from liveinsight.ingest.payload import parse
from tests.unit.demo.conftest import SITE_URL

START = 1_795_370_990_000


def plan(number: int, seed: str = "key-1") -> Visit:
    return plan_visit(seed, f"visit {number}", START, SITE_URL)


@pytest.fixture(scope="module")
def visits() -> list[Visit]:
    return [plan(number) for number in range(1500)]


def pageviews(visit: Visit) -> list[dict[str, object]]:
    return [moment.fields for moment in visit.moments if moment.fields["type"] == "pageview"]


def path(url: object) -> str:
    return urlsplit(str(url)).path


def test_the_same_name_gives_the_same_visit_and_another_name_or_site_another() -> None:
    assert plan(1) == plan(1)
    ids = [{m.fields["id"] for m in p.moments} for p in (plan(1), plan(2), plan(1, "key-2"))]
    assert len(ids[0] | ids[1] | ids[2]) == len(ids[0]) + len(ids[1]) + len(ids[2])


def test_ids_are_unique_and_times_in_order(visits: list[Visit]) -> None:
    ids = [m.fields["id"] for visit in visits for m in visit.moments]
    assert len(set(ids)) == len(ids)
    for visit in visits:
        times = [moment.at_ms for moment in visit.moments]
        assert times == sorted(times)
        assert times[0] == START
        assert all(moment.fields["at"] == moment.at_ms for moment in visit.moments)
        assert all(later - earlier < 30 * 60_000 for earlier, later in pairwise(times))


def test_every_page_is_one_of_the_shop_with_its_title(visits: list[Visit]) -> None:
    seen = set()
    for visit in visits:
        for moment in visit.moments:
            assert str(moment.fields["url"]).startswith(SITE_URL + "/")
            page = PAGES[path(moment.fields["url"])]
            seen.add(page.kind)
            if moment.fields["type"] == "pageview":
                assert moment.fields["title"] == page.title
    assert seen == set(Kind)


def test_each_page_is_reached_by_a_way_that_the_page_before_offers(visits: list[Visit]) -> None:
    for visit in visits:
        walked = [PAGES[path(view["url"])] for view in pageviews(visit)]
        for here, there in pairwise(walked):
            assert there in ways(here), (here.path, there.path)


def test_referrers_are_as_the_browser_gives_them(visits: list[Visit]) -> None:
    virtual = loaded = 0
    for visit in visits:
        moments = [moment for moment in visit.moments if moment.fields["type"] == "pageview"]
        for before, after in pairwise(moments):
            if before.document == after.document:
                virtual += 1
                assert PAGES[path(after.fields["url"])].kind in VIRTUAL
                assert "referrer" not in after.fields
            else:
                loaded += 1
                assert after.fields["referrer"] == before.fields["url"]
                assert "?" not in str(after.fields["url"])
    assert virtual > 100
    assert loaded > 1000


def test_first_pages_carry_the_source(visits: list[Visit]) -> None:
    tags: set[str] = set()
    for visit in visits:
        first = pageviews(visit)[0]
        asked = visit.source.referrer.partition("{id}")[0]
        assert str(first.get("referrer", "")).startswith(asked)
        assert "{" not in f"{first['url']}{first.get('referrer')}"
        tags |= set(parse_qs(urlsplit(str(first["url"])).query))
        assert not visit.source.only or visit.person.country in visit.source.only
    assert {"utm_source", "utm_medium", "utm_campaign", "utm_term", "gclid", "fbclid"} <= tags


def test_engagement_fits_into_the_time_on_the_page_and_depth_only_grows(visits: list[Visit]) -> None:
    for visit in visits:
        visible = since = depth = 0
        for moment in visit.moments:
            if moment.fields["type"] == "pageview":
                visible, since, depth = 0, moment.at_ms, 0
            if moment.fields["type"] == "engagement":
                visible += moment.fields["visible_ms"]
                assert 0 < visible <= moment.at_ms - since
                assert depth <= moment.fields["scroll_pct"] <= 100
                depth = moment.fields["scroll_pct"]


def test_reports_come_each_engaged_minute_and_when_the_page_is_hidden() -> None:
    page = PAGES["/"]
    assert engagement(Step(page, 130_000, 0, 80), 0) == [
        (60_000, 60_000, 46),
        (120_000, 60_000, 80),
        (130_000, 10_000, 80),
    ]
    assert engagement(Step(page, 30_000, 10_000, 50), 0) == [(10_000, 10_000, 31), (30_000, 10_000, 50)]


def test_purchases_are_of_what_was_put_into_the_basket(visits: list[Visit]) -> None:
    bought = 0
    for visit in visits:
        cents = items = 0
        for event in (m.fields for m in visit.moments if m.fields["type"] == "event"):
            if event["name"] == "add_to_cart":
                assert path(event["url"]) == PRODUCTS[event["props"]["product"]].path
                cents += PRODUCTS[event["props"]["product"]].price_cents * event["props"]["quantity"]
                items += event["props"]["quantity"]
            if event["name"] == "purchase":
                bought += 1
                assert path(event["url"]) == "/thanks/"
                assert event["revenue"] == {"amount": f"{cents / 100:.2f}", "currency": "USD"}
                assert event["props"] == {"items": items}
                cents = items = 0
    assert bought > 15


def test_people_are_plausible(visits: list[Visit]) -> None:
    humans = [visit.person for visit in visits if not visit.person.bot]
    assert len({person.country for person in humans}) > 30
    assert 0.02 < 1 - len(humans) / len(visits) < 0.07
    languages = {country.code: country.languages for country in COUNTRIES}
    browsers, systems = set(), set()
    for person in humans:
        assert person.language in languages[person.country]
        assert person.headers()["Accept-Language"].startswith(person.language)
        assert person.headers()["X-Forwarded-For"].startswith(("198.18.", "198.19.", "2001:db8:"))
        assert classify(person.agent) is None, person.agent
        parsed = parse_agent(person.agent)
        assert parsed.user_agent is not None
        assert parsed.os is not None
        browsers.add(parsed.user_agent.family)
        systems.add(parsed.os.family)
        assert ("Mobile" in person.agent) <= (person.screen[0] <= 1024)
    assert {"Chrome", "Safari", "Mobile Safari", "Firefox", "Edge", "Samsung Internet", "Chrome Mobile"} <= browsers
    assert {"Windows", "Mac OS X", "iOS", "Android", "Linux"} <= systems


def test_bots_look_at_one_page_and_are_known_to_the_collector(visits: list[Visit]) -> None:
    assert all(classify(agent) for agent, _ in BOTS)
    robots = [visit for visit in visits if visit.person.bot]
    assert robots
    assert {len(pageviews(visit)) for visit in robots} == {1}


def test_some_come_back_with_the_same_address_and_browser(visits: list[Visit]) -> None:
    humans = [(visit.person.address, visit.person.agent) for visit in visits if not visit.person.bot]
    assert 0.75 < len(set(humans)) / len(humans) < 0.95


def test_shares_are_those_of_a_living_shop(visits: list[Visit]) -> None:
    humans = [visit for visit in visits if not visit.person.bot]

    def share(of: int) -> float:
        return of / len(humans)

    names = [{m.fields.get("name") for m in visit.moments} for visit in humans]
    bounced = sum(len(pageviews(v)) == 1 and n == {None} for v, n in zip(humans, names, strict=True))
    assert 0.35 < share(bounced) < 0.55
    assert 0.015 < share(sum("purchase" in n for n in names)) < 0.07
    assert 0.02 < share(sum("signup" in n for n in names)) < 0.08
    assert 2 < share(sum(len(pageviews(v)) for v in humans)) < 5


def test_the_collector_can_read_every_event(visits: list[Visit]) -> None:
    for visit in visits:
        for beacon in [*as_sent(visit), *in_bulk(visit, visit.ended_ms)]:
            body = beacon.body("key-1", visit.ended_ms)
            assert len(body) < 60_000
            read = parse(body)
            assert [event.id for event in read.events] == [event["id"] for event in beacon.events]
