"""JSON bodies of requests become typed values here, and only here: what is refused, and in which words, is the same
for questions, reports and whatever owners set."""

from typing import TypeVar

import msgspec

from liveinsight.errors import InvalidRequest, TooLarge

MAX_BYTES = 256 * 1024
T = TypeVar("T")


def decoded(body: bytes, kind: type[T]) -> T:
    """The body as a value of this type. Of a key that is there twice the last one counts; NaN is no JSON.

    Raises `InvalidRequest` (400, the message names the field) and `TooLarge` (413).
    """
    if len(body) > MAX_BYTES:
        raise TooLarge("body_too_large", f"the body may have {MAX_BYTES} bytes, this one has {len(body)}")
    try:
        return msgspec.json.decode(body, type=kind)
    except RecursionError:
        raise InvalidRequest("invalid_request", "the body is nested too deeply") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InvalidRequest("invalid_request", f"the body cannot be used: {error}") from None
