"""`GET /api/bots/`: the bots that came to a site, which no number about visitors includes."""

import time
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from flask import request
from msgspec import Meta, Struct

from dashboard.access import Caller
from dashboard.api.answers import kept
from dashboard.api.noun import Noun
from dashboard.api.site_choice import chosen
from liveinsight.bot_visits.labels import Interval
from liveinsight.bot_visits.report import Answer, answer
from liveinsight.errors import InvalidRequest
from liveinsight.query import dates
from liveinsight.query.answer import QueriedSite
from liveinsight.query.dates import Span
from liveinsight.sites import Site

noun = Noun("bots", "Bots", "Crawlers, assistants, monitors and other programs: they are counted apart from visitors.")
CACHED_S = 2


class Question(Struct):
    site: Annotated[str, Meta(description="The site's key or domain.")] = ""
    date_range: Annotated[
        str,
        Meta(
            description="`day`, `7d`, `30d`, `month`, `6mo`, `12mo`, `year`, `all` …, or first and last day with a "
            "comma between them (ISO 8601), as in the Stats API."
        ),
    ] = "30d"
    interval: Annotated[
        Interval | None, Meta(description="Of the series; as the Stats API chooses it when left out.")
    ] = None


@noun.endpoint("GET", "/api/bots/", summary="Count bots", query=Question, gives=Answer, errors=(403, 404))
def bots(asking: Caller, query: Question) -> bytes:
    """Bots by kind, name, time and path. Seen are those that run the page's script or fetch its pixel; most crawlers
    do neither. A hit is here within seconds. Of each site 2,000 hits an hour are kept: `meta.exceeded_hours` says in
    how many hours there were more.
    """
    if not query.site:
        raise InvalidRequest("missing_site", "name the site: ?site=KEY")
    site = chosen(asking, query.site)

    def work_out() -> tuple[bytes, int]:
        now_ms = int(time.time() * 1000)
        span = _span(query, site, now_ms)
        return msgspec.json.encode(answer(site, span, _interval(query, span), now_ms)), CACHED_S

    return kept("bots", QueriedSite(site.key, site.timezone), request.query_string, work_out)


def _span(query: Question, site: Site, now_ms: int) -> Span:
    """The time asked about. All time begins with what can have come when the site was made: hits up to a day late."""
    first, comma, last = query.date_range.partition(",")
    wanted = dates.asked([first.strip(), last.strip()] if comma else first)
    made = datetime.fromtimestamp(site.created_at / 1000, UTC).astimezone(ZoneInfo(site.timezone))
    return dates.span(wanted, site.timezone, now_ms, made.date() - timedelta(days=1))


def _interval(query: Question, span: Span) -> Interval:
    if query.interval:
        return query.interval
    found: Interval = span.resolution().removeprefix("time:")  # type: ignore[assignment]  # one of the four
    return found
