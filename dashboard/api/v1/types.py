"""Requests and answers of the Stats API v1 as types."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from dashboard.api.stats_types import SiteId
from dashboard.api.v1.syntax import METRICS, Interval, Period

MOST_ROWS = 1000
MOST_PAGES = 1_000_000


class Realtime(Struct, kw_only=True):
    site_id: SiteId


class Asked(Realtime, kw_only=True):
    """What all questions about the past have."""

    period: Annotated[Period, Meta(description="Up to the day in `date`; `custom` for the days in `date`.")] = "30d"
    date: Annotated[
        str,
        Meta(
            description="A day; today if left out. For `custom`, the first and the last one with a comma between.",
            examples=["2026-11-22", "2026-11-01,2026-11-15"],
        ),
    ] = ""
    metrics: Annotated[
        str, Meta(description="Some of these, with commas: " + ", ".join(f"`{name}`" for name in METRICS) + ".")
    ] = "visitors"
    filters: Annotated[
        str,
        Meta(
            description="`property==value` or `property!=value`. `;` stands for and, `|` between values for or, `*` "
            "for any text.",
            examples=["visit:source==Google;event:page==/blog/*"],
        ),
    ] = ""
    with_imported: Annotated[str, Meta(description="Makes no difference: imported events are events.")] = ""


class Aggregate(Asked, kw_only=True):
    compare: Annotated[
        Literal["", "previous_period"],
        Meta(description="`previous_period`: also the change from as many days right before."),
    ] = ""


class Timeseries(Asked, kw_only=True):
    interval: Annotated[
        Interval, Meta(description="`date` is `day`. If left out: hours of a `day`, months of `6mo` and `12mo`, days.")
    ] = ""


class Breakdown(Asked, kw_only=True):
    property_: Annotated[str, Meta(description="What to group by.", examples=["visit:source"])] = field(name="property")
    limit: Annotated[int, Meta(ge=1, le=MOST_ROWS)] = 100
    page: Annotated[int, Meta(ge=1, le=MOST_PAGES, description="The first one is 1.")] = 1


class Value(Struct, kw_only=True):
    """The last two are there with `compare`. The change is in percent, of percentages in points; null for unknown."""

    value: float | None
    comparison_value: float | UnsetType | None = UNSET
    change: float | UnsetType | None = UNSET


class Totals(Struct, kw_only=True):
    results: Annotated[dict[str, Value], Meta(description="By metric.")]
    warning: Annotated[str | UnsetType, Meta(description="There when data is missing.")] = UNSET


class Rows(Struct, kw_only=True):
    """Rows have the metrics and `date`, or the property, by name."""

    results: list[dict[str, Any]]
    warning: Annotated[str | UnsetType, Meta(description="There when data is missing.")] = UNSET


class SitesPage(Struct, kw_only=True):
    limit: Annotated[int, Meta(ge=1, le=MOST_ROWS)] = 100
    after: Annotated[str, Meta(description="`meta.after` of the page before.")] = ""
    before: Annotated[str, Meta(description="`meta.before` of the page after.")] = ""


class KnownSite(Struct, kw_only=True):
    domain: Annotated[str, Meta(description="`site_id` in questions.")]
    timezone: str


class Cursors(Struct, kw_only=True):
    """Null where there is no other page."""

    after: str | None
    before: str | None
    limit: int


class KnownSites(Struct, kw_only=True):
    sites: list[KnownSite]
    meta: Cursors
