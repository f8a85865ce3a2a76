"""The definition of a visit, written down plainly and without any of the project's code."""

from dataclasses import dataclass

HALF_HOUR = 30 * 60 * 1000


@dataclass(frozen=True)
class Hit:
    """One event of one person, as the page knew it. `user` is whom the page identified just then."""

    person: int
    at: int
    id: str
    type: str
    path: str
    source: str = ""
    visible_ms: int = 0
    user: str = ""


@dataclass(frozen=True)
class Visit:
    started_at: int
    ended_at: int
    pageviews: int
    events: int
    engaged_ms: int
    bounce: bool
    entry_page: str
    exit_page: str
    source: str
    pages: tuple[str, ...]
    user: str = ""


def visits(hits: list[Hit]) -> list[Visit]:
    """All visits, ordered: by person, split where more than 30 minutes pass without an event."""
    found = []
    for person in {hit.person for hit in hits}:
        run: list[Hit] = []
        for hit in sorted((hit for hit in hits if hit.person == person), key=lambda hit: (hit.at, hit.id)):
            if run and hit.at - run[-1].at > HALF_HOUR:
                found.append(_visit(run))
                run = []
            run.append(hit)
        found.append(_visit(run))
    return sorted(found, key=repr)


def _visit(run: list[Hit]) -> Visit:
    viewed = [hit for hit in run if hit.type == "pageview"]
    custom = [hit for hit in run if hit.type == "event"]
    landing = (viewed or run)[0]
    return Visit(
        started_at=run[0].at,
        ended_at=run[-1].at,
        pageviews=len(viewed),
        events=len(custom),
        engaged_ms=min(sum(hit.visible_ms for hit in run), run[-1].at - run[0].at),
        bounce=len(viewed) == 1 and not custom,
        entry_page=landing.path,
        exit_page=(viewed or run)[-1].path,
        source=landing.source,
        pages=tuple(hit.path for hit in viewed),
        user=next((hit.user for hit in run if hit.user), ""),
    )
