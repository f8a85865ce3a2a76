"""Beacons that may be taken in part: wrong events are dropped and named, the others are taken.

A page's own mistake, such as a name that is too long, then costs its tracker this event alone and no second request.
What can be done without is taken off an event rather than the event lost: a revenue that cannot be read, properties
that are neither text, number nor boolean, halves of characters that a page has cut in two.
"""

import json
from typing import Annotated, Any

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.ingest.payload import (
    Beacon,
    Envelope,
    Revenue,
    Scalar,
    SentEvent,
    check,
    check_number,
    in_words,
    parse,
)

Wrong = tuple[str, str]
"""The id of an event, empty when it has none, and what is wrong with it."""


class _Unread(Envelope, kw_only=True):
    events: Annotated[list[Any], msgspec.Meta(min_length=1)]


def read(body: bytes) -> tuple[Beacon, list[Wrong]]:
    """The beacon in this request body, and what is wrong with those of its events that are not in it.

    There are such only when the beacon says `partial`; it may then be left without any event. Raises what
    `liveinsight.ingest.payload.parse` raises.
    """
    try:
        return parse(body), []
    except InvalidRequest:
        around = _partial(body)
        if around is None:
            raise
    check_number(around.events)
    events: list[SentEvent] = []
    wrong: list[Wrong] = []
    for sent in around.events:
        try:
            events.append(_event(sent))
        except InvalidRequest as refusal:
            wrong.append((_id(sent), refusal.message))
    fields = {name: getattr(around, name) for name in Envelope.__struct_fields__}
    return Beacon(events=events, **fields), wrong


def _partial(body: bytes) -> _Unread | None:
    try:
        # The standard library also reads halves of characters, which the encoding then replaces.
        whole = json.dumps(json.loads(body), ensure_ascii=False).encode(errors="replace")
        around = msgspec.json.decode(whole, type=_Unread)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return around if around.partial else None


def _event(sent: Any) -> SentEvent:
    try:
        event = msgspec.convert(_spared(sent), SentEvent)
    except msgspec.ValidationError as error:
        raise InvalidRequest("invalid_event", in_words(str(error))) from None
    check(event, "$")
    return event


def _spared(sent: Any) -> Any:
    """The event without what it can spare and nobody could read."""
    if not isinstance(sent, dict):
        return sent
    spared = dict(sent)
    if not _is(spared.get("revenue"), Revenue | None):
        del spared["revenue"]
    if isinstance(props := spared.get("props"), dict):
        spared["props"] = {name: value for name, value in props.items() if _is(value, Scalar)}
    return spared


def _is(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _id(sent: Any) -> str:
    """So that the sender finds the event again; whatever else it holds is not repeated."""
    found = sent.get("id") if isinstance(sent, dict) else None
    return found[:64] if isinstance(found, str) else ""
