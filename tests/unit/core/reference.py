"""The definition of a visit, written down a second time and as plainly as possible.

It shares no code with `liveinsight.domain.session`: it looks at all events of a person at once, sorted, and cuts
where more than 30 minutes passed.
"""

from dataclasses import dataclass

from liveinsight.domain.event import Event


@dataclass(frozen=True)
class Visit:
    """What both implementations must agree on."""

    events: tuple[tuple[int, str], ...]
    visitor: str
    counted: str
    entry: str
    exit: str
    source: str
    pageviews: int
    custom: int
    interactive: int
    engaged_ms: int
    bounce: bool
    pages: tuple[str, ...]


def visits(events: list[Event]) -> set[Visit]:
    """All visits, by the definition."""
    found: set[Visit] = set()
    for visitors in _people(events):
        mine = sorted((e for e in events if e.visitor in visitors), key=lambda e: (e.at, e.id))
        current: list[Event] = []
        for event in mine:
            if current and event.at - current[-1].at > 30 * 60 * 1000:
                found.add(_visit(current))
                current = []
            current.append(event)
        found.add(_visit(current))
    return found


def _people(events: list[Event]) -> list[set[str]]:
    """Visitor ids that belong to one person, because their events share a bridge."""
    people = [{event.visitor} for event in events]
    for bridge in {event.bridge for event in events if event.bridge}:
        sharing = {event.visitor for event in events if event.bridge == bridge}
        touched = [person for person in people if person & sharing]
        people = [person for person in people if not person & sharing] + [set().union(*touched)]
    return [person for position, person in enumerate(people) if person not in people[:position]]


def _visit(events: list[Event]) -> Visit:
    views = [event for event in events if event.type == "pageview"]
    custom = [event for event in events if event.type == "event"]
    interactive = sum(event.interactive for event in custom)
    return Visit(
        events=((events[0].at, events[0].id), (events[-1].at, events[-1].id)),
        visitor=events[0].visitor,
        counted=next((event.lasting_visitor for event in events if event.lasting_visitor), events[0].visitor),
        entry=(views or events)[0].path,
        exit=(views or events)[-1].path,
        source=(views or events)[0].own.source,
        pageviews=len(views),
        custom=len(custom),
        interactive=interactive,
        engaged_ms=min(sum(event.visible_ms for event in events), events[-1].at - events[0].at),
        bounce=len(views) == 1 and interactive == 0,
        pages=tuple(event.path for event in views)[:50],
    )
