"""What the reports must say, in plain Python over raw events and visits. It shares no code with the engine."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from tests.integration.query.reference import Site, matches
from tests.integration.query.world import Event, Visit

DAY = 24 * 3_600_000
RANK = {"pageview": 0, "event": 1, "engagement": 2}


def percent(part: int, whole: int) -> float:
    if not whole:
        return 0.0
    tenths = Fraction(1000 * part, whole)
    return int(tenths + Fraction(1, 2)) / 10


def about_event(node: list[Any]) -> bool:
    if node[0] in ("has_done", "has_not_done"):
        return False
    if node[0] in ("and", "or"):
        return any(about_event(part) for part in node[1])
    return about_event(node[1]) if node[0] == "not" else str(node[1]).startswith("event:")


def chosen(visit: Visit, filters: list[Any], site: Site) -> bool:
    of_event = [node for node in filters if about_event(node)]
    of_visit = [node for node in filters if not about_event(node)]
    if not all(matches(node, None, visit, site) for node in of_visit):
        return False
    hits = [event for event in visit.events if event.type != "engagement"]
    return not of_event or any(all(matches(node, hit, visit, site) for node in of_event) for hit in hits)


def begun(site: Site, filters: list[Any]) -> list[Visit]:
    return [v for v in site.visits if site.first <= v.started <= site.last and chosen(v, filters, site)]


def within(site: Site, event: Event) -> bool:
    return site.first <= event.at <= site.last


def in_order(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.at, RANK[event.type], event.path, event.name))


def does(action: dict[str, Any], event: Event, site: Site) -> bool:
    wanted = site.goals[action["goal"]] if "goal" in action else action
    if "event" in wanted:
        fits = event.type == "event" and event.name == wanted["event"]
    else:
        pattern = ".*".join(re.escape(part) for part in wanted["page"].split("*"))
        fits = event.type == "pageview" and re.fullmatch(pattern, event.path) is not None
    assert event.visit is not None
    return fits and all(matches(node, event, event.visit, site) for node in action.get("filters", []))


def hits(name: str | None, filters: list[Any], site: Site) -> list[Event]:
    """Events in the time that meet the filters themselves: those of a name, or all pageviews and custom events."""
    return [
        event
        for visit in site.visits
        for event in visit.events
        if within(site, event)
        and (event.type == "event" and event.name == name if name else event.type != "engagement")
        and all(matches(node, event, visit, site) for node in filters)
    ]


# --- funnel ---------------------------------------------------------------------------------------------------------


def funnel(request: dict[str, Any], site: Site) -> list[tuple[int, float | None]]:
    """Visitors and median seconds of each step."""
    return _summed(_people(request, site).values(), len(request["steps"]))


def funnel_parts(request: dict[str, Any], site: Site, attribute: str, blank: str) -> dict[str, list[Any]]:
    people = _people(request, site)
    parts: dict[str, list[Any]] = defaultdict(list)
    for reached in people.values():
        first = reached[0][2].visit
        parts[first.attributes[attribute] or blank].append(reached)
    return {part: _summed(members, len(request["steps"])) for part, members in parts.items()}


def _summed(people: Iterable[list[Any]], count: int) -> list[tuple[int, float | None]]:
    found = []
    everybody = list(people)
    for step in range(count):
        gaps = [reached[step][1] for reached in everybody if reached[step]]
        found.append((len(gaps), median(gaps) / 1000 if gaps and step else None))
    return found


def _people(request: dict[str, Any], site: Site) -> dict[int, list[Any]]:
    """Visitor → for each step the first time it was taken, the time since the step before, and the event."""
    units: dict[object, list[Event]] = defaultdict(list)
    for visit in site.visits:
        if chosen(visit, request["filters"], site):
            key = visit.id if request["within"] == "visit" else visit.visitor
            units[key] += [event for event in visit.events if within(site, event)]
    limit = request["days"] * DAY if request["within"] == "days" else 10**15
    people: dict[int, list[Any]] = {}
    for events in units.values():
        reached = _reached(events, request["steps"], limit, site)
        if reached[0]:
            known = people.setdefault(reached[0][2].visitor, reached)
            people[reached[0][2].visitor] = [
                min([one for one in pair if one], key=lambda one: one[0], default=None)
                for pair in zip(known, reached, strict=True)
            ]
    return people


def _reached(events: list[Event], steps: list[dict[str, Any]], limit: int, site: Site) -> list[Any]:
    fits = {id(event): [does(step, event, site) for step in steps] for event in events}
    bits = {id(event): sum(1 << k for k, fit in enumerate(fits[id(event)]) if fit) for event in events}
    ordered = sorted(events, key=lambda event: (event.at, RANK[event.type], bits[id(event)]))
    taken: list[set[int]] = [set() for _ in steps]
    for start, first in enumerate(ordered):
        if not fits[id(first)][0]:
            continue
        earliest = start
        taken[0].add(start)
        for step in range(1, len(steps)):
            later = [
                place
                for place in range(earliest + 1, len(ordered))
                if fits[id(ordered[place])][step] and ordered[place].at - first.at <= limit
            ]
            if not later:
                break
            taken[step] |= set(later)
            earliest = later[0]
    reached: list[Any] = []
    for step, places in enumerate(taken):
        if not places:
            reached.append(None)
            continue
        place = min(places)
        before = max((one for one in taken[step - 1] if one < place), default=place) if step else place
        reached.append((ordered[place].at, ordered[place].at - ordered[before].at, ordered[place]))
    return reached


# --- journeys -------------------------------------------------------------------------------------------------------


def journeys(request: dict[str, Any], site: Site) -> tuple[Counter[Any], Counter[Any]]:
    """Visits by node, and by link."""
    forward = "start" in request
    kind = "start" if forward else "end"
    action = request[kind]
    name = action.get("page") or action.get("event") or action.get("goal")
    ways = []
    for visit in site.visits:
        if chosen(visit, request["filters"], site):
            way = _way(visit, action, request, site, forward)
            if way is not None:
                ways.append([(kind, name), *way])
    folded = [_folded(way, _kept(ways, request["top"])) for way in ways]
    nodes: Counter[Any] = Counter()
    links: Counter[Any] = Counter()
    for way in folded:
        nodes.update((step, *node) for step, node in enumerate(way))
        links.update(((step, *way[step]), (step + 1, *way[step + 1])) for step in range(len(way) - 1))
    return nodes, links


def _label(event: Event) -> str:
    return event.path if event.type == "pageview" else event.name


def _way(visit: Visit, action: dict[str, Any], request: dict[str, Any], site: Site, forward: bool) -> Any:
    ordered = in_order(event for event in visit.events if event.type != "engagement")
    anchor = next((e for e in ordered if within(site, e) and does(action, e, site)), None)
    if anchor is None:
        return None
    place = ordered.index(anchor)
    rest = ordered[place + 1 :] if forward else ordered[:place][::-1]
    pages, customs = request["through"] in ("pages", "all"), request["through"] in ("events", "all")
    last = (anchor.type, _label(anchor))
    way = []
    for event in rest:
        if not (pages if event.type == "pageview" else customs and event.interactive):
            continue
        node = (event.type, _label(event))
        if not (node == last and event.type == "pageview"):
            way.append(node)
        last = node
    end = ("exit", "(exit)") if forward else ("entry", "(entry)")
    return [*way, end][: request["depth"]]


def _kept(ways: list[Any], top: int) -> dict[int, set[Any]]:
    counts: dict[int, Counter[Any]] = defaultdict(Counter)
    for way in ways:
        for step, node in enumerate(way):
            if node[0] in ("pageview", "event"):
                counts[step][node] += 1
    return {step: set(sorted(of, key=lambda node: (-of[node], node))[:top]) for step, of in counts.items()}


def _folded(way: list[Any], kept: dict[int, set[Any]]) -> list[Any]:
    return [
        ("other", "(other)") if node[0] in ("pageview", "event") and node not in kept[step] else node
        for step, node in enumerate(way)
    ]


# --- retention ------------------------------------------------------------------------------------------------------


def period_start(at: int, period: str, site: Site) -> date:
    zone = ZoneInfo(site.timezone)
    day = datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).date()
    first = datetime.fromtimestamp(site.first / 1000, UTC).astimezone(zone).date()
    if period == "week":
        day = day - timedelta(days=day.weekday())
    if period == "month":
        return day.replace(day=1)
    return max(day, first)


def retention(period: str, filters: list[Any], site: Site) -> dict[tuple[str, str], int]:
    """(cohort, period) → visitors."""
    seen: dict[int, set[date]] = defaultdict(set)
    for visit in begun(site, filters):
        seen[visit.visitor].add(period_start(visit.started, period, site))
    counts: Counter[tuple[str, str]] = Counter()
    for periods in seen.values():
        counts.update((min(periods).isoformat(), at.isoformat()) for at in periods)
    return dict(counts)


def lasting(filters: list[Any], site: Site) -> tuple[int, int]:
    days: dict[int, set[int]] = defaultdict(set)
    for visit in begun(site, filters):
        days[visit.visitor].add(visit.started // DAY)
    return len(days), sum(len(of) > 1 for of in days.values())


# --- pages ----------------------------------------------------------------------------------------------------------


def pages(filters: list[Any], site: Site) -> dict[str, tuple[int, int, int, float, float]]:
    visits = begun(site, filters)
    entries = Counter(visit.entry_page for visit in visits)
    exits = Counter(visit.exit_page for visit in visits)
    bounces = Counter(visit.entry_page for visit in visits if visit.bounced)
    views = Counter(event.path for event in views_of(filters, site))
    found = {}
    for page in {*entries, *exits, *views}:
        rate = percent(exits[page], views[page]) if views[page] else 100.0 * (exits[page] > 0)
        bounce = percent(bounces[page], entries[page])
        found[page] = (entries[page], exits[page], views[page], min(100.0, rate), bounce)
    return found


def views_of(filters: list[Any], site: Site) -> Iterator[Event]:
    for visit in site.visits:
        if chosen(visit, filters, site):
            yield from (event for event in visit.views if within(site, event))


def neighbours(page: str, filters: list[Any], site: Site) -> tuple[Counter[str], Counter[str]]:
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for visit in site.visits:
        if chosen(visit, filters, site):
            ordered = in_order(visit.views)
            paths = ["(entry)", *(view.path for view in ordered), "(exit)"]
            for place, view in enumerate(ordered):
                if view.path == page and within(site, view):
                    before[paths[place]] += 1
                    after[paths[place + 2]] += 1
    return before, after


# --- web vitals -----------------------------------------------------------------------------------------------------

LIMITS = {"LCP": (2500, 4000), "INP": (200, 500), "CLS": (0.1, 0.25), "FCP": (1800, 3000), "TTFB": (800, 1800)}


def samples(filters: list[Any], site: Site) -> Iterator[tuple[Event, str, float]]:
    for visit in site.visits:
        for event in visit.events:
            if event.type != "event" or event.name != "web-vital" or not within(site, event):
                continue
            if not all(matches(node, event, visit, site) for node in filters):
                continue
            if event.props["name"] in LIMITS and event.props["value"] not in ("-1", "fast", "", "nan"):
                yield event, event.props["name"], float(event.props["value"])


def vital(metric: str, values: list[float]) -> dict[str, Any]:
    ordered, count = sorted(values), len(values)
    good = sum(value <= LIMITS[metric][0] for value in values)
    poor = sum(value > LIMITS[metric][1] for value in values)
    found = {f"p{share}": ordered[-(-count * share // 100) - 1] for share in (50, 75, 90, 99)}
    word = "needs improvement"
    if found["p75"] <= LIMITS[metric][0]:
        word = "good"
    elif found["p75"] > LIMITS[metric][1]:
        word = "poor"
    shares = {
        "good": percent(good, count),
        "needs_improvement": percent(count - good - poor, count),
        "poor": percent(poor, count),
    }
    return {"metric": metric, "samples": count, "rating": word, **found, **shares}
