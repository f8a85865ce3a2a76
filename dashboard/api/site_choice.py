"""Which site a question is about: `site_id` is a site's key, or its domain as the Stats API has it."""

from dashboard.access import Caller
from liveinsight import sites
from liveinsight.errors import Forbidden, InvalidRequest, NotAuthenticated, NotFound
from liveinsight.site_values import normal_domain
from liveinsight.sites import Site


def chosen(asking: Caller, site_id: str) -> Site:
    """The site.

    Raises `Forbidden` when the caller may open some sites only and this is none of them, whether it exists or not;
    `NotFound` when it may open all and there is none, `InvalidRequest` for a domain that several of its sites share.
    """
    known = _by_key(asking, site_id)
    if known is not None:
        return known
    found = _by_domain(asking, site_id)
    if len(found) > 1:
        keys = ", ".join(site.key for site in found)
        raise InvalidRequest("ambiguous_site", f"Invalid site_id: several sites have this domain; name a key: {keys}.")
    if found:
        return found[0]
    if asking.sites is not None:
        raise Forbidden("foreign_site", "Invalid site_id: this site is not among those that the caller may open.")
    raise NotFound("unknown_site", f"Invalid site_id: there is no site with the key or domain {site_id[:120]!r}.")


def chosen_for_stats(asking: Caller, site_id: str) -> Site:
    """The same for the Stats API, which documents one answer for wrong tokens and for sites that a token does not open.

    Raises `NotAuthenticated` instead of `Forbidden`.
    """
    try:
        return chosen(asking, site_id)
    except Forbidden:
        raise NotAuthenticated("foreign_site", "Invalid API key or site ID: this token does not open it.") from None


def _by_key(asking: Caller, key: str) -> Site | None:
    if not asking.opens(key):
        return None
    try:
        return sites.get(key)
    except NotFound:
        return None


def _by_domain(asking: Caller, text: str) -> list[Site]:
    try:
        domain = normal_domain(text)
    except InvalidRequest:
        return []
    return [site for site in sites.every() if site.domain == domain and asking.opens(site.key)]
