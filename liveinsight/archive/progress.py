"""How far the archive of a site has come. It lies beside the data, so that a copied bucket is whole by itself."""

from dataclasses import dataclass

import msgspec

from liveinsight.archive.layout import progress_key
from liveinsight.archive.objects import Bucket


@dataclass(slots=True)
class Progress:
    """All are UTC ms. Readers go by it: see "Reading the open day" in `docs/archive.md`.

    Before `days_to`, days are complete files. From `kept_from` to `hours_to`, every hour of the log has a copy,
    unless it is empty. From `hours_to` on, only the log knows. Copies before `cleaned_to` have been deleted.
    """

    days_to: int
    kept_from: int
    hours_to: int
    cleaned_to: int


def load(bucket: Bucket, site: str) -> Progress | None:
    """None when nothing of this site was archived yet."""
    content = bucket.get(progress_key(site))
    return None if content is None else msgspec.json.decode(content, type=Progress)


def save(bucket: Bucket, site: str, progress: Progress) -> None:
    bucket.put(progress_key(site), msgspec.json.encode(progress))
