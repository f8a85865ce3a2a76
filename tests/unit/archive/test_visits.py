"""The archive's visits are those of the definition, whatever happens around the day's edges."""

# ruff: noqa: S608  # the only thing written into a statement is the test's own file name

from dataclasses import replace
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveinsight.archive import days
from liveinsight.archive import visits as archive_visits
from liveinsight.archive.columns import PLACE_AND_SOFTWARE
from liveinsight.archive.log import signed
from liveinsight.archive.workspace import Workspace, workspace
from liveinsight.domain.event import Attribution, Client, Event, EventType
from liveinsight.domain.session import Session, sessionise
from liveinsight.tables import ATTRIBUTION
from liveinsight.timing import DAY_MS, HOUR_MS
from tests.unit.archive.recorded import RecordedHours

MINUTE = 60_000
DAY = 1_795_305_600_000
"""A midnight (UTC)"""
assert DAY % DAY_MS == 0

edges = st.sampled_from([DAY, DAY + DAY_MS, DAY + DAY_MS // 2])
# On both sides of the 30 minutes, and on the very edge.
gaps = st.one_of(
    st.integers(0, 5 * MINUTE),
    st.integers(20 * MINUTE, 40 * MINUTE),
    st.sampled_from([30 * MINUTE, 30 * MINUTE + 1, HOUR_MS]),
)
TYPES: list[EventType] = ["pageview", "pageview", "engagement", "event"]
types = st.sampled_from(TYPES)


def visitor_of(person: int, at: int) -> str:
    """Ids change every day; half of them have the highest bit set, as hashes do."""
    return f"{(person % 2) << 63 | person << 32 | at // DAY_MS:016x}"


def lasting_of(user: str) -> str:
    """As with daily ids, one of them has the highest bit set."""
    return {"": "", "kim": "00000000000000aa", "lee": "ff000000000000bb"}[user]


def bridge_of(person: int, at: int) -> str:
    into = at % DAY_MS
    if into <= 30 * MINUTE:
        return f"{person << 40 | (at - DAY_MS) // DAY_MS:016x}"
    return f"{person << 40 | at // DAY_MS:016x}" if into >= DAY_MS - 30 * MINUTE else ""


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Up to four people near the day's edges or its middle; some events lack the bridge that they should have.

    Pages identify their visitors now and then, and not always as the same.
    """
    events = []
    for person in range(1, draw(st.integers(1, 4)) + 1):
        at = draw(edges) + draw(st.integers(-3 * HOUR_MS, HOUR_MS))
        for number in range(draw(st.integers(1, 12))):
            bridged = draw(st.integers(0, 5)) > 0
            events.append(
                Event(
                    site="s",
                    id=f"{draw(st.sampled_from('aZ~9'))}{person}-{number}",
                    type=draw(types),
                    at=at,
                    visitor=visitor_of(person, at),
                    bridge=bridge_of(person, at) if bridged else "",
                    lasting_visitor=lasting_of(draw(st.sampled_from(["", "", "", "kim", "lee"]))),
                    hostname=draw(st.sampled_from(["a.example", "b.example"])),
                    path=draw(st.sampled_from(["/", "/a", "/b"])),
                    own=draw(st.sampled_from([Attribution(), Attribution(source="News", utm_term="'x'\n\"")])),
                    client=draw(st.sampled_from([Client(country="KR"), Client(browser="Firefox", screen="1x1")])),
                    name="signup",
                    visible_ms=draw(st.integers(0, 9000)),
                    interactive=draw(st.booleans()),
                )
            )
            at += draw(gaps)
    return events


def session_row(visit: Session) -> dict[str, object]:
    return {
        "session_id": signed(visit.id),
        "visitor_id": signed(visit.counted_visitor),
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


def rows(space: Workspace, kind: str) -> list[dict[str, object]]:
    """The rows of a file that was built, in its order, with times in ms."""
    times = {"events": ["at"], "sessions": ["started_at", "ended_at"]}[kind]
    replaced = ", ".join(f'epoch_ms("{name}") AS "{name}"' for name in times)
    found = space.run(f"SELECT * REPLACE ({replaced}) FROM '{space.folder}/day-{kind}.parquet'")
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(logs(), st.sampled_from([1, 4, 1000]))
def test_a_day_s_visits_and_events_are_those_of_the_definition(events: list[Event], stretch: int) -> None:
    with workspace() as space, mock.patch.object(archive_visits, "_STRETCH", stretch):
        source = RecordedHours(space, events, DAY + 2 * DAY_MS)
        built = days.build(space, source, "s", DAY)
        visits = sessionise(events)
        of_day = [visit for visit in visits if DAY <= visit.started_at < DAY + DAY_MS]
        found = rows(space, "sessions")
        assert [row["started_at"] for row in found] == sorted(visit.started_at for visit in of_day)
        assert sorted(found, key=str) == sorted(map(session_row, of_day), key=str)
        assert built.sessions == len(of_day)
        _compare_events(rows(space, "events"), events, visits)


def _compare_events(found: list[dict[str, object]], events: list[Event], visits: list[Session]) -> None:
    """Each event of the day has the id and the pages of the visit that holds it, and its visitor if identified."""
    of_day = sorted((event for event in events if DAY <= event.at < DAY + DAY_MS), key=lambda event: event.key)
    assert [row["at"] for row in found] == [event.at for event in of_day]
    people = {visitor_of(person, event.at): person for person in range(1, 5) for event in events}
    expected = []
    for event in of_day:
        fit = [
            visit
            for visit in visits
            if people[visit.visitor] == people[event.visitor]
            and visit.first <= event.key <= visit.last
            and (visit.visitor == event.visitor or _joined(visit, event, visits))
        ]
        assert len(fit) == 1
        visitor = fit[0].identified.visitor if fit[0].identified else event.visitor
        expected.append((event.at, signed(visitor), event.path, *_of_visit(fit[0])))
    got = [
        (row["at"], row["visitor_id"], row["path"], row["session_id"], row["entry_page"], row["exit_page"])
        for row in found
    ]
    assert sorted(got, key=str) == sorted(expected, key=str)


def _joined(visit: Session, event: Event, visits: list[Session]) -> bool:
    """A visit under yesterday's id holds the event unless a visit under the event's own id does."""
    return (
        not any(other.visitor == event.visitor and other.first <= event.key <= other.last for other in visits)
        and visit.visitor != event.visitor
    )


def _of_visit(visit: Session) -> tuple[int, str, str]:
    return signed(visit.id), visit.entry_page, visit.exit_page


def test_the_edges_are_followed_no_further_than_visits_reach(space: Workspace) -> None:
    event = Event("s", "1", "pageview", DAY + 12 * HOUR_MS, visitor_of(1, DAY), "a.example", "/")
    others = [replace(event, id=f"o{hour}", at=DAY - hour * HOUR_MS, visitor="0f") for hour in range(1, 20)]
    source = RecordedHours(space, [event, *others], DAY + 3 * DAY_MS)
    days.build(space, source, "s", DAY)
    assert source.asked == set(range(DAY - HOUR_MS, DAY + 25 * HOUR_MS, HOUR_MS))
