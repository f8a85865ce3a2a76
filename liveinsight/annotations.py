"""Annotations: notes on a day or a moment of a site, to explain what a chart shows."""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from liveinsight import sites, tables
from liveinsight.domain.address import clean
from liveinsight.errors import Conflict, InvalidRequest, NotFound
from liveinsight.tables import CONDITION_FAILED, AnnotationItem

MOST = 1000
MOST_TEXT = 500
RESTORABLE_S = 30 * 86_400


@dataclass(slots=True, frozen=True)
class Annotation:
    """`at` is a day of the site's time zone (`2026-11-22`) or a moment in UTC (`2026-11-22T10:00:00Z`)."""

    id: str
    at: str
    text: str
    created_at: int


def add(site: str, at: str, text: str) -> Annotation:
    """Raises `NotFound` for an unknown site, `InvalidRequest`, `Conflict` when the site has too many."""
    sites.get(site)
    moment, note = valid_time(at), valid_text(text)
    if len(every(site)) >= MOST:
        raise Conflict("too_many_annotations", f"a site may have {MOST} annotations; delete some first")
    now = int(time.time() * 1000)
    item = AnnotationItem(_kind(site), secrets.token_hex(8), at=moment, text=note, created_at=now)
    item.save()
    return _annotation(item)


def every(site: str, deleted: bool = False) -> list[Annotation]:
    """The site's annotations, oldest time first, or those that were deleted and can be restored."""
    items: Iterable[AnnotationItem] = AnnotationItem.query(_kind(site))
    found = (_annotation(item) for item in items if (item.deleted_at is not None) == deleted and not _is_gone(item))
    return sorted(found, key=lambda note: (note.at, note.created_at, note.id))


def get(site: str, annotation_id: str) -> Annotation:
    """Raises `NotFound`."""
    return _annotation(_item(site, annotation_id, deleted=False))


def change(site: str, annotation_id: str, at: str | None = None, text: str | None = None) -> Annotation:
    """None leaves a value as it is. Raises `NotFound`, `InvalidRequest`."""
    item = _item(site, annotation_id, deleted=False)
    actions: list[Action] = []
    if at is not None:
        actions.append(AnnotationItem.at.set(valid_time(at)))
    if text is not None:
        actions.append(AnnotationItem.text.set(valid_text(text)))
    if actions:
        _update(item, actions)
    return _annotation(item)


def delete(site: str, annotation_id: str) -> None:
    """It can be restored within 30 days. Raises `NotFound`."""
    now = int(time.time() * 1000)
    expires = AnnotationItem.expires.set(tables.expiry(now, RESTORABLE_S))
    _update(_item(site, annotation_id, deleted=False), [AnnotationItem.deleted_at.set(now), expires])


def restore(site: str, annotation_id: str) -> Annotation:
    """Raises `NotFound`."""
    item = _item(site, annotation_id, deleted=True)
    _update(item, [AnnotationItem.deleted_at.remove(), AnnotationItem.expires.remove()])
    return _annotation(item)


def valid_time(text: str, field: str = "at") -> str:
    """A date as it is, a time with an offset in UTC. Raises `InvalidRequest` that names the field."""
    try:
        if len(text) == len("2026-11-22"):
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text) if len(text) < 40 else None
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        pass
    raise InvalidRequest(
        f"invalid_{field}", f"`{field}` is a date like 2026-11-22, or a time like 2026-11-22T10:00:00+09:00"
    )


def valid_text(text: str) -> str:
    """Raises `InvalidRequest`."""
    found = clean(text, MOST_TEXT + 1)
    if not 0 < len(found) <= MOST_TEXT:
        raise InvalidRequest("invalid_text", f"`text` has 1 to {MOST_TEXT} characters")
    return found


def _update(item: AnnotationItem, actions: list[Action]) -> None:
    try:
        item.update(actions=actions, condition=AnnotationItem.id.exists())
    except UpdateError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise
        raise NotFound("unknown_annotation", "the annotation is gone") from None


def _item(site: str, annotation_id: str, deleted: bool) -> AnnotationItem:
    try:
        item = AnnotationItem.get(_kind(site), annotation_id[:64] or "-")
    except AnnotationItem.DoesNotExist:
        item = None
    if item is None or _is_gone(item) or (item.deleted_at is not None) != deleted:
        raise NotFound("unknown_annotation", f"the site has no annotation with the id {annotation_id[:40]!r}")
    return item


def _is_gone(item: AnnotationItem) -> bool:
    """DynamoDB deletes expired items hours late."""
    return item.expires is not None and item.expires.timestamp() < time.time()


def _kind(site: str) -> str:
    return f"{AnnotationItem.KIND}#{site}"


def _annotation(item: AnnotationItem) -> Annotation:
    return Annotation(item.id, item.at, item.text, int(item.created_at))
