"""However files are cut, shuffled and repeated, the visits are those of the definition."""

import os
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liveinsight.archive.columns import PLACE_AND_SOFTWARE
from liveinsight.archive.log import signed
from liveinsight.domain.event import Attribution, Client, Event, EventType
from liveinsight.domain.session import Session, sessionise
from liveinsight.imports.description import visitor_number
from liveinsight.sites import Site
from liveinsight.tables import ATTRIBUTION
from liveinsight.timing import DAY_MS, HOUR_MS, day_of
from tests.integration.archive.shelf import Row, Shelf
from tests.integration.imports.loading import MIDNIGHT, MINUTE, Line, as_file, load, new_site, rows

EXAMPLES = int(os.environ.get("LIVEINSIGHT_TEST_EXAMPLES", "12"))
gaps = st.one_of(
    st.integers(0, 5 * MINUTE),
    st.integers(20 * MINUTE, 40 * MINUTE),
    st.sampled_from([0, 30 * MINUTE, 30 * MINUTE + 1, HOUR_MS]),
)
edges = st.sampled_from([MIDNIGHT, MIDNIGHT + DAY_MS, MIDNIGHT + 2 * DAY_MS, MIDNIGHT + DAY_MS // 2])
TYPES: list[EventType] = ["pageview", "pageview", "engagement", "event"]
SOURCES = {
    "": Attribution(channel="Direct"),
    "https://www.google.com/": Attribution("Google", "Organic Search", "google.com"),
    "https://shop.example/before": Attribution(channel="Direct"),
}


@dataclass(frozen=True)
class Made:
    """An event as a line of a file, and as the definition sees it; `visitor` and `site` are filled in later."""

    line: Line
    visitor: str
    values: dict[str, Any]

    def event(self, site: Site) -> Event:
        number = visitor_number(site.key, self.visitor)
        return Event(site=site.key, visitor=f"{number % (1 << 64):016x}", **self.values)


@st.composite
def histories(draw: st.DrawFn) -> list[Made]:
    """Up to four visitors around midnights and noon; ids are unique."""
    found: list[Made] = []
    for person in range(draw(st.integers(1, 4))):
        at = draw(edges) + draw(st.integers(-3 * HOUR_MS, HOUR_MS))
        for number in range(draw(st.integers(1, 10))):
            found.append(_made(draw, f"visitor {person}", f"{draw(st.sampled_from('aZ~9,'))}{person}-{number}", at))
            at += draw(gaps)
    return found


def _made(draw: st.DrawFn, visitor: str, event_id: str, at: int) -> Made:
    kind = draw(st.sampled_from(TYPES))
    path, referrer = draw(st.sampled_from(["/", "/a", "/b"])), draw(st.sampled_from(sorted(SOURCES)))
    country, visible = draw(st.sampled_from(["KR", "DE", ""])), draw(st.integers(0, 9000))
    interactive, host = draw(st.booleans()), draw(st.sampled_from(["shop.example", "www.shop.example"]))
    line = {"id": event_id, "type": kind, "at": at, "visitor": visitor, "url": f"https://{host}{path}?x=1"}
    line |= {"referrer": referrer, "country": country.lower(), "visible_ms": visible, "interactive": interactive}
    values: dict[str, Any] = {"id": event_id, "type": kind, "at": at, "hostname": host, "path": path}
    values |= {"own": SOURCES[referrer], "client": Client(country=country), "visible_ms": visible}
    values |= {"interactive": interactive}
    if kind == "event":
        line |= {"name": "signup", "props": {"plan": "pro"}, "revenue": {"amount": 1.5, "currency": "eur"}}
        values |= {"name": "signup", "props": '{"plan":"pro"}', "revenue_amount": "1.5", "revenue_currency": "EUR"}
    return Made(line, visitor, values)


def session_row(visit: Session) -> Row:
    return {
        "date": day_of(visit.started_at),
        "session_id": signed(visit.id),
        "visitor_id": signed(visit.visitor),
        "started_at": visit.started_at,
        "ended_at": visit.ended_at,
        "duration_ms": visit.duration_ms,
        "engaged_ms": visit.engaged_ms,
        "pageviews": visit.pageviews,
        "events": visit.custom_events,
        "bounce": visit.bounce,
        "hostname": visit.hostname,
        "entry_page": visit.entry_page,
        "exit_page": visit.exit_page,
        **{name: getattr(visit.origin.attribution, name) for name in ATTRIBUTION},
        **{name: getattr(visit.client, name) for name in PLACE_AND_SOFTWARE},
    }


def event_row(event: Event, visits: list[Session]) -> Row:
    (visit,) = [visit for visit in visits if visit.visitor == event.visitor and visit.first <= event.key <= visit.last]
    of_visit = session_row(visit)
    return {
        "date": day_of(event.at),
        "at": event.at,
        "type": event.type,
        "name": event.name,
        "hostname": event.hostname,
        "path": event.path,
        "props": event.props,
        "revenue_amount": Decimal("1.500") if event.revenue_amount else None,
        "revenue_currency": event.revenue_currency,
        "visible_ms": event.visible_ms,
        "scroll_pct": 0,
        "interactive": event.interactive,
        **{name: of_visit[name] for name in ("visitor_id", "session_id", "entry_page", "exit_page")},
        **{name: of_visit[name] for name in (*ATTRIBUTION, *PLACE_AND_SOFTWARE)},
    }


def in_order(found: list[Row]) -> list[str]:
    return sorted(str(sorted(row.items())) for row in found)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    # An import takes a second, so looking for a smaller failure would take many minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=histories(), files=st.integers(1, 3), seed=st.integers(0, 1000), portion=st.sampled_from([1, 5, 400_000]))
def test_any_files_of_the_same_events_make_the_same_visits(
    shelf: Shelf, made: list[Made], files: int, seed: int, portion: int
) -> None:
    chance = random.Random(seed)
    site = new_site()
    chosen = [chance.randrange(files) for _ in made]
    for number in [*range(files), chance.randrange(files)]:
        lines = [entry.line for entry, file in zip(made, chosen, strict=True) if file == number]
        # Some lines twice, some that another file has as well.
        lines += chance.choices([entry.line for entry in made], k=chance.randrange(4))
        chance.shuffle(lines)
        assert load(shelf, site, as_file(lines), portion=portion).damaged == 0
    load(shelf, site, as_file([entry.line for entry in made]))
    events = [entry.event(site) for entry in made]
    visits = sessionise(events)
    assert in_order(rows(shelf, site, "sessions")) == in_order([session_row(visit) for visit in visits])
    assert in_order(rows(shelf, site, "events")) == in_order([event_row(event, visits) for event in events])
    before = shelf.etags()
    assert load(shelf, site, as_file([entry.line for entry in reversed(made)])).changed_objects == 0
    assert shelf.etags() == before
