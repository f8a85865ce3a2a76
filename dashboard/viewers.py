"""Viewers: people without a log-in who opened a share link. Their session remembers the links, never the sites."""

from flask import session
from flask_login import current_user

from liveinsight import shares
from liveinsight.shares import Share

SHARES = "shares"
MOST = 10
"""Links that one browser remembers; the oldest is forgotten first."""


def admit(share: Share) -> None:
    """From now on this browser may read what the link shows, as long as the link is good."""
    kept = [slug for slug in _slugs() if slug != share.slug]
    session[SHARES] = [*kept, share.slug][-MOST:]


def is_viewer() -> bool:
    return bool(_slugs())


def may_see(site: str) -> bool:
    """Whether a link shows this site to somebody who is not logged in."""
    return not current_user.is_authenticated and any(share.site == site for share in granted())


def granted() -> list[Share]:
    """The links of this browser that are still good."""
    return [share for slug in _slugs() if (share := shares.find(slug))]


def _slugs() -> list[str]:
    found = session.get(SHARES, [])
    return found if isinstance(found, list) else []
