"""Bots are counted apart, in whatever way they reach the collector."""

from liveinsight.bot_visits.report import answer
from liveinsight.query.dates import Span
from liveinsight.timing import DAY_MS
from tests.integration.collector.gateway import Collector
from tests.integration.collector.test_drops import GOOGLEBOT
from tests.integration.collector.test_pixel import show

GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"


def hits(collector: Collector) -> dict[tuple[str, str], int]:
    """Bot and kind → hits around the collector's clock."""
    now = collector.clock.now_ms
    found = answer(collector.site, Span(now - DAY_MS, now + DAY_MS, "UTC"), "day", now)
    return {(bot.name, bot.kind.value): bot.hits for bot in found.bots}


def test_a_beacon_a_pixel_and_an_event_of_plausibles_form(collector: Collector) -> None:
    collector.post(collector.beacon(collector.event(1), collector.event(2)), user_agent=GPTBOT)
    assert show(collector, {"user-agent": GPTBOT}).headers["X-LiveInsight-Dropped"] == "bot"
    event = {"n": "pageview", "u": "https://shop.example/p", "d": collector.site.key}
    assert collector.plausible_raw(event, user_agent=GOOGLEBOT).headers["X-LiveInsight-Dropped"] == "bot"
    assert hits(collector) == {("GPTBot", "ai_crawler"): 3, ("Googlebot", "search_engine"): 1}
    assert collector.counted() == (0, 0, 0)


def test_an_automated_browser(collector: Collector) -> None:
    collector.post(collector.beacon(webdriver=True))
    assert hits(collector) == {("WebDriver", "headless"): 1}


def test_refused_beacons_of_bots_are_not_counted(collector: Collector) -> None:
    assert collector.post(b'{"test": "data"}', user_agent=GPTBOT).status == 400
    assert collector.post(collector.beacon(), user_agent=GPTBOT, origin="https://evil.example").status == 403
    assert hits(collector) == {}
