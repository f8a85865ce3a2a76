"""The definitions of the Stats API in plain Python over raw events and visits. It shares no code with the engine."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.integration.query.world import Event, Visit

BLANK = {"source": "Direct / None", "referrer": "Direct / None", "channel": "Direct", "country": "", "country_name": ""}
COUNTRIES = {"DE": "Germany", "FR": "France", "KR": "South Korea", "": ""}
OF_VISITS = {"visits", "bounce_rate", "visit_duration", "views_per_visit", "engaged_time"}
OF_EVENTS = {"pageviews", "events", "total_revenue", "average_revenue"}
Key = tuple[object, ...]
Rows = dict[Key, list[object]]


@dataclass(slots=True)
class Site:
    """A site and the first and last moment (UTC ms) that a question is about."""

    visits: list[Visit]
    timezone: str
    goals: dict[str, dict[str, str]]
    first: int
    last: int


def answer(request: dict[str, Any], site: Site) -> Rows:
    """The metrics by the values of the dimensions."""
    return _Question(request, site).rows()


def matches(node: list[Any], event: Event | None, visit: Visit, site: Site, by_entry: bool = False) -> bool:
    """Whether an event meets a filter; without one, whether the visit does."""
    operator = node[0]
    if operator == "and":
        return all(matches(part, event, visit, site, by_entry) for part in node[1])
    if operator == "or":
        return any(matches(part, event, visit, site, by_entry) for part in node[1])
    if operator == "not":
        return not matches(node[1], event, visit, site, by_entry)
    if operator in ("has_done", "has_not_done"):
        done = any(matches(node[1], other, visit, site) for other in _hits(visit))
        return done is (operator == "has_done")
    return _compare(node, event, visit, site, by_entry)


def _compare(node: list[Any], event: Event | None, visit: Visit, site: Site, by_entry: bool) -> bool:
    operator, dimension, clauses = node[:3]
    if dimension == "event:goal":
        wanted = [name for name in site.goals if (name in clauses if operator == "is" else _within(name, clauses))]
        return event is not None and any(_reaches(event, site.goals[name]) for name in wanted)
    raw = _raw(dimension, event, visit, by_entry)
    text = raw or _blank(dimension)
    if len(node) == 4 and not node[3]["case_sensitive"]:
        text, raw, clauses = text.lower(), raw.lower(), [clause.lower() for clause in clauses]
    kind = operator.removesuffix("_not")
    if kind == "is":
        found = text in clauses or (raw == "" and ("" in clauses or "(not set)" in clauses))
        return bool(found) != str(operator).endswith("_not")
    if dimension.startswith("event:props:") and raw == "":
        return False
    tests: dict[str, Callable[[str], bool]] = {
        "contains": lambda clause: clause in raw,
        "matches": lambda clause: re.search(clause, raw) is not None,
        "matches_wildcard": lambda clause: (
            re.fullmatch(".*".join(map(re.escape, clause.split("*"))), raw, re.DOTALL) is not None
        ),
    }
    return any(tests[kind](clause) for clause in clauses) != str(operator).endswith("_not")


def _within(name: str, clauses: list[str]) -> bool:
    return any(clause in name for clause in clauses)


def _reaches(event: Event, goal: dict[str, str]) -> bool:
    if "event" in goal:
        return event.type == "event" and event.name == goal["event"]
    pattern = ".*".join(map(re.escape, goal["page"].split("*")))
    return event.type == "pageview" and re.fullmatch(pattern, event.path) is not None


def _blank(dimension: str) -> str:
    if dimension.startswith("event:props:"):
        return "(none)"
    if dimension.startswith("event:") or "_page" in dimension:
        return ""
    return BLANK.get(dimension.removeprefix("visit:"), "(not set)")


def _shown(dimension: str, event: Event | None, visit: Visit) -> str:
    return _raw(dimension, event, visit) or _blank(dimension)


def _raw(dimension: str, event: Event | None, visit: Visit, by_entry: bool = False) -> str:
    """The value as it is stored; visitors may well send the words that stand for none."""
    own = {
        "visit:entry_page": visit.entry_page,
        "visit:exit_page": visit.exit_page,
        "visit:country_name": COUNTRIES[visit.attributes.get("country", "")],
        "visit:entry_page_hostname": visit.events[0].hostname,
        "visit:exit_page_hostname": visit.views[-1].hostname if visit.views else "",
    }
    if dimension in own:
        return own[dimension]
    if dimension.startswith("visit:"):
        return visit.attributes.get(dimension.removeprefix("visit:"), "")
    if dimension == "event:page" and (by_entry or event is None):
        return visit.entry_page
    if dimension == "event:hostname" and event is None:
        return visit.events[0].hostname
    assert event is not None
    if dimension.startswith("event:props:"):
        return event.props.get(dimension.removeprefix("event:props:"), "")
    name = event.name if event.type == "event" else event.type
    return {"event:page": event.path, "event:hostname": event.hostname, "event:name": name}[dimension]


def _hits(visit: Visit) -> list[Event]:
    return [event for event in visit.events if event.type != "engagement"]


def _mentions_event(node: list[Any]) -> bool:
    if node[0] in ("has_done", "has_not_done"):
        return False
    if node[0] == "not":
        return _mentions_event(node[1])
    if node[0] in ("and", "or"):
        return any(_mentions_event(part) for part in node[1])
    return str(node[1]).startswith("event:")


def _half_up(value: Fraction, decimals: int = 0) -> int | float:
    scale: int = 10**decimals
    scaled = value * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return whole / scale if decimals else whole


class _Question:
    def __init__(self, request: dict[str, Any], site: Site) -> None:
        self.site = site
        self.metrics: list[str] = request["metrics"]
        self.dimensions: list[str] = request.get("dimensions", [])
        self.filters: list[list[Any]] = request.get("filters", [])
        self.zone = ZoneInfo(site.timezone)

    def rows(self) -> Rows:
        return {key: [self.metric(name, key) for name in self.metrics] for key in self.keys()}

    @property
    def of_an_event(self) -> bool:
        return any(dimension.startswith("event:") for dimension in self.dimensions)

    @property
    def by_events(self) -> bool:
        return self.of_an_event or any(_mentions_event(node) for node in self.filters)

    def keys(self) -> set[Key]:
        if not self.dimensions:
            return {()}
        asked = set(self.metrics)
        needs_visitors = bool(asked & {"visitors", "percentage", "conversion_rate", "group_conversion_rate"})
        found: set[Key] = set()
        if self.of_an_event or asked & OF_EVENTS or (needs_visitors and self.by_events):
            found |= {key for event in self.hits(self.filters) for key in self.keys_of(event)}
        if not self.of_an_event:
            if asked & OF_VISITS:
                found |= {self.key_of_visit(visit) for visit in self.visits()}
            if needs_visitors and not self.by_events:
                found |= {key for event in self.activity(self.filters) for key in self.keys_of(event)}
            if asked <= {"scroll_depth", "time_on_page"}:
                found |= {key for event in self.hits(self.filters) for key in self.keys_of(event)}
        return found

    def label(self, dimension: str, at: int) -> str:
        local = datetime.fromtimestamp(at / 1000, UTC).astimezone(self.zone)
        day = local.date()
        if dimension == "time:hour":
            return local.strftime("%Y-%m-%d %H:00:00")
        if dimension == "time:week":
            first = datetime.fromtimestamp(self.site.first / 1000, UTC).astimezone(self.zone).date()
            return max(first, day - timedelta(days=day.weekday())).isoformat()
        return (day.replace(day=1) if dimension == "time:month" else day).isoformat()

    def keys_of(self, event: Event, without: str = "") -> list[Key]:
        """An event belongs to several groups when it reaches several goals."""
        visit = event.visit
        assert visit is not None
        found: list[Key] = [()]
        for dimension in self.dimensions:
            if dimension == without:
                continue
            values: list[str]
            if dimension.startswith("time"):
                values = [self.label(dimension, event.at)]
            elif dimension == "event:goal":
                values = [name for name in self.goals() if _reaches(event, self.site.goals[name])]
            else:
                values = [_shown(dimension, event, visit)]
            found = [(*key, value) for key in found for value in values]
        return found

    def key_of_visit(self, visit: Visit) -> Key:
        return tuple(
            self.label(dimension, visit.started) if dimension.startswith("time") else _shown(dimension, None, visit)
            for dimension in self.dimensions
        )

    def goals(self) -> list[str]:
        names = list(self.site.goals)
        for node in self.filters:
            if node[0] in ("is", "contains") and node[1] == "event:goal":
                names = [name for name in names if (name in node[2] if node[0] == "is" else _within(name, node[2]))]
        return names

    def activity(self, filters: list[list[Any]]) -> Iterable[Event]:
        """Everything within the time, engagement included."""
        for visit in self.site.visits:
            for event in visit.events:
                within = self.site.first <= event.at <= self.site.last
                if within and all(matches(node, event, visit, self.site) for node in filters):
                    yield event

    def hits(self, filters: list[list[Any]]) -> Iterable[Event]:
        return (event for event in self.activity(filters) if event.type != "engagement")

    def visits(self) -> Iterable[Visit]:
        by_page = "event:page" in self.dimensions
        for visit in self.site.visits:
            if not self.site.first <= visit.started <= self.site.last:
                continue
            of_visit = [n for n in self.filters if not self._needs_event(n, by_page)]
            of_event = [n for n in self.filters if self._needs_event(n, by_page)]
            if not all(matches(node, None, visit, self.site, by_page) for node in of_visit):
                continue
            hits = _hits(visit)
            if of_event and not any(all(matches(n, e, visit, self.site, by_page) for n in of_event) for e in hits):
                continue
            yield visit

    def _needs_event(self, node: list[Any], by_page: bool) -> bool:
        """Grouped by page, the page in a filter is that on which the visit entered."""
        if node[0] in ("and", "or"):
            return any(self._needs_event(part, by_page) for part in node[1])
        if node[0] == "not":
            return self._needs_event(node[1], by_page)
        return _mentions_event(node) and not (by_page and node[1] == "event:page")

    def visitors(self, filters: list[list[Any]], key: Key | None = None, without: str = "") -> int:
        grouped = [dimension for dimension in self.dimensions if dimension != without] if key is not None else []
        single = any(_mentions_event(n) for n in filters) or any(d.startswith("event:") for d in grouped)
        events = self.hits(filters) if single else self.activity(filters)
        found = [event for event in events if key is None or key in self.keys_of(event, without)]
        return len({event.visit.visitor for event in found if event.visit})

    def metric(self, name: str, key: Key) -> object:
        if name in OF_VISITS and not (name == "visits" and self.of_an_event):
            return self.visit_metric(name, [visit for visit in self.visits() if self.key_of_visit(visit) == key])
        if name in ("scroll_depth", "time_on_page"):
            return self.reading(name, key)
        if name in ("visitors", "percentage", "conversion_rate", "group_conversion_rate"):
            return self.rate(name, key)
        hits = [event for event in self.hits(self.filters) if key in self.keys_of(event)]
        if name == "visits":
            return len({event.visit.id for event in hits if event.visit})
        if name in ("total_revenue", "average_revenue"):
            return self.revenue(name, key, hits)
        return len([event for event in hits if name == "events" or event.type == "pageview"])

    def visit_metric(self, name: str, visits: list[Visit]) -> object:
        if name == "bounce_rate" and "event:page" not in self.dimensions:
            pages = [node for node in self.filters if node[1] == "event:page"]
            visits = [v for v in visits if all(matches(node, None, v, self.site, True) for node in pages)]
        if name == "visits" or not visits:
            return len(visits) if name == "visits" else 0
        if name == "bounce_rate":
            return _half_up(Fraction(100 * sum(visit.bounced for visit in visits), len(visits)))
        if name == "visit_duration":
            return _half_up(Fraction(sum(v.ended - v.started for v in visits), 1000 * len(visits)))
        if name == "engaged_time":
            return _half_up(Fraction(sum(event.visible_ms for v in visits for event in v.events), 1000 * len(visits)))
        return _half_up(Fraction(sum(len(visit.views) for visit in visits), len(visits)), 2)

    def reading(self, name: str, key: Key) -> object:
        found = [event for event in self.activity(self.filters) if key in self.keys_of(event)]
        beacons = [event for event in found if event.type == "engagement"]
        if not beacons:
            return None
        if name == "time_on_page":
            readers = len({event.visit.id for event in found if event.visit})
            return _half_up(Fraction(sum(event.visible_ms for event in beacons), 1000 * readers))
        depths: dict[int, int] = {}
        for event in beacons:
            assert event.visit is not None
            depths[event.visit.id] = max(depths.get(event.visit.id, 0), event.scroll_pct)
        return _half_up(Fraction(sum(depths.values()), len(depths)))

    def rate(self, name: str, key: Key) -> object:
        converted = self.visitors(self.filters, key)
        if name == "visitors":
            return converted
        base = [n for n in self.filters if not (n[1] == "event:goal" or str(n[1]).startswith("event:props:"))]
        if name == "percentage":
            whole = self.visitors(self.filters)
            return _half_up(Fraction(100 * converted, whole), 1) if whole else None
        if name == "conversion_rate":
            whole = self.visitors(base)
        else:
            rest = tuple(v for v, d in zip(key, self.dimensions, strict=True) if d != "event:goal")
            whole = self.visitors(base, rest, without="event:goal")
        return _half_up(Fraction(100 * converted, whole), 1) if whole else 0

    def revenue(self, name: str, key: Key, hits: list[Event]) -> object:
        goals = self.goals()
        if "event:goal" in self.dimensions:
            goals = [str(key[self.dimensions.index("event:goal")])]
        filtered = any(node[1] == "event:goal" for node in self.filters)
        known = {self.site.goals[goal]["currency"] for goal in goals if "currency" in self.site.goals[goal]}
        if len(known) != 1 or not (filtered or "event:goal" in self.dimensions):
            return None
        amounts = [event.amount for event in hits if event.currency in known and event.amount is not None]
        total = sum(amounts, Decimal(0))
        if name == "total_revenue":
            return float(total)
        return _half_up(Fraction(total) / len(amounts), 3) if amounts else 0.0


def day_range(first: date, last: date, timezone: str) -> tuple[int, int]:
    """First and last UTC ms of local days, found by stepping through the minutes around them."""
    zone = ZoneInfo(timezone)

    def begin(day: date) -> int:
        at = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - 16 * 3600
        while datetime.fromtimestamp(at, UTC).astimezone(zone).date() < day:
            at += 900
        return at * 1000

    return begin(first), begin(last + timedelta(days=1)) - 1
