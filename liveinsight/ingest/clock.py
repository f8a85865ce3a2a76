"""When an event happened, whatever the client's clock says.

A client whose clock is within a minute of ours is believed to the millisecond. Otherwise its times are moved by
the difference, and the difference is kept for two days as a receipt under the event's id: the same event sent
again, at another time, must get the same time again, because an event's key begins with it.
"""

from datetime import UTC, datetime

from pynamodb.exceptions import PutError

from liveinsight.events import event_key
from liveinsight.ingest.draft import Draft, DropReason, Surroundings
from liveinsight.tables import CONDITION_FAILED, EventItem, ReceiptItem
from liveinsight.timing import DAY_MS, MINUTE_MS, hour_of

BELIEVED_MS = MINUTE_MS
LATEST_MS = DAY_MS
RECEIPT_LIFE_MS = 2 * DAY_MS


def correct_clock(draft: Draft, around: Surroundings) -> DropReason | None:
    """Set the event's time; refuse what is over a day old, or in the future."""
    sent_at = around.now_ms if around.beacon.sent_at is None else around.beacon.sent_at
    offset = around.now_ms - sent_at
    offset = 0 if abs(offset) <= BELIEVED_MS else _first_offset(draft, around, offset)
    draft.at = draft.sent.at + offset
    if draft.at < around.now_ms - LATEST_MS:
        return DropReason.TOO_OLD
    return DropReason.IN_FUTURE if draft.at > around.now_ms + BELIEVED_MS else None


def _first_offset(draft: Draft, around: Surroundings, offset: int) -> int:
    """The offset with which this event was stored when it came first; `offset` if this is the first time."""
    if _known_as_sent(draft, around):
        return 0
    kind = f"receipt#{around.site.key}"
    expires = datetime.fromtimestamp((around.now_ms + RECEIPT_LIFE_MS) // 1000, UTC)
    receipt = ReceiptItem(kind, draft.sent.id, offset_ms=offset, expires=expires)
    try:
        receipt.save(condition=ReceiptItem.id.does_not_exist())
    except PutError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise
        return int(ReceiptItem.get(kind, draft.sent.id, consistent_read=True).offset_ms)
    return offset


def _known_as_sent(draft: Draft, around: Surroundings) -> bool:
    """Whether the event came before while the client's clock seemed right: it is stored under its own time."""
    at = draft.sent.at
    if not around.now_ms - LATEST_MS <= at <= around.now_ms + BELIEVED_MS:
        return False
    key = event_key(at, draft.sent.id)
    partitions = around.site.partitions(f"{around.site.key}#{hour_of(at)}")
    return any(EventItem.count(name, EventItem.event_key == key) for name in partitions)
