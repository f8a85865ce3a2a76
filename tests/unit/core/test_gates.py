"""Gates: what they drop, and what just passes."""

from dataclasses import replace

import pytest

from liveinsight.ingest import gates
from liveinsight.ingest.draft import DropReason
from tests.unit.core.test_enrichers import prepared


@pytest.mark.parametrize(
    "referrer", ["https://semalt.com/", "http://www.semalt.com/crawl?u=x", "https://a.semalt.com/"]
)
def test_visits_that_spammers_make_up_are_dropped(referrer: str) -> None:
    assert gates.drop_spam_referrers(*prepared(referrer=referrer)) is DropReason.SPAM_REFERRER


@pytest.mark.parametrize(
    "referrer",
    [None, "", "nonsense", "https://blog.example/semalt.com", "https://notsemalt.com/", "android-app://semalt.com/"],
)
def test_other_referrers_pass(referrer: str | None) -> None:
    assert gates.drop_spam_referrers(*prepared(referrer=referrer)) is None


def test_a_site_that_is_on_the_list_itself_may_be_moved_about_in() -> None:
    draft, around = prepared(referrer="https://www.semalt.com/a")
    around.site = replace(around.site, domain="semalt.com")
    assert gates.drop_spam_referrers(draft, around) is None


@pytest.mark.parametrize("agent", ["GPTBot/1.3", "curl/8.5.0", ""])
def test_bots_are_dropped_by_their_agent(agent: str) -> None:
    draft, around = prepared()
    around.sender = replace(around.sender, user_agent=agent)
    assert gates.drop_bots(draft, around) is DropReason.BOT
