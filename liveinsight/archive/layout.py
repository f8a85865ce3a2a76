"""Where the archive's objects lie in the bucket. Everything is UTC."""

from liveinsight.timing import day_of, hour_of

EVENTS = "events"
SESSIONS = "sessions"


def day_key(kind: str, site: str, day_ms: int) -> str:
    """The one object of a site's day that the archive writes; `kind` is `events` or `sessions`."""
    return f"{kind}/site={site}/date={day_of(day_ms)}/day.parquet"


def hours_prefix(site: str) -> str:
    """Under it lies what only LiveInsight reads: copies of the log, hour by hour, and how far they go."""
    return f"hours/site={site}/"


def hour_key(site: str, hour_ms: int) -> str:
    return f"{hours_prefix(site)}date={day_of(hour_ms)}/{hour_of(hour_ms)[-2:]}.parquet"


def progress_key(site: str) -> str:
    return f"{hours_prefix(site)}progress.json"
