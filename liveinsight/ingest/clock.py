"""When an event happened, whatever the client's clock says.

A client whose clock is within a minute of ours is believed to the millisecond. Otherwise its times are moved by
the difference, and the difference is kept for two days as a receipt under the event's id: the same event sent
again, at another time, must get the same time again, because an event's key begins with it. Near the minute the
difference may fall to either side each time, so there a receipt is looked for before the clock is believed.

One case is left: the very same bytes from a clock that is ahead, sent again just when our clock has reached their
`sent_at`. Trackers write `sent_at` anew with every attempt, so it takes a copy made on purpose.
"""

from datetime import UTC, datetime

from pynamodb.exceptions import PutError

from liveinsight.events import event_key
from liveinsight.ingest.draft import Draft, DropReason, Surroundings
from liveinsight.tables import CONDITION_FAILED, EventItem, ReceiptItem
from liveinsight.timing import DAY_MS, MINUTE_MS, hour_of

SURE_MS = MINUTE_MS // 2
BELIEVED_MS = MINUTE_MS
LATEST_MS = DAY_MS
RECEIPT_LIFE_MS = 2 * DAY_MS


def correct_clock(draft: Draft, around: Surroundings) -> DropReason | None:
    """Set the event's time; refuse what is over a day old, or in the future."""
    sent_at = around.now_ms if around.beacon.sent_at is None else around.beacon.sent_at
    draft.at = draft.sent.at + _offset(draft, around, around.now_ms - sent_at)
    if draft.at < around.now_ms - LATEST_MS:
        return DropReason.TOO_OLD
    return DropReason.IN_FUTURE if draft.at > around.now_ms + BELIEVED_MS else None


def _offset(draft: Draft, around: Surroundings, offset: int) -> int:
    """What to move this event by, when our clock and the client's differ by `offset` ms now."""
    if abs(offset) <= SURE_MS:
        return 0
    if abs(offset) <= BELIEVED_MS:
        return _receipt(draft, around) or 0
    return _first_offset(draft, around, offset)


def _first_offset(draft: Draft, around: Surroundings, offset: int) -> int:
    """The offset with which this event was stored when it came first; `offset` if this is the first time."""
    if _known_as_sent(draft, around):
        return 0
    expires = datetime.fromtimestamp((around.now_ms + RECEIPT_LIFE_MS) // 1000, UTC)
    receipt = ReceiptItem(_kind(around), draft.sent.id, offset_ms=offset, expires=expires)
    try:
        receipt.save(condition=ReceiptItem.id.does_not_exist())
    except PutError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise
        known = _receipt(draft, around)
        return offset if known is None else known
    return offset


def _receipt(draft: Draft, around: Surroundings) -> int | None:
    try:
        return int(ReceiptItem.get(_kind(around), draft.sent.id, consistent_read=True).offset_ms)
    except ReceiptItem.DoesNotExist:
        return None


def _kind(around: Surroundings) -> str:
    return f"receipt#{around.site.key}"


def _known_as_sent(draft: Draft, around: Surroundings) -> bool:
    """Whether the event came before while the client's clock seemed right: it is stored under its own time."""
    at = draft.sent.at
    if not around.now_ms - LATEST_MS <= at <= around.now_ms + BELIEVED_MS:
        return False
    key = event_key(at, draft.sent.id)
    partitions = around.site.partitions(f"{around.site.key}#{hour_of(at)}")
    return any(EventItem.count(name, EventItem.event_key == key) for name in partitions)
