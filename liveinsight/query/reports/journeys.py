# ruff: noqa: S608 (statements are made of texts of this package; whatever comes from a request is bound)
"""Which ways visits take from a page or an event, or to it: a flow of steps, each with its most frequent pages."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal, cast

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite
from liveinsight.query.context import LONGEST_VISIT_MS, Context
from liveinsight.query.engine import Engine
from liveinsight.query.reports import steps
from liveinsight.query.reports.question import Asked, Meta, Question, ask, happened
from liveinsight.query.reports.steps import Action

NAME = "journeys"
TITLE = "Journeys"
OTHER = "(other)"


Start = Annotated[Action | None, msgspec.Meta(description="show what follows the first time this happens")]
End = Annotated[Action | None, msgspec.Meta(description="show what comes before the first time it happens")]
Through = Annotated[
    Literal["pages", "events", "all"],
    msgspec.Meta(description="what the steps are: pages, interactive custom events, or both"),
]
Depth = Annotated[int, msgspec.Meta(ge=1, le=5, description="how many steps")]
Top = Annotated[int, msgspec.Meta(ge=1, le=50, description=f"how many nodes a step has; the rest is `{OTHER}`")]


class Request(Question, kw_only=True, forbid_unknown_fields=True):
    """Where the journey begins or ends: exactly one of `start` and `end`."""

    start: Start = None
    end: End = None
    through: Through = "pages"
    depth: Depth = 3
    top: Top = 10


Kind = Literal["start", "end", "pageview", "event", "other", "entry", "exit"]


class Node(msgspec.Struct, kw_only=True):
    step: Annotated[int, msgspec.Meta(description="0 is the beginning or the end asked about, 1 its neighbour, …")]
    type: Annotated[
        Kind,
        msgspec.Meta(description="`exit` and `entry`: the visit had no further step"),
    ]
    label: Annotated[str, msgspec.Meta(description="path, or name of the event")]
    visits: int


class Link(msgspec.Struct, kw_only=True):
    step: Annotated[int, msgspec.Meta(description="the step of its node nearer to step 0")]
    source: Annotated[int, msgspec.Meta(description="place in `nodes` of the node nearer to step 0")]
    target: Annotated[int, msgspec.Meta(description="place in `nodes` of the node one step further")]
    visits: int


class Answer(msgspec.Struct, kw_only=True):
    visits: Annotated[int, msgspec.Meta(description="visits in which it happened")]
    nodes: Annotated[list[Node], msgspec.Meta(description="by step, most frequent first")]
    links: list[Link]
    meta: Meta


def answer(request: Request, site: QueriedSite, engine: Engine, now_ms: int) -> Answer:
    """The next steps after a page or event, or the steps before it, as a flow between the most frequent ones.

    A visit counts once, from the first time within the range at which it did what is asked about; its further steps
    may lie beyond the range. A page that is loaded again at once is one step. The links into a node add up to its
    visits, and so do those out of it, where the flow goes on.
    """
    if (request.start is None) == (request.end is None):
        raise InvalidRequest("invalid_start", "Invalid start and end: exactly one of them is expected.")
    asked = ask(request, site, engine, now_ms)
    context = asked.anew()
    rows = asked.run(_ctes(request, asked, context), _LINKS, context)
    links = [((row[0], row[1], row[2]), (row[0] + 1, row[3], row[4]), row[5]) for row in _typed(rows.rows)]
    return _flow(links, asked.meta(rows))


Place = tuple[int, Kind, str]
"""Step, type and label of a node."""


def _ctes(request: Request, asked: Asked, context: Context) -> list[str]:
    """Each visit's steps, numbered away from the anchor, until `depth` or its end; rare ones folded into one."""
    forward = request.start is not None
    side, way = (">", "ASC") if forward else ("<", "DESC")
    order = f"(PARTITION BY session_id ORDER BY place {way}, label {way})"
    last = "exit" if forward else "entry"
    depth = context.bind(request.depth)
    again = "type = 'pageview' AND before = 'pageview ' || label"
    before = f"coalesce(lag(type || ' ' || label) OVER {order}, anchor)"
    return [
        f"anchors AS ({_anchors(request, asked, context)})",
        f"hits AS ({_hits(request, context)})",
        f"beside AS (SELECT session_id, place, type, label, {before} AS before "
        f"FROM hits JOIN anchors USING (session_id) WHERE (place, label) {side} (anchored, anchor_label))",
        f"numbered AS (SELECT session_id, type, label, row_number() OVER {order} AS step "
        f"FROM beside WHERE NOT ({again}))",
        f"near AS (SELECT * FROM numbered WHERE step <= {depth})",
        f"ends AS (SELECT session_id, '{last}' AS type, '({last})' AS label, count(step) + 1 AS step "
        f"FROM anchors LEFT JOIN near USING (session_id) GROUP BY session_id HAVING count(step) < {depth})",
        "counted AS (SELECT step, type, label, count(*) AS visits FROM near GROUP BY ALL)",
        "ranked AS (SELECT *, row_number() OVER (PARTITION BY step ORDER BY visits DESC, type, label) AS place "
        "FROM counted)",
        f"kept AS (SELECT step, type, label FROM ranked WHERE place <= {context.bind(request.top)})",
        "folded AS (SELECT session_id, near.step, coalesce(kept.type, 'other') AS type, "
        f"coalesce(kept.label, '{OTHER}') AS label FROM near LEFT JOIN kept "
        "ON near.step = kept.step AND near.type = kept.type AND near.label = kept.label)",
        f"begun AS (SELECT session_id, 0 AS step, {_anchor_node(request, context)} FROM anchors)",
        "steps AS (SELECT session_id, step, type, label FROM begun UNION ALL SELECT * FROM folded "
        "UNION ALL SELECT session_id, step, type, label FROM ends)",
    ]


_LINKS = """
SELECT a.step, a.type, a.label, b.type, b.label, count(*)
FROM steps AS a JOIN steps AS b ON a.session_id = b.session_id AND b.step = a.step + 1
GROUP BY ALL
"""
_PLACED = """epoch_ms("at") * 2 + CASE type WHEN 'pageview' THEN 0 ELSE 1 END"""
_LABEL = "CASE type WHEN 'pageview' THEN path ELSE name END"
"""At the same ms a page comes before what happens on it, and the rest is alphabetical."""


def _anchors(request: Request, asked: Asked, context: Context) -> str:
    """For each visit that does what is asked about, the place in time at which it does so first."""
    field = "start" if request.start is not None else "end"
    action = request.start or request.end
    assert action is not None
    wanted, filters = steps.checked(action, field, asked.site.goals, asked.engine)
    conditions = " AND ".join([*happened(context), steps.condition(wanted, filters, context)])
    first = f"min(struct_pack(place := {_PLACED}, label := {_LABEL}, type := type)) AS first"
    events = f"SELECT session_id, {first} FROM {context.reads('events')} WHERE {conditions} GROUP BY session_id"
    return (
        "SELECT session_id, first.place AS anchored, first.label AS anchor_label, "
        f"first.type || ' ' || first.label AS anchor FROM ({events}) AS firsts"
    )


def _hits(request: Request, context: Context) -> str:
    """All that can be a step in those visits, also what lies beyond the range."""
    through = {
        "pages": "type = 'pageview'",
        "events": "type = 'event' AND interactive",
        "all": "(type = 'pageview' OR type = 'event' AND interactive)",
    }
    conditions = [
        f'"at" >= {context.time(context.span.from_ms - LONGEST_VISIT_MS)}',
        f'"at" < {context.time(context.span.to_ms + LONGEST_VISIT_MS)}',
        through[request.through],
        "session_id IN (SELECT session_id FROM anchors)",
    ]
    return (
        f"SELECT session_id, {_PLACED} AS place, type, {_LABEL} AS label "
        f"FROM {context.reads('events')} WHERE {' AND '.join(conditions)}"
    )


def _anchor_node(request: Request, context: Context) -> str:
    action = request.start or request.end
    assert action is not None
    kind = "start" if request.start is not None else "end"
    return f"'{kind}' AS type, {context.bind(steps.label(action))} AS label"


def _typed(rows: list[tuple[object, ...]]) -> Iterator[tuple[int, Kind, str, Kind, str, int]]:
    for step, near_type, near, far_type, far, visits in rows:
        yield int(str(step)), cast(Kind, near_type), str(near), cast(Kind, far_type), str(far), int(str(visits))


def _flow(links: list[tuple[Place, Place, int]], meta: Meta) -> Answer:
    """Nodes and links; what goes into a node is what it counts, at step 0 what goes out of it."""
    visits: Counter[Place] = Counter()
    for near, far, count in links:
        visits[far] += count
        if near[0] == 0:
            visits[near] += count
    places = sorted(visits, key=lambda place: (place[0], -visits[place], place[1], place[2]))
    at = {place: index for index, place in enumerate(places)}
    nodes = [Node(step=step, type=kind, label=label, visits=visits[step, kind, label]) for step, kind, label in places]
    ways = [Link(step=near[0], source=at[near], target=at[far], visits=count) for near, far, count in links]
    ways.sort(key=lambda link: (link.step, -link.visits, link.source, link.target))
    return Answer(visits=sum(node.visits for node in nodes if node.step == 0), nodes=nodes, links=ways, meta=meta)
