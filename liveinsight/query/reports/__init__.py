"""Reports beyond the Stats API, one file each.

A report is a module with `NAME` (its segment in URLs), `TITLE`, `Request` and `Answer` (msgspec structs, from which
the documentation of the API is made), and `answer(request, site, engine, now_ms)`, a pure function whose docstring
says what the report means. `json_body.decoded` reads a request.
"""

from liveinsight.query.reports import (
    comparison,
    funnel,
    journeys,
    pages,
    properties,
    retention,
    session,
    sessions,
    vitals,
)

REPORTS = (sessions, session, funnel, journeys, retention, pages, properties, vitals, comparison)
