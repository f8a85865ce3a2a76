"""Tokens for this API."""

from dataclasses import asdict
from typing import Annotated, Literal

from msgspec import Meta, Struct, convert

from dashboard.access import Caller
from dashboard.api.noun import Noun
from dashboard.api.paging import Page, Paging, page
from liveinsight import tokens
from liveinsight.errors import Forbidden, NotFound
from liveinsight.tokens import MOST_LABEL, MOST_SITES, Token

noun = Noun("tokens", "Tokens", "Keys to this API. One that makes another cannot give it more than it has itself.")
Scope = Literal["read", "admin"]
Sites = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=64)]] | None,
    Meta(description="Keys of the sites that it opens; null for all, those to come included.", examples=[["KEY"]]),
]


class TokenAnswer(Struct, kw_only=True):
    """A token without its secret. Times are UTC milliseconds; uses are noted once a minute."""

    id: str
    label: str
    sites: Sites
    scope: Annotated[
        Scope, Meta(description="`admin` may change its sites, their goals, notes and shares, and tokens.")
    ]
    created_at: int
    last_used_at: int | None


class NewToken(Struct, kw_only=True, forbid_unknown_fields=True):
    """A token to make."""

    label: Annotated[str, Meta(max_length=MOST_LABEL, description="What it is for.")] = ""
    sites: Annotated[Sites, Meta(description=f"At most {MOST_SITES}. Left out: those of the caller.")] = None
    scope: Scope = "read"


class MadeToken(TokenAnswer, kw_only=True):
    """The new token with its secret, which is shown this once and kept nowhere."""

    token: str


@noun.endpoint("GET", "/api/v2/tokens", access="admin", summary="List the tokens")
def every(asking: Caller, query: Paging) -> Page[TokenAnswer]:
    """Newest first. A token of some sites sees those that open none but these."""
    return page([_answer(token) for token in tokens.every() if _within(asking, token.sites)], query)


@noun.endpoint(
    "POST",
    "/api/v2/tokens",
    access="admin",
    summary="Make a token",
    status=201,
    errors=(404,),
    example={"label": "Nightly report", "scope": "read"},
)
def create(asking: Caller, body: NewToken) -> MadeToken:
    wanted = asking.sites if body.sites is None else tuple(body.sites)
    if not _within(asking, wanted):
        raise Forbidden("foreign_site", "`sites`: a token can open no sites that its maker cannot")
    secret = tokens.create(wanted, body.label, body.scope)
    made = asdict(tokens.get(tokens.id_of(secret)))
    return convert(made | {"token": secret}, MadeToken)


@noun.endpoint("DELETE", "/api/v2/tokens/{token}", access="admin", summary="Revoke a token", errors=(403,))
def revoke(asking: Caller, token: str) -> None:
    """At once and for good. Tokens that were made with it stay."""
    if not _within(asking, tokens.get(token).sites):
        raise NotFound("unknown_token", f"there is no token {token[:40]!r}")
    tokens.revoke(token)


def _within(asking: Caller, wanted: tuple[str, ...] | None) -> bool:
    if asking.sites is None:
        return True
    return wanted is not None and set(wanted) <= set(asking.sites)


def _answer(token: Token) -> TokenAnswer:
    return convert(token, TokenAnswer, from_attributes=True)
