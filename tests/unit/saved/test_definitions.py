"""A saved funnel or journey defines what its report takes; saved filters are checked as those of a question are."""

from typing import Any, get_type_hints

import msgspec
import pytest

from dashboard.api.funnels import FunnelChanges, NewFunnel
from dashboard.api.journeys import JourneyChanges, NewJourney
from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.query.goals import Goal
from liveinsight.query.reports import funnel, journeys
from liveinsight.query.reports.question import Question
from liveinsight.query.reports.steps import Action
from liveinsight.saved.collection import Named
from liveinsight.saved.definitions import valid_action, valid_filters
from liveinsight.saved.funnels import Funnel
from liveinsight.saved.journeys import Journey
from tests.integration.query.world import Tables

SITE = QueriedSite("site", "Asia/Seoul", (Goal("Signup", event="signup"),))
CHOSEN_WHEN_LOOKING = {"breakdown", "limit"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Tables())


def fields(struct: type[msgspec.Struct], without: set[str]) -> dict[str, tuple[Any, Any]]:
    """Type and default of each field."""
    hints = get_type_hints(struct, include_extras=True)
    found = msgspec.structs.fields(struct)
    return {field.name: (hints[field.name], field.default) for field in found if field.name not in without}


@pytest.mark.parametrize(
    ("report", "saved", "new", "changes"),
    [(funnel, Funnel, NewFunnel, FunnelChanges), (journeys, Journey, NewJourney, JourneyChanges)],
)
def test_a_saved_one_defines_all_that_its_report_asks(report: Any, saved: Any, new: Any, changes: Any) -> None:
    shared = {field.name for field in msgspec.structs.fields(Question)}
    defined = fields(report.Request, shared | CHOSEN_WHEN_LOOKING)
    assert defined == fields(saved, set(Named.__struct_fields__)) == fields(new, {"name"})
    assert defined.keys() == fields(changes, {"name"}).keys()
    assert {default for _, default in fields(changes, set()).values()} == {None}


@pytest.mark.parametrize(
    "filters",
    [
        [["is", "event:goal", ["Signup"]]],
        [["is", "event:goal", ["signup"], {"case_sensitive": False}]],
        [["contains", "event:goal", ["nothing"]]],
        [["has_not_done", ["is", "event:goal", ["Signup"]]]],
        [["or", [["matches", "event:page", ["^/a.*$"]], ["not", ["is", "visit:city", [1835848]]]]]],
        [["is_not", "event:props:plan", ["(none)"]], ["contains", "visit:country_name", ["Korea"]]],
        [["contains", "event:page", [" a ", "b "]]],
    ],
)
def test_filters_of_questions_stay_as_they_are(engine: Engine, filters: list[Any]) -> None:
    assert valid_filters(filters, SITE, engine) == filters


def test_a_goal_is_looked_for_as_it_was_given(engine: Engine) -> None:
    with pytest.raises(InvalidRequest, match="no goal"):
        valid_filters([["is", "event:goal", ["Sign\u200eup"]]], SITE, engine)


def test_an_action_is_cleaned_with_its_filters(engine: Engine) -> None:
    wanted = Action(event="\u202e buy ", filters=[["is", "event:props:a", ["\u2067x"]]])
    found = valid_action(wanted, "start", SITE, engine)
    assert found == Action(event="buy", filters=[["is", "event:props:a", [" x"]]])


def test_an_action_names_one_thing(engine: Engine) -> None:
    with pytest.raises(InvalidRequest, match=r"steps\[3\]") as refused:
        valid_action(Action(page="\u202e"), "steps[3]", SITE, engine)
    assert refused.value.code == "invalid_steps"
