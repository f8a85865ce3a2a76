"""Athena's engine and the plain reference agree on invented sites, as DuckDB's engine does: the same requests."""

import os
import random
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liveinsight.athena.engine import AthenaEngine
from liveinsight.errors import InvalidRequest
from tests.integration.athena.conftest import Fill
from tests.integration.query import reference
from tests.integration.query.test_against_reference import (
    CHANGES,
    GOALS,
    World,
    asked_time,
    compare,
    invent,
    requests,
)
from tests.integration.query.world import visits_of

EXAMPLES = int(os.environ.get("LIVEINSIGHT_TEST_EXAMPLES", "8"))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes seconds: shrinking would take hours
)
@given(
    seed=st.integers(0, 2**32),
    timezone=st.sampled_from(sorted(CHANGES)),
    asked=st.lists(requests(), min_size=6, max_size=12),
)
def test_athena_gives_what_the_definitions_say(
    athena: AthenaEngine, put_days: Fill, seed: int, timezone: str, asked: list[dict[str, Any]]
) -> None:
    chance = random.Random(seed)
    events = invent(chance, timezone)
    put_days(events)
    world = World(timezone, reference.Site(visits_of(events), timezone, GOALS, 0, 0), athena)
    for request in asked:
        with suppress(InvalidRequest):
            compare(world, request, *asked_time(chance, timezone))
