"""What is asked of the made-up year: the overview page, and the same panels under one filter each."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

KPIS = ("visitors", "visits", "pageviews", "views_per_visit", "bounce_rate", "visit_duration")
PANELS = (
    "visit:source",
    "visit:channel",
    "event:page",
    "visit:entry_page",
    "visit:country_name",
    "visit:device",
    "visit:browser",
    "visit:os",
)
FILTERED_PANELS = ("visit:source", "event:page", "visit:country_name")
TOP = 10
FILTERS: dict[str, list[Any]] = {
    "page is": ["is", "event:page", ["/"]],
    "page contains": ["contains", "event:page", ["/journal/"]],
    "country is": ["is", "visit:country", ["DE"]],
    "device is": ["is", "visit:device", ["mobile"]],
    "source is not": ["is_not", "visit:source", ["Google"]],
    "event is": ["is", "event:name", ["signup"]],
    "campaign is": ["is", "visit:utm_campaign", ["spring"]],
    "page matches": ["matches", "event:page", ["^/(shop|help)/(linen|oak)-.*[0-9]$"]],
}


class Question(NamedTuple):
    """A request of the Stats API without its site; `filters` has at most one filter. Days are the site's own."""

    name: str
    first: date
    last: date
    metrics: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    filters: tuple[list[Any], ...] = ()

    def body(self, site: str) -> dict[str, Any]:
        limit = {} if "time:day" in self.dimensions or not self.dimensions else {"pagination": {"limit": TOP}}
        return {
            "site_id": site,
            "date_range": [self.first.isoformat(), self.last.isoformat()],
            "metrics": self.metrics,
            "dimensions": self.dimensions,
            "filters": self.filters,
            **limit,
        }


def overview(first: date, last: date) -> list[Question]:
    """All KPIs with those of as many days before, the daily series, and eight top-ten panels."""
    before = first - timedelta((last - first).days + 1)
    return [
        Question("KPIs", first, last, KPIS),
        Question("KPIs of the time before", before, first - timedelta(1), KPIS),
        Question("series", first, last, ("visitors",), ("time:day",)),
        *(Question(panel, first, last, ("visitors", "percentage"), (panel,)) for panel in PANELS),
    ]


def filtered(first: date, last: date) -> list[Question]:
    """Each KPI row, series and panel under each filter."""
    return [question for name, rule in FILTERS.items() for question in _under(name, rule, first, last)]


def _under(name: str, rule: list[Any], first: date, last: date) -> Iterable[Question]:
    # The Stats API refuses this metric under a filter on pages.
    kpis = tuple(kpi for kpi in KPIS if kpi != "views_per_visit" or rule[1] != "event:page")
    yield Question(f"KPIs, {name}", first, last, kpis, (), (rule,))
    yield Question(f"series, {name}", first, last, ("visitors",), ("time:day",), (rule,))
    for panel in FILTERED_PANELS:
        yield Question(f"{panel}, {name}", first, last, ("visitors", "percentage"), (panel,), (rule,))
