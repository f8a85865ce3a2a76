"""The beacon as it comes over the wire: its shape and its limits."""

from collections.abc import Sequence
from typing import Annotated, Literal, Protocol

import msgspec

from liveinsight.domain.address import clean
from liveinsight.errors import InvalidRequest, TooLarge

MAX_BYTES = 64 * 1024
MAX_EVENTS = 50
MAX_NAME = 120
MAX_PROPS = 30
MAX_PROP_NAME = 300
MAX_PROP_VALUE = 2000

Millis = Annotated[int, msgspec.Meta(ge=0, le=10**14)]
Scalar = str | int | float | bool | None
Pixels = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class Revenue(msgspec.Struct):
    amount: str | int | float
    currency: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z]{3}\Z")]


class SentEvent(msgspec.Struct):
    """One event of a beacon. `at` is the client's clock in ms; `visible_ms` counts since the last engagement."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[!-~]{1,64}\Z")]
    type: Literal["pageview", "engagement", "event"]
    at: Millis
    url: str
    name: Annotated[str, msgspec.Meta(max_length=MAX_NAME)] = ""
    referrer: str | None = ""
    title: str | None = ""
    screen: Annotated[list[Pixels], msgspec.Meta(max_length=2)] | None = None
    language: Annotated[str, msgspec.Meta(max_length=200)] | None = ""
    visible_ms: Annotated[int, msgspec.Meta(ge=0)] = 0
    scroll_pct: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    props: dict[str, Scalar] | None = None
    revenue: Revenue | None = None
    interactive: bool = True


class Envelope(msgspec.Struct, kw_only=True):
    """What is around the events of a beacon: the site's key, and the client's clock when sending (ms).

    `user` is the id that the page gave to a visitor who agreed to it. `partial` asks that wrong events are dropped
    and the others taken (`liveinsight.ingest.partial`).
    """

    site: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
    sent_at: Millis | None = None
    webdriver: bool = False
    user: str | None = None
    partial: bool = False


class Beacon(Envelope, kw_only=True):
    """What a tracker sends: up to 50 events."""

    events: Annotated[list[SentEvent], msgspec.Meta(min_length=1)]


_decoder = msgspec.json.Decoder(Beacon)


def parse(body: bytes) -> Beacon:
    """The beacon in this request body (JSON, UTF-8).

    Raises `TooLarge` over 64 KB or 50 events, `InvalidRequest` when it is not JSON or has the wrong shape; the
    message names the field.
    """
    if len(body) > MAX_BYTES:
        raise TooLarge("beacon_too_large", f"a beacon may have {MAX_BYTES} bytes, this one has {len(body)}")
    try:
        beacon = _decoder.decode(body)
    except msgspec.ValidationError as error:
        raise InvalidRequest("invalid_beacon", in_words(str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidRequest("invalid_json", f"the body is not JSON: {error}") from None
    check_number(beacon.events)
    for position, event in enumerate(beacon.events):
        check(event, f"$.events[{position}]")
    return beacon


def check_number(events: Sequence[object]) -> None:
    """Raises `TooLarge` for more than 50 events."""
    if len(events) > MAX_EVENTS:
        raise TooLarge("too_many_events", f"a beacon may carry {MAX_EVENTS} events, this one has {len(events)}")


def in_words(problem: str) -> str:
    """msgspec names the field well, but shows patterns where people want words."""
    if "matching regex" not in problem:
        return problem
    where = problem.rpartition(" - at ")[2]
    field = where.strip("`").rpartition(".")[2]
    wanted = {"id": "1 to 64 visible ASCII characters", "currency": "a currency code of three letters"}
    return f"Expected {wanted.get(field, 'a site key: 1 to 64 letters, digits, - and _')} - at {where}"


class Checked(Protocol):
    """What `check` looks at, in whatever an event came."""

    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def screen(self) -> Sequence[int] | None: ...
    @property
    def props(self) -> dict[str, Scalar] | None: ...


def check(event: Checked, path: str) -> None:
    """What the types cannot say. `path` leads to the event. Raises `InvalidRequest`, naming the field."""
    if event.type == "event" and not clean(event.name, MAX_NAME):
        raise InvalidRequest("invalid_beacon", f"Expected the name of the event - at `{path}.name`")
    if event.screen is not None and len(event.screen) not in (0, 2):
        raise InvalidRequest("invalid_beacon", f"Expected [width, height] - at `{path}.screen`")
    if event.props is None:
        return
    if len(event.props) > MAX_PROPS:
        raise InvalidRequest("invalid_beacon", f"Expected at most {MAX_PROPS} properties - at `{path}.props`")
    for name, value in event.props.items():
        if not 0 < len(name) <= MAX_PROP_NAME:
            raise InvalidRequest(
                "invalid_beacon", f"Expected names of 1 to {MAX_PROP_NAME} characters - at `{path}.props`"
            )
        if isinstance(value, str) and len(value) > MAX_PROP_VALUE:
            raise InvalidRequest(
                "invalid_beacon", f"Expected values of at most {MAX_PROP_VALUE} characters - at `{path}.props`"
            )
