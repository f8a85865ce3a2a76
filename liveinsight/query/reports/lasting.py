# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""Which visitor ids last longer than a day, for reports about visitors who come back.

The ids that ingest makes change every UTC day. An id whose visits began on several UTC days was given by the page
after consent (`liveinsight.visitors.lasting_id`), or imported. Of the others nobody can tell: they may last and have
come once, or come back under a new id.
"""

from typing import Annotated

import msgspec

from liveinsight.query.reports.percentages import percent
from liveinsight.query.reports.question import Asked, started
from liveinsight.query.zone import DAY_MS

_CLOSED = (
    "Ids change every day (UTC): this site takes none from its pages (its setting `identify`), and no imported one has "
    "come back."
)
_OPEN = (
    "Ids change every day (UTC) but for visitors whom the pages identify with their consent, and none of these has "
    "come back."
)
_NOT_TRUE = (
    "Whoever comes back on another day is counted as a new visitor: what is said here about more than one day is not "
    "what people did."
)


class LastingIds(msgspec.Struct, kw_only=True):
    """How many visitor ids are known to last."""

    visitors: Annotated[int, msgspec.Meta(description="visitor ids in the time asked about")]
    lasting: Annotated[int, msgspec.Meta(description="those of them that were seen on several days (UTC)")]
    percent: Annotated[float, msgspec.Meta(description="at least this share of the ids lasts; it may be more")]

    def notes(self, *, identify: bool) -> list[str]:
        """What a reader must know before believing a number of returning visitors.

        `identify` is whether the pages of the site may identify visitors.
        """
        if not self.visitors:
            return []
        if self.lasting:
            return [
                f"At least {self.percent} % of visitor ids last longer than a day (they were seen on several days). "
                "Ids that change daily cannot return, so the true number of returning visitors may be higher."
            ]
        return [f"No visitor id was seen on two days. {_OPEN if identify else _CLOSED} {_NOT_TRUE}"]


def count(asked: Asked) -> LastingIds:
    """Over the visits that begin in the time asked about and meet the filters."""
    context = asked.anew()
    ids = (
        f"SELECT min(epoch_ms(started_at) // {DAY_MS}) <> max(epoch_ms(started_at) // {DAY_MS}) AS lasts "
        f"FROM {context.reads('sessions')} WHERE {' AND '.join(started(context))} GROUP BY visitor_id"
    )
    rows = asked.run([], f"SELECT count(*), count(*) FILTER (WHERE lasts) FROM ({ids}) AS ids", context)
    visitors, lasting = (int(str(cell)) for cell in rows.rows[0])
    return LastingIds(visitors=visitors, lasting=lasting, percent=percent(lasting, visitors))
