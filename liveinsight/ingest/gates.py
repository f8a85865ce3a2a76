"""Gates: each lets an event pass (None) or names the reason for which it is dropped."""

from liveinsight.domain import address
from liveinsight.enrich import bots, sources
from liveinsight.ingest.draft import Draft, DropReason, Surroundings


def drop_bots(_: Draft, around: Surroundings) -> DropReason | None:
    if around.beacon.webdriver or bots.classify(around.sender.user_agent):
        return DropReason.BOT
    return None


def drop_excluded_addresses(_: Draft, around: Surroundings) -> DropReason | None:
    return DropReason.EXCLUDED_ADDRESS if around.site.excludes_address(around.sender.address) else None


def read_page(draft: Draft, _: Surroundings) -> DropReason | None:
    draft.page = address.page(draft.sent.url)
    return DropReason.INVALID_URL if draft.page is None else None


def drop_excluded_paths(draft: Draft, around: Surroundings) -> DropReason | None:
    assert draft.page is not None
    return DropReason.EXCLUDED_PATH if around.site.excludes_path(draft.page.path) else None


def drop_repeated_ids(draft: Draft, around: Surroundings) -> DropReason | None:
    """An id must be unique; of two events with one id in one beacon, the first counts."""
    if draft.sent.id in around.ids:
        return DropReason.DUPLICATE_ID
    around.ids.add(draft.sent.id)
    return None


def drop_spam_referrers(draft: Draft, around: Surroundings) -> DropReason | None:
    """Visits that are made up so that an owner looks at their referrer. The site itself is never a spammer."""
    referrer = address.page(draft.sent.referrer or "")
    if referrer is None or address.within(referrer.hostname, around.site.domain):
        return None
    return DropReason.SPAM_REFERRER if sources.is_spam(referrer.hostname) else None
