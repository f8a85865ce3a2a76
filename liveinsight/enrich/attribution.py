"""Where a visit came from: tags and click ids first, then the referrer."""

import re

from liveinsight.domain.address import CLICK_IDS, SOURCE_ALIASES, Page, bare_host, page
from liveinsight.domain.channel import channel
from liveinsight.domain.event import Attribution
from liveinsight.enrich import sources

_APP = "android-app://"
"""Apps on Android name themselves as the referrer of the pages that they open, by their package's name."""
_PACKAGE = re.compile(r"\w+(?:\.\w+){1,20}\Z", re.ASCII)


def attribution(landing: Page, referrer: str, domain: str) -> Attribution:
    """The attribution that a page's own address and referrer give.

    A referrer on the same host, or on the site's own domain, is the visitor moving about, not a source. A `utm_source`
    wins over the referrer, and the referrer over what a click id tells of its source.
    """
    params = landing.params
    came_from = _external(page(referrer), landing, domain)
    app = _app(referrer)
    click_id = next((name for name in CLICK_IDS if params.get(name)), "")
    tag = next((params[name] for name in SOURCE_ALIASES if params.get(name)), "")
    clicked, click_medium = sources.click_ids().get(click_id, ("", ""))
    if tag:
        source, category = sources.of_tag(tag)
    elif came_from:
        source, category = sources.of_host(came_from.hostname)
    elif app:
        source, category = sources.of_app(app)
    else:
        source, category = sources.of_tag(clicked)
    medium, campaign = params.get("utm_medium", ""), params.get("utm_campaign", "")
    return Attribution(
        source=source,
        channel=channel(source, category, medium, campaign, click_medium, tag),
        referrer=f"{bare_host(came_from.hostname)}{came_from.path}"[:500].rstrip("/") if came_from else app,
        utm_source=params.get("utm_source", ""),
        utm_medium=medium,
        utm_campaign=campaign,
        utm_term=params.get("utm_term", ""),
        utm_content=params.get("utm_content", ""),
        click_id=click_id,
    )


def _external(referrer: Page | None, landing: Page, domain: str) -> Page | None:
    if referrer is None:
        return None
    host = bare_host(referrer.hostname)
    return None if host in (bare_host(landing.hostname), bare_host(domain)) else referrer


def _app(referrer: str) -> str:
    """The Android package that the referrer names, or empty."""
    package = referrer.removeprefix(_APP).partition("/")[0][:150] if referrer.startswith(_APP) else ""
    return package if _PACKAGE.match(package) else ""
