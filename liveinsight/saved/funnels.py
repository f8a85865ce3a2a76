"""Funnels under a name: what the funnel report asks about, but for the time and the visits."""

import msgspec

from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.query.reports.funnel import Days, Steps, Within
from liveinsight.saved.collection import Collection, Named
from liveinsight.saved.definitions import valid_action
from liveinsight.saved.kind import Kind


class Funnel(Named, frozen=True, kw_only=True):
    """Steps, and within which time they must be taken, as the funnel report takes them."""

    steps: Steps
    within: Within = "visit"
    days: Days = 7


def _checked(funnel: Funnel, site: QueriedSite, engine: Engine) -> Funnel:
    steps = [valid_action(step, f"steps[{index}]", site, engine) for index, step in enumerate(funnel.steps)]
    return msgspec.structs.replace(funnel, steps=steps)


FUNNELS = Kind(Collection("funnels", "funnel", Funnel), _checked)
