# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""Who comes back: visitors by the period in which they were first seen, and how many of them return in later ones."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.query import buckets, dates
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.query.reports import lasting
from liveinsight.query.reports.percentages import percent
from liveinsight.query.reports.question import Asked, Meta, Question, ask, started
from liveinsight.query.zone import SECOND_MS

NAME = "retention"
TITLE = "Retention"
MAX_PERIODS = 100


class Request(Question, kw_only=True, forbid_unknown_fields=True):
    """By which periods."""

    period: Annotated[
        Literal["day", "week", "month"],
        msgspec.Meta(description=f"on the site's calendar; weeks begin on Monday. At most {MAX_PERIODS} of them"),
    ] = "week"


class Return(msgspec.Struct, kw_only=True):
    period: Annotated[str, msgspec.Meta(description="first day of the period")]
    after: Annotated[int, msgspec.Meta(description="how many periods after that of the cohort; 0 is its own")]
    visitors: Annotated[int, msgspec.Meta(description="those of the cohort who began a visit in the period")]
    percent: Annotated[float, msgspec.Meta(description="of the cohort's size")]
    complete: Annotated[bool, msgspec.Meta(description="whether the period is over, and wholly in the range")]


class Cohort(msgspec.Struct, kw_only=True):
    period: Annotated[str, msgspec.Meta(description="first day of the period in which these visitors were first seen")]
    size: Annotated[int, msgspec.Meta(description="visitors whose first visit in the range began in the period")]
    returns: Annotated[list[Return], msgspec.Meta(description="one for each period from this one to the last begun")]


class Answer(msgspec.Struct, kw_only=True):
    cohorts: list[Cohort]
    lasting_ids: lasting.LastingIds
    meta: Meta


def answer(request: Request, site: QueriedSite, engine: Engine, now_ms: int) -> Answer:
    """Cohorts of visitors by when they were first seen in the range, and who of them came back when.

    Visitor ids change daily unless the page identifies visitors with their consent; read `lasting_ids` and the notes
    before believing a low number.
    """
    asked = ask(request, site, engine, now_ms)
    dimension = f"time:{request.period}"
    labels = _periods(dimension, asked, now_ms)
    context = asked.anew()
    period = buckets.bucket(dimension, "epoch_ms(started_at)", asked.span)
    ctes = [
        f"seen AS (SELECT DISTINCT visitor_id, {period} AS period FROM {context.reads('sessions')} "
        f"WHERE {' AND '.join(started(context))})",
        "known AS (SELECT *, min(period) OVER (PARTITION BY visitor_id) AS cohort FROM seen)",
    ]
    rows = asked.run(ctes, "SELECT cohort, period, count(*) FROM known GROUP BY ALL", context)
    counts = {
        (buckets.label(dimension, int(str(cohort))), buckets.label(dimension, int(str(at)))): int(str(visitors))
        for cohort, at, visitors in rows.rows
    }
    ids = lasting.count(asked)
    cohorts = [_cohort(index, labels, counts, asked, request.period, now_ms) for index in range(len(labels))]
    return Answer(cohorts=cohorts, lasting_ids=ids, meta=asked.meta(rows, notes=ids.notes(identify=site.identify)))


def _periods(dimension: str, asked: Asked, now_ms: int) -> list[str]:
    """The periods that have begun. Raises `InvalidRequest` for too many."""
    length = (asked.span.last - asked.span.first).days + 1
    labels = buckets.labels(dimension, asked.span) if length <= MAX_PERIODS * 31 else []
    labels = [label for label in labels if dates.day_start(date.fromisoformat(label), asked.site.timezone) <= now_ms]
    if length > MAX_PERIODS * 31 or len(labels) > MAX_PERIODS:
        raise InvalidRequest(
            "invalid_period", f"Invalid period for this date_range: at most {MAX_PERIODS} periods can be compared."
        )
    return labels


def _cohort(
    index: int, labels: Sequence[str], counts: dict[tuple[str, str], int], asked: Asked, period: str, now_ms: int
) -> Cohort:
    name = labels[index]
    size = counts.get((name, name), 0)
    returns = []
    for after, label in enumerate(labels[index:]):
        found = counts.get((name, label), 0)
        complete = _complete(label, period, asked, now_ms)
        returns.append(
            Return(period=label, after=after, visitors=found, percent=percent(found, size), complete=complete)
        )
    return Cohort(period=name, size=size, returns=returns)


def _complete(label: str, period: str, asked: Asked, now_ms: int) -> bool:
    first = date.fromisoformat(label)
    begins, ends = dates.period_of(first, period)
    zone = asked.site.timezone
    end_ms = dates.day_start(ends, zone)
    return asked.span.from_ms <= dates.day_start(begins, zone) and end_ms <= min(asked.span.to_ms, now_ms + SECOND_MS)
