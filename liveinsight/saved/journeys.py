"""Journeys under a name: what the journeys report asks about, but for the time and the visits."""

import msgspec

from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.query.reports.journeys import Depth, End, Start, Through, Top
from liveinsight.saved.collection import Collection, Named
from liveinsight.saved.definitions import valid_action
from liveinsight.saved.kind import Kind


class Journey(Named, frozen=True, kw_only=True):
    """Where the journey begins or ends, and how much of it is shown, as the journeys report takes it."""

    start: Start = None
    end: End = None
    through: Through = "pages"
    depth: Depth = 3
    top: Top = 10


def _checked(journey: Journey, site: QueriedSite, engine: Engine) -> Journey:
    if (journey.start is None) == (journey.end is None):
        raise InvalidRequest("invalid_start", "give either `start` or `end`")
    if journey.start is not None:
        return msgspec.structs.replace(journey, start=valid_action(journey.start, "start", site, engine))
    assert journey.end is not None
    return msgspec.structs.replace(journey, end=valid_action(journey.end, "end", site, engine))


JOURNEYS = Kind(Collection("journeys", "journey", Journey), _checked, one_of=("start", "end"))
