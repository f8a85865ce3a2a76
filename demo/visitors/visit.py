"""The plan of one visit: who comes, and every event that the tracker would make, with its time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from demo.site.pages import VIRTUAL, Kind, Page
from demo.visitors.chance import chance, digest
from demo.visitors.people import Person, draw_person
from demo.visitors.sources import Source, draw_source, filled
from demo.visitors.walk import Step, Walk

REPORT_MS = 60_000  # engaged time after which the tracker reports a page that stays open
WORTH_MS = 1_000  # shorter engagement is not reported
_SPA = VIRTUAL | {Kind.FINDER}


@dataclass(frozen=True, slots=True)
class Moment:
    """One event at a time; `document` counts the pages that the browser loaded."""

    at_ms: int
    document: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as planned; nothing in it depends on when the plan is made."""

    id: str
    person: Person
    source: Source
    moments: tuple[Moment, ...] = field(repr=False)

    @property
    def started_ms(self) -> int:
        """UTC ms of the first event."""
        return self.moments[0].at_ms

    @property
    def ended_ms(self) -> int:
        """UTC ms of the last event."""
        return self.moments[-1].at_ms


def plan_visit(seed: str, name: str, at_ms: int, site_url: str) -> Visit:
    """Plan the visit called `name` that starts at `at_ms` (UTC); the same arguments give the same plan."""
    visit_id = digest(seed, name)
    random = chance(seed, name, "visit")
    person = draw_person(random, seed, at_ms, visit_id)
    source = draw_source(random, person.country)
    walked = Walk(random, source).steps()
    steps = walked[:1] if person.bot else walked
    path = _Recorder(random, person, source, site_url.rstrip("/")).record(steps, at_ms)
    moments = [Moment(m.at_ms, m.document, {"id": f"{visit_id}-{n}", **m.fields}) for n, m in enumerate(path)]
    return Visit(visit_id, person, source, tuple(moments))


class _Recorder:
    """Turns the steps of a walk into the events that the tracker makes of them."""

    def __init__(self, random: Random, person: Person, source: Source, site_url: str) -> None:
        self._random = random
        self._person = person
        self._source = source
        self._site_url = site_url
        self._referrer = filled(source.referrer, random)

    def record(self, steps: list[Step], at_ms: int) -> list[Moment]:
        """Return the moments of all steps in the order of their times."""
        found: list[Moment] = []
        document, before = 0, None
        for step in steps:
            moved_inside = before is not None and _stays_in_document(before, step.page)
            if before is not None and not moved_inside:
                document += 1
                at_ms += self._random.randint(250, 900)  # the next document loads
            url = self._url(step.page, landing=before is None)
            referrer = "" if moved_inside else self._referrer
            found += self._step(step, at_ms, document, url, referrer)
            at_ms, before, self._referrer = at_ms + step.read_ms, step.page, url
        return found

    def _url(self, page: Page, landing: bool) -> str:
        query = filled(self._source.query, self._random) if landing else ""
        return f"{self._site_url}{page.path}{'?' if query else ''}{query}"

    def _step(self, step: Step, at_ms: int, document: int, url: str, referrer: str) -> Iterator[Moment]:
        yield Moment(at_ms, document, self._pageview(step.page, url, referrer, at_ms))
        during = [
            (at_ms + a.after_ms, {"type": "event", "at": at_ms + a.after_ms, "url": url, **a.fields()})
            for a in step.actions
        ]
        during += [
            (at, {"type": "engagement", "at": at, "url": url, "visible_ms": visible, "scroll_pct": depth})
            for at, visible, depth in engagement(step, at_ms)
        ]
        for at, fields in sorted(during, key=lambda entry: entry[0]):
            yield Moment(at, document, fields)

    def _pageview(self, page: Page, url: str, referrer: str, at_ms: int) -> dict[str, Any]:
        fields: dict[str, Any] = {"type": "pageview", "at": at_ms, "url": url, "title": page.title}
        if referrer:
            fields["referrer"] = referrer
        return fields | {"screen": list(self._person.screen), "language": self._person.language}


def _stays_in_document(before: Page, page: Page) -> bool:
    """Whether the finder moves there by itself: its own steps and its way back to the start do."""
    return before.kind in _SPA and page.kind in VIRTUAL


def engagement(step: Step, at_ms: int) -> list[tuple[int, int, int]]:
    """Reports of a page as (UTC ms, visible ms since the last report, greatest scroll depth).

    The tracker reports when the page is hidden, after each engaged minute, and at the end.
    """
    stretches = [(at_ms, step.read_ms)]
    if step.away_ms:
        first = (step.read_ms - step.away_ms) // 2
        rest = step.read_ms - step.away_ms - first
        stretches = [(at_ms, first), (at_ms + first + step.away_ms, rest)]
    total, seen, reports = step.read_ms - step.away_ms, 0, []
    for start, length in stretches:
        for begin in range(0, length, REPORT_MS):
            visible = min(REPORT_MS, length - begin)
            seen += visible
            depth = round(step.scroll_pct * min(1.0, seen / (0.8 * total)))
            if visible >= WORTH_MS:
                reports.append((start + begin + visible, visible, depth))
    return reports
