"""Which days an import has begun to change: should it die, the next one works them out, whatever it imports itself."""

import msgspec

from liveinsight.archive.objects import Bucket
from liveinsight.imports.layout import unfinished_key
from liveinsight.timing import day_of, parse_hour


def begin(bucket: Bucket, site: str, days: set[int]) -> set[int]:
    """Note these days (UTC ms) before any of them is changed. Returns those that were noted before as well."""
    content = bucket.get(unfinished_key(site))
    before = {parse_hour(f"{day}T00") for day in msgspec.json.decode(content or b"[]", type=list[str])}
    if not days <= before:
        noted = sorted(day_of(day) for day in days | before)
        bucket.put(unfinished_key(site), msgspec.json.encode(noted))
    return before


def done(bucket: Bucket, site: str) -> None:
    """All noted days are as they should be."""
    bucket.delete(unfinished_key(site))
