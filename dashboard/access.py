"""Who may ask the API for what: a bearer token, or the session of somebody who is logged in."""

from flask import request
from flask_login import current_user

from dashboard.security import carries_token
from liveinsight import sites, tokens
from liveinsight.errors import Forbidden, InvalidRequest, NotAuthenticated, NotFound
from liveinsight.sites import Site
from liveinsight.tokens import Token

EVERYTHING = Token("session", None)
LONGEST_KEY = 64
"""DynamoDB refuses keys that are longer than any of ours, as if it were out of order."""


def caller() -> Token:
    """What the caller may open. Raises `NotAuthenticated`."""
    if carries_token():
        return tokens.check(request.headers["Authorization"].partition(" ")[2].strip())
    if current_user.is_authenticated:
        return EVERYTHING
    raise NotAuthenticated("not_authenticated", "send `Authorization: Bearer TOKEN`, or log in")


def requested_site() -> Site:
    """The site that `?site=KEY` names, if the caller may see it.

    Raises `NotAuthenticated`, `InvalidRequest` without a key, `Forbidden` for a foreign site, `NotFound`.
    """
    granted = caller()
    key = request.args.get("site", "")
    if not key:
        raise InvalidRequest("missing_site", "name the site: ?site=KEY")
    if not granted.opens(key):
        raise Forbidden("foreign_site", "this token opens another site only")
    if len(key) > LONGEST_KEY:
        raise NotFound("unknown_site", "there is no such site")
    return sites.get(key)
