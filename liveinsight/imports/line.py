"""One line of an import file: its shape, and the reasons for which a line is not loaded."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.ingest import payload
from liveinsight.ingest.payload import MAX_BYTES, Revenue, Scalar

MAX_LINE = MAX_BYTES
EARLIEST_MS = 631_152_000_000
"""1990-01-01: nobody has statistics of a website from before; a time in seconds looks like one."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_Text = Annotated[str, msgspec.Meta(max_length=200)] | None


class Reason(StrEnum):
    """Why a line is not loaded. All but `EXCLUDED_PATH` mean that the line is damaged."""

    TOO_LONG = "too long"
    NOT_UTF8 = "not UTF-8"
    NOT_JSON = "not JSON"
    WRONG_SHAPE = "wrong shape"
    INVALID_TIME = "no date"
    TOO_OLD = "before 1990"
    IN_FUTURE = "in the future"
    INVALID_URL = "invalid URL"
    INVALID_REVENUE = "invalid revenue"
    EXCLUDED_PATH = "excluded path"


class Damaged(Exception):
    """This line cannot be loaded."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class ImportedEvent(msgspec.Struct, kw_only=True, gc=False):
    """The fields of a beacon's event, and what a beacon's request would have told.

    `at` is ISO 8601 (UTC unless it says otherwise) or ms; `id` is derived from the content where it is missing.
    """

    at: int | str
    visitor: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    type: Literal["pageview", "engagement", "event"]
    url: str
    id: Annotated[str, msgspec.Meta(pattern=r"^[!-~]{1,64}\Z")] | None = None
    name: Annotated[str, msgspec.Meta(max_length=payload.MAX_NAME)] = ""
    referrer: str | None = ""
    title: str | None = ""
    screen: tuple[payload.Pixels, ...] | None = None
    language: _Text = ""
    visible_ms: Annotated[int, msgspec.Meta(ge=0)] = 0
    scroll_pct: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    props: dict[str, Scalar] | None = None
    revenue: Revenue | None = None
    interactive: bool = True
    country: _Text = ""
    region: _Text = ""
    city: _Text = ""
    browser: _Text = ""
    browser_version: _Text = ""
    os: _Text = ""
    os_version: _Text = ""
    device: _Text = ""


_decode = msgspec.json.Decoder(ImportedEvent).decode
_encode = msgspec.json.Encoder(order="deterministic").encode


def read(line: bytes, now_ms: int) -> ImportedEvent:
    """The event of one line, with `at` in ms. Raises `Damaged`."""
    if len(line) > MAX_LINE:
        raise Damaged(Reason.TOO_LONG, f"{len(line)} bytes; a line may have {MAX_LINE}")
    try:
        event = _decode(line)
    except msgspec.ValidationError as error:
        raise Damaged(Reason.WRONG_SHAPE, payload.in_words(str(error))) from None
    except UnicodeDecodeError as error:
        raise Damaged(Reason.NOT_UTF8, str(error)) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise Damaged(_no_json(line), str(error)) from None
    event.at = at = event.at if type(event.at) is int else _ms(str(event.at))
    if at < EARLIEST_MS:
        raise Damaged(Reason.TOO_OLD, "give `at` in ms or ISO 8601, 1990 or later")
    if at > now_ms:
        raise Damaged(Reason.IN_FUTURE, f"`at` is after {datetime.fromtimestamp(now_ms // 1000, UTC):%Y-%m-%d %H:%MZ}")
    _check(event)
    return event


def content(event: ImportedEvent) -> bytes:
    """What the event says, the same for the same event however its line was written."""
    return _encode(event)


def _no_json(line: bytes) -> Reason:
    try:
        line.decode()
    except UnicodeDecodeError:
        return Reason.NOT_UTF8
    return Reason.NOT_JSON


def _ms(text: str) -> int:
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is None:
            time = time.replace(tzinfo=UTC)
        return (time - _EPOCH) // _MS
    except (ValueError, OverflowError):
        raise Damaged(Reason.INVALID_TIME, f"{text[:40]!r} is no time; give ISO 8601 or ms - at `$.at`") from None


def _check(event: ImportedEvent) -> None:
    try:
        payload.check(event, "$")
    except InvalidRequest as error:
        raise Damaged(Reason.WRONG_SHAPE, error.message) from None
