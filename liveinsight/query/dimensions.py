"""The dimensions: their names, the columns they are read from, and what stands where nothing is known."""

from dataclasses import dataclass

NOT_SET = "(not set)"
NONE = "(none)"
DIRECT = "Direct / None"
PROPS = "event:props:"
MAX_PROP_NAME = 300
TIME = ("time", "time:hour", "time:day", "time:week", "time:month")


@dataclass(slots=True, frozen=True)
class Column:
    """Where a dimension is read from. `blank` is shown for an empty value."""

    name: str
    blank: str = ""


_UTM = ("utm_medium", "utm_source", "utm_campaign", "utm_content", "utm_term")
_SOFTWARE = ("device", "browser", "browser_version", "os", "os_version", "screen", "language")

VISIT: dict[str, Column] = {
    "visit:entry_page": Column("entry_page"),
    "visit:exit_page": Column("exit_page"),
    "visit:entry_page_hostname": Column("entry_hostname"),
    "visit:exit_page_hostname": Column("exit_hostname"),
    "visit:source": Column("source", DIRECT),
    "visit:referrer": Column("referrer", DIRECT),
    "visit:channel": Column("channel", "Direct"),
    **{f"visit:{name}": Column(name, NOT_SET) for name in (*_UTM, *_SOFTWARE)},
    "visit:country": Column("country"),
    "visit:region": Column("region"),
    "visit:city": Column("city"),
    "visit:country_name": Column("country"),
    "visit:region_name": Column("region"),
    "visit:city_name": Column("city"),
}
"""Dimensions of a visit; their columns are those of visits and of events alike."""

EVENT: dict[str, Column] = {
    "event:page": Column("path"),
    "event:hostname": Column("hostname"),
    "event:name": Column("name"),
    "event:goal": Column("goal"),
}
HOSTNAMES = ("visit:entry_page_hostname", "visit:exit_page_hostname")


def is_time(dimension: str) -> bool:
    return dimension in TIME


def is_event(dimension: str) -> bool:
    return dimension.startswith("event:")


def prop(dimension: str) -> str | None:
    """The custom property that the dimension names."""
    return dimension.removeprefix(PROPS) if dimension.startswith(PROPS) else None


def filterable(dimension: str) -> bool:
    name = prop(dimension)
    if name is not None:
        return 0 < len(name) <= MAX_PROP_NAME and "\0" not in name
    return dimension in VISIT or dimension in EVENT


def groupable(dimension: str) -> bool:
    return is_time(dimension) or filterable(dimension)


def column(dimension: str) -> Column:
    return VISIT.get(dimension) or EVENT[dimension]
