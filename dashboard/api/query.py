"""`POST /api/v2/query`: the Plausible Stats API v2 over this installation's history."""

import time

import msgspec

from dashboard import history
from dashboard.access import Caller
from dashboard.api.answers import good_for_s, kept
from dashboard.api.noun import Noun
from dashboard.api.site_choice import chosen_for_stats
from dashboard.api.stats_types import StatsAnswer, StatsQuery
from liveinsight.query.answer import answer
from liveinsight.query.request import parse

noun = Noun("query", "Statistics", "Any question about the past, with any filter.")
EXAMPLE = {
    "site_id": "shop.example",
    "metrics": ["visitors", "pageviews", "bounce_rate"],
    "date_range": "7d",
    "dimensions": ["visit:source"],
    "filters": [["is", "visit:country", ["KR"]]],
}


@noun.endpoint(
    "POST",
    "/api/v2/query",
    summary="Ask the Stats API",
    takes=StatsQuery,
    gives=StatsAnswer,
    errors=(404,),
    example=EXAMPLE,
)
def query(asking: Caller, body: bytes) -> bytes:
    """The request and the answer are those of the [Plausible Stats API v2](https://plausible.io/docs/stats-api), so
    its clients work here. Errors are `{"error": "text"}`. A site that the token may not open is a 401; for a token of
    all sites, one that does not exist is a 404. A query that takes too long or too much memory is a 503.
    """
    asked = parse(body)
    site = history.queried_site(chosen_for_stats(asking, asked.site_id))

    def work_out() -> tuple[bytes, int]:
        found = answer(asked, site, history.engine(), int(time.time() * 1000))
        return msgspec.json.encode(found), good_for_s(found)

    return kept("query", site, body, work_out)
