"""Who asks the API, and what for: a bearer token, somebody logged in, or a viewer who opened a share link."""

from dataclasses import dataclass

from flask import g, request
from flask_login import current_user

from dashboard import rate, viewers
from dashboard.security import carries_token
from liveinsight import sites, tokens
from liveinsight.errors import Forbidden, InvalidRequest, NotAuthenticated
from liveinsight.sites import Site
from liveinsight.tokens import ADMIN


@dataclass(slots=True, frozen=True)
class Caller:
    """Who asks. `name` is whose requests are counted; `sites` None opens all; `admin` may change what it opens."""

    name: str
    sites: tuple[str, ...] | None
    admin: bool = False

    def opens(self, site_key: str) -> bool:
        return self.sites is None or site_key in self.sites


def caller() -> Caller:
    """Who asks, counted against the rate limit. Raises `NotAuthenticated`, `TooManyRequests`."""
    if "caller" not in g:
        g.caller = _caller()
    found: Caller = g.caller
    return found


def requested_site() -> Site:
    """The site that `?site=KEY` names, if the caller may see it.

    Raises `NotAuthenticated`, `InvalidRequest` without a key, `Forbidden` for a foreign site, `NotFound`.
    """
    asking = caller()
    key = request.args.get("site", "")
    if not key:
        raise InvalidRequest("missing_site", "name the site: ?site=KEY")
    return readable(asking, key)


def readable(asking: Caller, key: str) -> Site:
    """A site by its key. Raises `Forbidden` for a foreign one, `NotFound`."""
    if not asking.opens(key):
        raise Forbidden("foreign_site", "this site is not among those that the caller may open")
    return sites.get(key)


def changeable(asking: Caller, key: str) -> Site:
    """A site that the caller may change. Raises `Forbidden`, `NotFound`."""
    must_be_admin(asking)
    return readable(asking, key)


def must_be_admin(asking: Caller) -> None:
    """Raises `Forbidden`."""
    if not asking.admin:
        raise Forbidden("read_only", "this may only read; changes need a token of scope `admin`, or a log-in")


def _caller() -> Caller:
    if carries_token():
        return _by_token(request.headers["Authorization"].partition(" ")[2].strip())
    if current_user.is_authenticated:
        found = Caller(f"user:{current_user.email}", None, admin=True)
        rate.count(found.name, rate.PAGES_SHARE)
        return found
    shown = viewers.granted() if viewers.is_viewer() else []
    if shown:
        found = Caller(f"viewer:{request.remote_addr}", tuple(sorted({share.site for share in shown})))
        rate.count(found.name, rate.PAGES_SHARE)
        return found
    raise NotAuthenticated("not_authenticated", "send `Authorization: Bearer TOKEN`, or log in")


def _by_token(text: str) -> Caller:
    """Counted before the token is looked up, so that floods and guesses do not reach the tables."""
    name = f"token:{tokens.id_of(text)}"
    address = request.remote_addr or ""
    rate.check_guesses(name, address)
    rate.count(name)
    try:
        token = tokens.check(text)
    except NotAuthenticated:
        rate.count_guess(name, address)
        raise
    rate.count_known(name)
    return Caller(name, token.sites, token.scope == ADMIN)
