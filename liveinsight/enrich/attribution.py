"""Where a visit came from: tags and click ids first, then the referrer."""

from liveinsight.domain.address import CLICK_IDS, SOURCE_ALIASES, Page, bare_host, page
from liveinsight.domain.channel import channel
from liveinsight.domain.event import Attribution
from liveinsight.enrich import sources

_CLICK_ID_SOURCES = {
    "gclid": "google",
    "gbraid": "google",
    "wbraid": "google",
    "fbclid": "facebook",
    "msclkid": "bing",
    "ttclid": "tiktok",
    "twclid": "twitter",
    "li_fat_id": "linkedin",
    "yclid": "yandex",
}


def attribution(landing: Page, referrer: str, domain: str) -> Attribution:
    """The attribution that a page's own address and referrer give.

    A referrer on the same host, or on the site's own domain, is the visitor moving about, not a source.
    """
    params = landing.params
    came_from = _external(page(referrer), landing, domain)
    click_id = next((name for name in CLICK_IDS if params.get(name)), "")
    tag = next((params[name] for name in SOURCE_ALIASES if params.get(name)), "")
    if tag:
        source, category = sources.of_tag(tag)
    elif came_from:
        source, category = sources.of_host(came_from.hostname)
    else:
        source, category = sources.of_tag(_CLICK_ID_SOURCES.get(click_id, ""))
    medium, campaign = params.get("utm_medium", ""), params.get("utm_campaign", "")
    return Attribution(
        source=source,
        channel=channel(source, category, medium, campaign, click_id, tag),
        referrer=f"{bare_host(came_from.hostname)}{came_from.path}"[:500].rstrip("/") if came_from else "",
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
