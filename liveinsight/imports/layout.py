"""Where imports lie in the bucket. Everything is UTC."""

from liveinsight.timing import day_of, parse_hour


def imported_key(kind: str, site: str, day_ms: int) -> str:
    """What readers see, beside the archive's own `day.parquet`; `kind` is `events` or `sessions`."""
    return f"{kind}/site={site}/date={day_of(day_ms)}/imported.parquet"


def raw_prefix(site: str) -> str:
    """Under it lies what only LiveInsight reads: the events as they were imported, with their ids."""
    return f"imports/site={site}/"


def raw_key(site: str, day_ms: int) -> str:
    return f"{raw_prefix(site)}date={day_of(day_ms)}.parquet"


def raw_day(key: str) -> int:
    """The day (UTC ms) of a `raw_key`."""
    return parse_hour(f"{key.rpartition('date=')[2].removesuffix('.parquet')}T00")


def unfinished_key(site: str) -> str:
    """Names the days that an import has begun to change and not finished."""
    return f"{raw_prefix(site)}unfinished.json"
