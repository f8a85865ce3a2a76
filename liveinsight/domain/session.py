"""The visit: a visitor's events with no gap over 30 minutes, whatever order they arrived in.

A `Session` is built by `of` from one event and by `merge` from two others. `merge` is associative and
commutative, so events may be folded in any order and in any grouping with the same result; `sessionise` is
the whole definition in one function.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from liveinsight.domain.event import Attribution, Client, Event, EventKey

INACTIVITY_MS = 30 * 60 * 1000
MAX_PAGES = 50
"""How many pages of a visit's way through the site are kept: an item must not grow without bound."""


@dataclass(slots=True, frozen=True)
class PageSeen:
    key: EventKey
    path: str


@dataclass(slots=True, frozen=True)
class Origin:
    """What the visit takes from its first pageview, or from its first event where there is no pageview."""

    rank: tuple[bool, EventKey]
    page: str
    attribution: Attribution


@dataclass(slots=True, frozen=True)
class Identified:
    """Whom the page identified: the lasting visitor id of the first event that carries one."""

    key: EventKey
    visitor: str


@dataclass(slots=True, frozen=True)
class Session:
    """A visit, or a part of one. Times are UTC ms; `visible_ms` sums what pages reported as visible and focused.

    `visitor` is the daily id of the first event. It names the visit, whoever turns out to have made it.
    """

    site: str
    first: EventKey
    last: EventKey
    visitor: str
    hostname: str
    client: Client
    origin: Origin
    pages: tuple[PageSeen, ...]
    exit: PageSeen
    pageviews: int
    custom_events: int
    interactive_events: int
    visible_ms: int
    identified: Identified | None = None

    @property
    def id(self) -> str:
        return session_id(self.site, self.visitor, self.first)

    @property
    def counted_visitor(self) -> str:
        """The visitor that statistics count: the identified one, for the whole visit, else the daily id."""
        return self.visitor if self.identified is None else self.identified.visitor

    @property
    def started_at(self) -> int:
        return self.first[0]

    @property
    def ended_at(self) -> int:
        return self.last[0]

    @property
    def duration_ms(self) -> int:
        return self.ended_at - self.started_at

    @property
    def engaged_ms(self) -> int:
        """Engaged time: nobody can be engaged for longer than the visit lasted, whatever was reported."""
        return min(self.visible_ms, self.duration_ms)

    @property
    def bounce(self) -> bool:
        return self.pageviews == 1 and self.interactive_events == 0

    @property
    def entry_page(self) -> str:
        return self.origin.page

    @property
    def exit_page(self) -> str:
        return self.exit.path


def session_id(site: str, visitor: str, first: EventKey) -> str:
    """16 hex digits, a function of the visit's first event alone, so that every run finds the same id."""
    text = f"{site}\n{visitor}\n{first[0]}\n{first[1]}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def of(event: Event) -> Session:
    """The visit that consists of this one event."""
    key = event.key
    viewed = event.type == "pageview"
    custom = event.type == "event"
    page = PageSeen(key, event.path)
    return Session(
        site=event.site,
        first=key,
        last=key,
        visitor=event.visitor,
        hostname=event.hostname,
        client=event.client,
        origin=Origin((not viewed, key), event.path, event.own),
        pages=(page,) if viewed else (),
        exit=page,
        pageviews=int(viewed),
        custom_events=int(custom),
        interactive_events=int(custom and event.interactive),
        visible_ms=event.visible_ms,
        identified=Identified(key, event.lasting_visitor) if event.lasting_visitor else None,
    )


def merge(a: Session, b: Session) -> Session:
    """Two parts of one visit as one. The parts must not share an event."""
    early, late = (a, b) if a.first <= b.first else (b, a)
    return Session(
        site=early.site,
        first=early.first,
        last=max(a.last, b.last),
        visitor=early.visitor,
        hostname=early.hostname,
        client=early.client,
        origin=min(a.origin, b.origin, key=lambda origin: origin.rank),
        pages=_pages(early.pages, late.pages),
        exit=_exit(a, b),
        pageviews=a.pageviews + b.pageviews,
        custom_events=a.custom_events + b.custom_events,
        interactive_events=a.interactive_events + b.interactive_events,
        visible_ms=a.visible_ms + b.visible_ms,
        identified=_first_identified(a.identified, b.identified)
        if a.identified and b.identified
        else a.identified or b.identified,
    )


def _pages(early: tuple[PageSeen, ...], late: tuple[PageSeen, ...]) -> tuple[PageSeen, ...]:
    if early and late and late[0].key < early[-1].key:
        return tuple(sorted(early + late, key=lambda page: page.key))[:MAX_PAGES]
    return (early + late)[:MAX_PAGES]


def _exit(a: Session, b: Session) -> PageSeen:
    """The last page viewed; where no page was viewed, the page of the last event."""
    if bool(a.pageviews) != bool(b.pageviews):
        return a.exit if a.pageviews else b.exit
    return max(a.exit, b.exit, key=lambda page: page.key)


def _first_identified(a: Identified, b: Identified) -> Identified:
    """A visit has one visitor: where pages identified two, as on a shared computer, the first one."""
    return a if (a.key, a.visitor) <= (b.key, b.visitor) else b


def joins(a: Session, b: Session) -> bool:
    """Whether two parts of one visitor's activity belong to one visit."""
    return b.started_at - a.ended_at <= INACTIVITY_MS and a.started_at - b.ended_at <= INACTIVITY_MS


def join_all(parts: Iterable[Session]) -> list[Session]:
    """The visits that these parts of one visitor's activity make up, in order of time."""
    visits: list[Session] = []
    for part in sorted(parts, key=lambda session: session.first):
        if visits and joins(visits[-1], part):
            visits[-1] = merge(visits[-1], part)
        else:
            visits.append(part)
    return visits


def sessionise(events: Iterable[Event]) -> list[Session]:
    """All visits of one site, by visitor and time.

    Events may come in any order; each must come once. A visitor id changes at midnight (UTC); events that
    carry the same `bridge` are of one person, so that midnight does not split a visit.
    """
    parts: dict[str, list[Session]] = {}
    bridges: dict[str, set[str]] = {}
    for event in events:
        parts.setdefault(event.visitor, []).append(of(event))
        if event.bridge:
            bridges.setdefault(event.bridge, set()).add(event.visitor)
    return [visit for person in people(parts, bridges) for visit in join_all(person)]


def people(parts: dict[str, list[Session]], bridges: dict[str, set[str]]) -> Iterable[list[Session]]:
    """The parts of each person: those of one visitor id, joined with those its bridges lead to."""
    person_of = {visitor: [visitor] for visitor in parts}
    for visitors in bridges.values():
        groups = {id(person_of[visitor]): person_of[visitor] for visitor in visitors if visitor in person_of}
        if len(groups) > 1:
            joined = [visitor for group in groups.values() for visitor in group]
            for visitor in joined:
                person_of[visitor] = joined
    for group in {id(group): group for group in person_of.values()}.values():
        yield [part for visitor in group for part in parts[visitor]]
