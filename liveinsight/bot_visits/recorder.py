"""Ingest's side: of a beacon that was dropped because a bot sent it, the pages are noted."""

import logging
from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from liveinsight.bot_visits import hits, late_days
from liveinsight.bot_visits.budget import Budget
from liveinsight.bot_visits.hits import Hit
from liveinsight.enrich.bots import Bot, BotKind, classify
from liveinsight.errors import StoreUnavailable
from liveinsight.ingest import clock, gates
from liveinsight.ingest.draft import Draft, Surroundings

log = logging.getLogger(__name__)

AUTOMATED = Bot("WebDriver", BotKind.HEADLESS)
"""A browser that looks like a person's, and says that a program drives it."""
_GATES = (
    gates.drop_excluded_addresses,
    gates.drop_repeated_ids,
    gates.read_page,
    gates.drop_excluded_paths,
)


class Recorder:
    """Notes what bots look at. What the site excludes is left out here as well."""

    def __init__(self) -> None:
        self._budget = Budget()

    def record(self, around: Surroundings) -> None:
        """Never fails: the beacon is answered all the same, and bots are not worth sending it again."""
        try:
            self._record(around)
        except (PynamoDBException, ClientError, BotoCoreError, StoreUnavailable):
            log.warning("site %s: hits of a bot could not be stored", around.site.key, exc_info=True)

    def _record(self, around: Surroundings) -> None:
        pages = [draft for draft in _pages(around) if not _dropped(draft, around)]
        # Before the clock is looked at, which may cost reads and writes.
        if not pages or not self._budget.allows(around.site.key, len(pages), around.now_ms):
            return
        bot = classify(around.sender.user_agent) or AUTOMATED
        found = [(Hit(draft.at, bot, _path(draft)), draft.sent.id) for draft in pages if _has_time(draft, around)]
        late_days.mark(around.site.key, [hit.at for hit, _ in found], around.now_ms)
        if found:
            hits.write([hits.to_item(around.site.key, hit, event_id) for hit, event_id in found])


def _pages(around: Surroundings) -> Iterator[Draft]:
    return (Draft(sent) for sent in around.beacon.events if sent.type == "pageview")


def _dropped(draft: Draft, around: Surroundings) -> bool:
    return any(gate(draft, around) is not None for gate in _GATES)


def _has_time(draft: Draft, around: Surroundings) -> bool:
    return clock.correct_clock(draft, around) is None


def _path(draft: Draft) -> str:
    assert draft.page is not None
    return draft.page.path
