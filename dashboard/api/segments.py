"""Segments of a site: filters under a name."""

from msgspec import Struct

from dashboard.api.noun import Noun
from dashboard.api.saved import Name, declare
from liveinsight.saved.segments import SEGMENTS, Filters

noun = Noun("segments", "Segments", "Filters under a name, to be used in any question.")
EXAMPLE = {"name": "Korean phones", "filters": [["is", "visit:country", ["KR"]], ["is", "visit:device", ["Mobile"]]]}


class NewSegment(Struct, kw_only=True, forbid_unknown_fields=True):
    """A segment to save."""

    name: Name
    filters: Filters


class SegmentChanges(Struct, kw_only=True, forbid_unknown_fields=True):
    """What to set."""

    name: Name | None = None
    filters: Filters | None = None


declare(noun, SEGMENTS, NewSegment, SegmentChanges, EXAMPLE)
