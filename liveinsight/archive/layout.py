"""Where the archive's objects lie in the bucket. Everything is UTC."""

from liveinsight.timing import day_of, hour_of

EVENTS = "events"
SESSIONS = "sessions"
HOURS = "hours"


DAY_FILE = "day.parquet"
"""The one object of a site's day that the archive writes; others beside it are imported history."""


def site_prefix(kind: str, site: str) -> str:
    """Under it lie a site's objects of a kind: `events`, `sessions`, or the `hours` of the archive itself."""
    return f"{kind}/site={site}/"


def day_key(kind: str, site: str, day_ms: int) -> str:
    """`kind` is `events` or `sessions`."""
    return f"{site_prefix(kind, site)}date={day_of(day_ms)}/{DAY_FILE}"


def hours_prefix(site: str) -> str:
    """Under it lies what only LiveInsight reads: copies of the log, hour by hour, and how far they go."""
    return site_prefix(HOURS, site)


def hour_key(site: str, hour_ms: int) -> str:
    return f"{hours_prefix(site)}date={day_of(hour_ms)}/{hour_of(hour_ms)[-2:]}.parquet"


def progress_key(site: str) -> str:
    return f"{hours_prefix(site)}progress.json"


def registry_key(site: str) -> str:
    """What owners set and saved for the site."""
    return f"{hours_prefix(site)}settings.json"
