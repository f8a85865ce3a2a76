"""Segments: filters under a name, such as "Korean phones"."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.saved.collection import Collection, Named
from liveinsight.saved.definitions import valid_filters
from liveinsight.saved.kind import Kind

Filters = Annotated[
    list[Any],
    Meta(
        min_length=1,
        description="Filters of the Stats API v2, at least one.",
        examples=[[["is", "visit:country", ["KR"]], ["is", "visit:device", ["Mobile"]]]],
    ),
]


class Segment(Named, frozen=True, kw_only=True):
    """Filters to be used in any question about the site."""

    filters: Filters


def _checked(segment: Segment, site: QueriedSite, engine: Engine) -> Segment:
    return msgspec.structs.replace(segment, filters=valid_filters(segment.filters, site, engine))


SEGMENTS = Kind(Collection("segments", "segment", Segment), _checked)
