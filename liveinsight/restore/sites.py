# ruff: noqa: S608  # only our own column names and file names are written into statements
"""Whose data the bucket holds: the sites as the archive's job kept them, or as far as their events tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from liveinsight import tables
from liveinsight.archive import registry
from liveinsight.archive.layout import DAY_FILE, EVENTS, HOURS, site_prefix
from liveinsight.archive.objects import Bucket
from liveinsight.archive.workspace import Workspace, literal
from liveinsight.errors import InvalidRequest
from liveinsight.restore.files import downloaded
from liveinsight.site_values import normal_domain
from liveinsight.tables import SiteItem


@dataclass(frozen=True)
class Found:
    """A site of the bucket. `guessed` when nothing but its events tells of it; None when not even they do."""

    key: str
    guessed: bool | None


def keys(bucket: Bucket) -> list[str]:
    """The keys of all sites that have anything in the archive."""
    prefixes = (f"{kind}/site=" for kind in (EVENTS, HOURS))
    return sorted({_site_of(key) for prefix in prefixes for key in bucket.keys(prefix)})


def bring_back(bucket: Bucket, space: Workspace, key: str, rolled_up_to: int | None) -> Found:
    """Put the site into Settings, with what its owner saved; rollup goes on at `rolled_up_to` (UTC ms)."""
    kept = registry.kept(bucket, key)
    guess = None if kept else _guess(bucket, space, key)
    items = kept if guess is None else [guess.serialize()]
    for values in items:
        if values["kind"]["S"] == SiteItem.KIND and rolled_up_to is not None:
            values = {**values, registry.PROGRESS: {"N": str(rolled_up_to)}}
        tables.patient_client().put_item(TableName=SiteItem.Meta.table_name, Item=values)
    return Found(key, guess is not None if items else None)


def _guess(bucket: Bucket, space: Workspace, key: str) -> SiteItem | None:
    """A site named after the host that most of its last day's events are of; None without any."""
    days = [found for found in bucket.keys(site_prefix(EVENTS, key)) if found.endswith(".parquet")]
    if not days:
        return None
    with downloaded(bucket, space, days[-1], days[0]) as (last, first):
        host = _value(space, f"SELECT mode(hostname) FROM read_parquet({literal(last)})")
        begun = _value(space, f"""SELECT epoch_ms(min("at")) FROM read_parquet({literal(first)})""")
    assert isinstance(begun, int)
    return SiteItem(
        SiteItem.KIND,
        key,
        name=str(host),
        domain=_domain(str(host)),
        created_at=begun,
        first_event_at=begun,
    )


def _value(space: Workspace, sql: str) -> object:
    (value,) = space.one(sql)
    return value


def _domain(host: str) -> str:
    try:
        return normal_domain(host)
    except InvalidRequest:
        return f"{host or 'unknown'}.invalid"


def _site_of(key: str) -> str:
    return key.split("/")[1].removeprefix("site=")


def day_keys(bucket: Bucket, kind: str, site: str) -> Iterator[str]:
    """The archive's own files of a kind, by day; not the imported ones beside them."""
    return (key for key in bucket.keys(site_prefix(kind, site)) if Path(key).name == DAY_FILE)
