"""What a refusal looks like, and what each status means."""

from typing import Annotated

from msgspec import Meta, Struct


class Problem(Struct):
    code: Annotated[str, Meta(description="For programs; it stays the same.")]
    message: Annotated[str, Meta(description="For people: what is wrong, and the remedy.")]


class Refusal(Struct):
    """A refusal."""

    error: Problem


MEANINGS = {
    400: "The request cannot be used; the message names the field.",
    401: "No token, a wrong one, or one that was revoked.",
    403: "The caller may not do this, or not with this site.",
    404: "There is no such thing.",
    409: "It is there already, or somebody else changed it at the same time.",
    413: "The body is larger than 256 KB.",
    415: "The body is not JSON, or its content type does not say so.",
    429: "Too many requests; `Retry-After` says in how many seconds to try again.",
    503: "The data cannot be reached, or the question was stopped by a limit; `Retry-After` says when to try again.",
}
