"""Journeys of a site: what to ask the journeys report, under a name."""

from typing import Any

from msgspec import Struct

from dashboard.api.noun import Noun
from dashboard.api.saved import Name, declare
from liveinsight.query.reports.journeys import Depth, End, Start, Through, Top
from liveinsight.saved.journeys import JOURNEYS

noun = Noun("journeys", "Journeys", "What to ask the journeys report, but for time and filters, under a name.")
EXAMPLE: dict[str, Any] = {"name": "After the home page", "start": {"page": "/"}, "depth": 4}


class NewJourney(Struct, kw_only=True, forbid_unknown_fields=True):
    """A journey to save: exactly one of `start` and `end`."""

    name: Name
    start: Start = None
    end: End = None
    through: Through = "pages"
    depth: Depth = 3
    top: Top = 10


class JourneyChanges(Struct, kw_only=True, forbid_unknown_fields=True):
    """What to set. Giving `start` takes `end` away, and the other way round."""

    name: Name | None = None
    start: Start = None
    end: End = None
    through: Through | None = None
    depth: Depth | None = None
    top: Top | None = None


declare(noun, JOURNEYS, NewJourney, JourneyChanges, EXAMPLE)
