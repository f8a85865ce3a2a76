"""Sites: the websites of this installation and what their owners set for them."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, convert, to_builtins
from msgspec.structs import replace

from dashboard.access import Caller
from dashboard.api.noun import Noun
from dashboard.api.paging import Page, Paging, page
from liveinsight import sites
from liveinsight.errors import Forbidden
from liveinsight.sites import Site

noun = Noun("sites", "Sites", "The websites whose events this installation takes.")
Names = Annotated[list[Annotated[str, Meta(max_length=500)]], Meta(max_length=100)]
Short = Annotated[str, Meta(max_length=500)]
_IDENTIFY = "Whether ids are taken that pages give to visitors after their consent."


class SiteAnswer(Struct, kw_only=True):
    """A site. Times are UTC milliseconds. What only its owners set and see is there for callers who may change it."""

    key: Annotated[str, Meta(description="Goes into the snippet; `site_id` in questions.")]
    name: str
    domain: str
    timezone: Annotated[str, Meta(description="Its days are those of this time zone.", examples=["Asia/Seoul"])]
    created_at: int
    first_event_at: int | None
    shards: Annotated[int, Meta(description="Partitions for a very busy site.")] | UnsetType = UNSET
    retention_days: int | UnsetType | None = UNSET
    allowed_origins: list[str] | UnsetType = UNSET
    excluded_addresses: list[str] | UnsetType = UNSET
    excluded_paths: list[str] | UnsetType = UNSET
    identify: Annotated[bool, Meta(description=_IDENTIFY)] | UnsetType = UNSET


class NewSite(Struct, kw_only=True, forbid_unknown_fields=True):
    """A site to register."""

    name: Short
    domain: Annotated[str, Meta(max_length=500, description="Subdomains are included.", examples=["shop.example"])]
    timezone: Short = "UTC"


class SiteChanges(Struct, kw_only=True, forbid_unknown_fields=True):
    """What to set. What is left out stays as it is; a list is replaced as a whole."""

    name: Short | None = None
    timezone: Short | None = None
    shards: Annotated[int | None, Meta(description="May be raised, never lowered.")] = None
    retention_days: Annotated[int | None, Meta(description="How long finished sessions are kept.")] = None
    allowed_origins: Annotated[Names | None, Meta(description="Other domains whose pages may send events.")] = None
    excluded_addresses: Annotated[Names | None, Meta(description="Addresses or networks that are not counted.")] = None
    excluded_paths: Annotated[Names | None, Meta(description="Paths that are not counted; `*` for any text.")] = None
    identify: Annotated[bool | None, Meta(description=_IDENTIFY)] = None


@noun.endpoint("GET", "/api/v2/sites", summary="List the sites")
def every(asking: Caller, query: Paging) -> Page[SiteAnswer]:
    """Those that the caller may open, by name."""
    return page([_answer(site, asking) for site in sites.every() if asking.opens(site.key)], query)


@noun.endpoint(
    "POST",
    "/api/v2/sites",
    access="admin",
    summary="Register a site",
    status=201,
    example={"name": "My shop", "domain": "shop.example", "timezone": "Asia/Seoul"},
    errors=(403,),
)
def create(asking: Caller, body: NewSite) -> SiteAnswer:
    """Needs a token of all sites: one of some sites could not open the new one."""
    if asking.sites is not None:
        raise Forbidden("foreign_site", "only a token of all sites can register another one")
    return _answer(sites.add(body.name, body.domain, body.timezone), asking)


@noun.endpoint("GET", "/api/v2/sites/{site}", summary="Look at a site")
def get(asking: Caller, site: Site) -> SiteAnswer:
    return _answer(site, asking)


@noun.endpoint(
    "PATCH",
    "/api/v2/sites/{site}",
    access="admin",
    summary="Change a site",
    example={"excluded_paths": ["/admin/*"]},
)
def change(asking: Caller, site: Site, body: SiteChanges) -> SiteAnswer:
    """Collectors take a change up within half a minute."""
    return _answer(sites.change(site.key, sites.Changes(**to_builtins(body))), asking)


_OF_OWNERS = ("shards", "retention_days", "allowed_origins", "excluded_addresses", "excluded_paths", "identify")
"""Excluded addresses tell where the owners are, and share links are open to whoever has them."""


def _answer(site: Site, asking: Caller) -> SiteAnswer:
    known = convert(site, SiteAnswer, from_attributes=True)
    return known if asking.admin else replace(known, **dict.fromkeys(_OF_OWNERS, UNSET))
