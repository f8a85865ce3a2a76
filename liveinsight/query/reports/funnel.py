# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""How many visitors go through steps in order, where they drop off, and how long each step takes them.

For every event that is a step, the statement finds the latest time at which a chain of the steps up to it began: that
of the last event before it which was the step before. Whoever could be in time with any beginning is in time with the
latest one, so one pass in order of time is enough for each step, whatever comes twice or goes in circles.
"""

from typing import Annotated, Any, Literal

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite
from liveinsight.query.conditions import HIT
from liveinsight.query.context import Context
from liveinsight.query.dimensions import VISIT
from liveinsight.query.engine import Engine
from liveinsight.query.reports import lasting, steps
from liveinsight.query.reports.percentages import percent
from liveinsight.query.reports.question import Asked, Meta, Question, ask, happened, shown
from liveinsight.query.values import group
from liveinsight.query.zone import DAY_MS

NAME = "funnel"
TITLE = "Funnel"


Steps = Annotated[
    list[steps.Action], msgspec.Meta(min_length=2, max_length=8, description="2 to 8 steps, in their order")
]
Within = Annotated[
    Literal["visit", "days"],
    msgspec.Meta(description="all steps in one visit, or by one visitor within `days` of the first step"),
]
Days = Annotated[int, msgspec.Meta(ge=1, le=90, description="for `within: days`; a day has 24 hours")]


class Request(Question, kw_only=True, forbid_unknown_fields=True):
    """The steps, and within which time they must be taken."""

    steps: Steps
    within: Within = "visit"
    days: Days = 7
    breakdown: Annotated[
        str | None, msgspec.Meta(description="a `visit:` dimension; the visit of a visitor's first step counts")
    ] = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100, description="groups of the breakdown, the largest first")] = 10


class Step(msgspec.Struct, kw_only=True):
    label: str
    visitors: Annotated[int, msgspec.Meta(description="who took this step after all steps before it")]
    drop_off: Annotated[int, msgspec.Meta(description="who took the step before, and not this one")]
    conversion: Annotated[float, msgspec.Meta(description="percent of those at the step before")]
    total_conversion: Annotated[float, msgspec.Meta(description="percent of those at the first step")]
    median_s: Annotated[
        float | None,
        msgspec.Meta(description="median seconds from the last time the step before was taken to this step"),
    ]


class Group(msgspec.Struct, kw_only=True):
    value: Annotated[str, msgspec.Meta(description="of the breakdown's dimension")]
    steps: list[Step]


class Answer(msgspec.Struct, kw_only=True):
    steps: Annotated[list[Step], msgspec.Meta(description="of all visitors")]
    breakdown: list[Group]
    lasting_ids: Annotated[
        lasting.LastingIds | None, msgspec.Meta(description="for `within: days`: how far the numbers can be believed")
    ] = None
    meta: Meta


def answer(request: Request, site: QueriedSite, engine: Engine, now_ms: int) -> Answer:
    """Visitors who took all steps, one after the other. Other pages and events may lie between two steps.

    All steps lie within the time asked about. One event is one step, also when it fits several.
    """
    asked = ask(request, site, engine, now_ms)
    if request.breakdown is not None and request.breakdown not in VISIT:
        raise InvalidRequest(
            "invalid_breakdown", f"Invalid breakdown {request.breakdown[:80]!r}: a `visit:` dimension is expected."
        )
    context = asked.anew(*([request.breakdown] if request.breakdown else []))
    select, ctes = _statement(request, asked, context)
    rows = asked.run(ctes, select, context)
    seen = lasting.count(asked) if request.within == "days" else None
    meta = asked.meta(rows, notes=seen.notes(identify=site.identify) if seen else [])
    whole, groups = rows.rows[0], rows.rows[1:]
    labels = [steps.label(step) for step in request.steps]
    found = [Group(value=shown(request.breakdown, str(row[0])), steps=_steps(labels, row[1:])) for row in groups]
    return Answer(steps=_steps(labels, whole[1:]), breakdown=found, lasting_ids=seen, meta=meta)


def _statement(request: Request, asked: Asked, context: Context) -> tuple[str, list[str]]:
    taken = []
    for index, step in enumerate(request.steps):
        wanted, filters = steps.checked(step, f"steps[{index}]", asked.site.goals, asked.engine)
        taken.append(steps.condition(wanted, filters, context))
    count = len(taken)
    ctes = [f"c0 AS MATERIALIZED ({_hits(request, taken, context)})"]
    ctes += [f"c{index} AS MATERIALIZED ({_chained(request, index, count)})" for index in range(1, count)]
    ctes.append(f"r0 AS ({_entries(request)})")
    ctes += [
        f"r{index} AS (SELECT unit, min(code >> 10) AS ms{index}, arg_min(gap, code) AS gap{index} "
        f"FROM c{index} WHERE begun IS NOT NULL GROUP BY unit)"
        for index in range(1, count)
    ]
    joined = "r0" + "".join(f" LEFT JOIN r{index} USING (unit)" for index in range(1, count))
    best = ", ".join(
        f"count(ms{index}) AS n{index}, arg_min(gap{index}, ms{index}) AS gap{index}" for index in range(count)
    )
    part = ", arg_min(part, ms0) AS part" if request.breakdown else ""
    ctes.append(f"people AS (SELECT {best}{part} FROM {joined} GROUP BY person)")
    return _figures(request, count, context), ctes


def _entries(request: Request) -> str:
    """For each visit or visitor that takes step 0: when first, by whom, and in which part of the breakdown."""
    person = "arg_min(person, code)" if request.within == "visit" else "unit"
    part = ", arg_min(part, code) AS part" if request.breakdown else ""
    return (
        f"SELECT unit, min(code >> 10) AS ms0, 0 AS gap0, {person} AS person{part} "
        "FROM c0 WHERE code & 1 <> 0 GROUP BY unit"
    )


def _figures(request: Request, count: int, context: Context) -> str:
    """The number of people and the median gap at each step; first of all people, then of the largest parts."""
    figures = ", ".join(
        f"count(*) FILTER (WHERE n{index} > 0), quantile_cont(gap{index}, 0.5)" for index in range(count)
    )
    whole = f"SELECT NULL AS part, {figures}, 0 AS place FROM people"
    if not request.breakdown:
        return whole
    place = "row_number() OVER (ORDER BY count(*) DESC, part) AS place"
    parts = f"SELECT part, {figures}, {place} FROM people GROUP BY part"
    top = f"SELECT * FROM ({parts}) AS parts WHERE place <= {context.bind(request.limit)}"
    return f"SELECT * FROM ({whole} UNION ALL {top}) AS answer ORDER BY place"


def _hits(request: Request, taken: list[str], context: Context) -> str:
    """The events that are a step. At step 0 a chain begins with each.

    `code` is all that matters of an event in one number, which sorts many times faster than columns of text: its
    time in ms, then 0 for a pageview and 1 for a custom event, then a bit for each step that it can be. So at the
    same ms a page comes before what happens on it, and then the steps come in their order.
    """
    unit = "session_id" if request.within == "visit" else "visitor_id"
    person = ", visitor_id AS person" if request.within == "visit" else ""
    part = f", {group(request.breakdown, 'event', context)} AS part" if request.breakdown else ""
    bits = " + ".join(f"CASE WHEN {condition} THEN {1 << index} ELSE 0 END" for index, condition in enumerate(taken))
    conditions = " AND ".join([*happened(context), HIT])
    read = (
        f'SELECT {unit} AS unit{person}{part}, epoch_ms("at") AS ms, type, {bits} AS bits '
        f"FROM {context.reads('events')} WHERE {conditions}"
    )
    code = "ms * 1024 + CASE type WHEN 'pageview' THEN 0 ELSE 256 END + bits AS code"
    return f"SELECT * EXCLUDE (ms, type, bits), {code} FROM ({read}) AS hits WHERE bits <> 0"


_BEGUN_AT_0 = "(SELECT unit, code, CASE WHEN code & 1 <> 0 THEN code >> 10 END AS begun FROM c0)"


def _chained(request: Request, index: int, count: int) -> str:
    """The beginning of the latest chain that takes step `index` at an event, and the time since the step before it.

    Only events after step `index - 1` go on, and only those that can be this step or a later one.
    """
    before = "(PARTITION BY unit ORDER BY code ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    source = f"c{index - 1}" if index > 1 else _BEGUN_AT_0
    latest = f"max(begun) OVER {before} AS latest"
    left = f"max(CASE WHEN begun IS NOT NULL THEN code >> 10 END) OVER {before} AS left_at"
    in_time = f" AND (code >> 10) - latest <= {request.days * DAY_MS}" if request.within == "days" else ""
    begun = f"CASE WHEN code & {1 << index} <> 0{in_time} THEN latest END AS begun"
    useful = f"latest IS NOT NULL AND code & {(1 << count) - (1 << index)} <> 0"
    return (
        f"SELECT unit, code, {begun}, (code >> 10) - left_at AS gap "
        f"FROM (SELECT unit, code, {latest}, {left} FROM {source}) AS chained WHERE {useful}"
    )


def _steps(labels: list[str], figures: tuple[Any, ...]) -> list[Step]:
    """`figures` are the visitors and the median ms of each step."""
    counts = [int(count) for count in figures[0 : 2 * len(labels) : 2]]
    found = []
    for index, (label, visitors) in enumerate(zip(labels, counts, strict=True)):
        before = counts[index - 1] if index else visitors
        gap = figures[2 * index + 1]
        found.append(
            Step(
                label=label,
                visitors=visitors,
                drop_off=before - visitors,
                conversion=percent(visitors, before),
                total_conversion=percent(visitors, counts[0]),
                median_s=gap / 1000 if index and gap is not None else None,
            )
        )
    return found
