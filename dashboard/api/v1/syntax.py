"""How v1 writes periods, metrics, properties and filters in a URL; what v2 calls them.

The words are those of Plausible's [reference of v1](https://plausible.io/docs/stats-api-v1).
"""

import re
from datetime import date, timedelta
from typing import Any, Literal

from liveinsight.errors import InvalidRequest
from liveinsight.query import dates
from liveinsight.query.dimensions import PROPS, filterable

Period = Literal["day", "7d", "30d", "month", "6mo", "12mo", "custom"]
Interval = Literal["", "day", "date", "month"]
Days = tuple[date, date]
"""First and last day, in the site's time zone."""
OF_TIME = ("visitors", "visits", "pageviews", "views_per_visit", "bounce_rate", "visit_duration", "events")
METRICS = (*OF_TIME, "conversion_rate", "time_on_page")
NOT_FOR = {"breakdown": ("views_per_visit",), "timeseries": ("time_on_page",)}
"""What v1 documents as available elsewhere only."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OPERATOR = re.compile("(==|!=)")
_BAR = re.compile(r"(?<!\\)\|")


def days(period: Period, written: str, timezone: str, now_ms: int) -> Days:
    """The days that a period means: of `custom` the two in `date`, else up to the day in `date`, or to today.

    Months are whole ones, also when they are not over. Raises `InvalidRequest`.
    """
    if period == "custom":
        first, _, last = written.partition(",")
        found = _day(first), _day(last)
        if found[0] > found[1]:
            raise InvalidRequest("invalid_date", f"Invalid date {written[:80]!r}: the end is before the start.")
        return found
    seen_from = dates.day_start(_day(written), timezone) if written else now_ms
    span = dates.span(period, timezone, seen_from, None)
    return span.first, span.last


def days_before(period: Days) -> Days:
    """As many days right before these."""
    first, last = period
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def time_dimension(interval: Interval, period: Period) -> str:
    """What a time series is divided into. When the interval is left out: hours of a day, months of many, else days."""
    if interval:
        return "time:month" if interval == "month" else "time:day"
    return {"day": "time:hour", "6mo": "time:month", "12mo": "time:month"}.get(period, "time:day")


def metrics(written: str, endpoint: str) -> list[str]:
    """The metrics of a list with commas. Raises `InvalidRequest`."""
    names = [name.strip() for name in written.split(",")]
    for name in names:
        if name not in METRICS or name in NOT_FOR.get(endpoint, ()):
            raise InvalidRequest("invalid_metrics", f"Invalid metrics: {name[:80]!r} is not available in {endpoint}.")
    return names


def meant(metric: str, dimension: str) -> str:
    """v2's name of a metric: in groups of visits, the conversion rate is the one among the visitors of the group."""
    among_all = dimension in ("", "event:goal") or dimension.startswith(PROPS)
    return "group_conversion_rate" if metric == "conversion_rate" and not among_all else metric


def breakdown(written: str) -> str:
    """The dimension of a breakdown by this property. Raises `InvalidRequest`."""
    if not filterable(written) or written == "event:hostname":
        raise InvalidRequest("invalid_property", f"Invalid property {written[:80]!r}: there is no breakdown by it.")
    return written


def key(dimension: str) -> str:
    """The name under which a breakdown's rows have a property."""
    return dimension.removeprefix(PROPS) if dimension.startswith(PROPS) else dimension.partition(":")[2]


def filters(written: str) -> list[Any]:
    """Filters of v2 for `visit:source==Google;event:page!=/blog/*`. Raises `InvalidRequest`.

    `;` is and, `|` is or (`\\|` is the character itself), `*` is any text. Goals are named in full, so that a `*` in
    a name means itself.
    """
    return [_filter(part) for part in written.split(";") if part.strip()]


def _filter(written: str) -> list[Any]:
    name, operator, values = ([part.strip() for part in _OPERATOR.split(written, maxsplit=1)] + ["", ""])[:3]
    if not operator or not values:
        raise _invalid(written, "write property==value or property!=value")
    clauses = [value.replace("\\|", "|") for value in _BAR.split(values)]
    negated = operator == "!="
    if negated and len(clauses) > 1:
        raise _invalid(written, "`!=` takes one value; write several filters with `;` between them")
    any_text = name != "event:goal" and any("*" in clause for clause in clauses)
    return [("matches_wildcard" if any_text else "is") + ("_not" if negated else ""), name, clauses]


def _day(written: str) -> date:
    plain = written.strip()
    try:
        found = date.fromisoformat(plain) if _DAY.fullmatch(plain) else None
    except ValueError:
        found = None
    if found is None or not dates.EARLIEST <= found < dates.LATEST:
        raise InvalidRequest(
            "invalid_date", f"Invalid date {written[:80]!r}: write YYYY-MM-DD; for `custom`, two with a comma between."
        )
    return found


def _invalid(written: str, reason: str) -> InvalidRequest:
    return InvalidRequest("invalid_filters", f"Invalid filters: in {written[:120]!r}, {reason}.")
