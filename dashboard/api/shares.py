"""Share links of a site."""

from typing import Annotated

from flask import current_app
from msgspec import Meta, Struct

from dashboard.api.noun import Noun
from dashboard.api.paging import Page, Paging, page
from liveinsight import shares
from liveinsight.shares import MOST_DAYS, MOST_LABEL, Share
from liveinsight.sites import Site

noun = Noun("shares", "Shares", "Links that show one site's pages, read-only, to whoever has them.")


class ShareAnswer(Struct, kw_only=True):
    """A link. Times are UTC milliseconds."""

    slug: str
    url: str
    label: str
    has_password: bool
    created_at: int
    expires_at: int | None


class NewShare(Struct, kw_only=True, forbid_unknown_fields=True):
    """A link to make."""

    label: Annotated[str, Meta(max_length=MOST_LABEL, description="Whom it is for.")] = ""
    password: Annotated[
        str | None,
        Meta(description="Asked for when the link is opened. Kept as an argon2 hash.", examples=["correct horse"]),
    ] = None
    days: Annotated[
        int | None, Meta(description=f"For how long it is good, 1 to {MOST_DAYS}; for ever if left out.")
    ] = None


@noun.endpoint("GET", "/api/v2/sites/{site}/shares", access="admin", summary="List the links")
def every(site: Site, query: Paging) -> Page[ShareAnswer]:
    """Those that are good, newest first."""
    return page([_answer(share) for share in shares.of(site.key)], query)


@noun.endpoint(
    "POST",
    "/api/v2/sites/{site}/shares",
    access="admin",
    summary="Make a link",
    status=201,
    example={"label": "Agency", "password": "correct horse", "days": 30},
)
def create(site: Site, body: NewShare) -> ShareAnswer:
    """Whoever opens it may read this site: its pages, live and past, and this API with the browser's session."""
    return _answer(shares.create(site.key, body.label, body.password, body.days))


@noun.endpoint("DELETE", "/api/v2/sites/{site}/shares/{slug}", access="admin", summary="Revoke a link")
def revoke(site: Site, slug: str) -> None:
    """For good, and for those too who have it open: at once, but for a live stream that is open already, which ends
    within ten minutes.
    """
    shares.revoke(site.key, slug)


def _answer(share: Share) -> ShareAnswer:
    return ShareAnswer(
        slug=share.slug,
        url=f"{current_app.extensions['settings'].dashboard_url}/share/{share.slug}",
        label=share.label,
        has_password=share.has_password,
        created_at=share.created_at,
        expires_at=share.expires_at,
    )
