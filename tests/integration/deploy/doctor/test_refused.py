"""Credentials that may not see everything, or nothing; infrastructure that is older than the code."""

import pytest
from botocore.exceptions import ClientError

from deploy.doctor.command import report
from deploy.doctor.finding import State
from deploy.doctor.tables import tables
from deploy.doctor.watching import watching
from deploy.errors import Refused
from tests.integration.deploy.doctor import world as ingestion
from tests.integration.deploy.doctor import world_watched
from tests.integration.deploy.doctor.conftest import Look
from tests.integration.deploy.doctor.world import World

DENIED = "User: arn:aws:iam::1:user/x is not authorized to perform: budgets:ViewBudget on resource: x"


def test_a_check_that_lacks_a_permission_says_so_and_the_others_go_on(bare: World, look: Look) -> None:
    world_watched.watching(bare)
    bare.refuse("budgets", "DescribeBudget", "AccessDeniedException", DENIED)
    found = look(bare, watching)
    assert found["budget"].state is State.UNKNOWN
    assert "budgets:ViewBudget" in found["budget"].detail
    assert "permission" in found["budget"].remedy
    assert found["dashboard X-dashboard"].state is State.OK


def test_a_permission_for_a_part_of_a_thing_is_missed_for_each_of_them(bare: World, look: Look) -> None:
    ingestion.tables(bare)
    bare.refuse("dynamodb", "DescribeTimeToLive", "AccessDeniedException", "denied")
    found = look(bare, tables)
    assert {each.state for each in found.values()} == {State.UNKNOWN}
    assert all("DescribeTimeToLive" in each.detail for each in found.values())


@pytest.mark.parametrize("code", ["ExpiredTokenException", "UnrecognizedClientException"])
def test_credentials_that_have_expired_end_it(bare: World, look: Look, code: str) -> None:
    bare.refuse("dynamodb", "DescribeTable", code)
    with pytest.raises(ClientError, match=code):
        look(bare, tables)


def test_what_the_local_aws_or_a_region_does_not_know_is_unknown(bare: World, look: Look) -> None:
    world_watched.watching(bare)
    bare.refuse("budgets", "DescribeBudget", "UnknownOperationException", "never heard of it")
    assert look(bare, watching)["budget"].state is State.UNKNOWN


def test_an_answer_that_nobody_foresaw_hides_nothing_else(bare: World, look: Look) -> None:
    world_watched.watching(bare)
    bare.answer("budgets", "DescribeBudget", Budget={"BudgetLimit": {}})
    found = look(bare, watching)
    assert found["budget"].state is State.UNKNOWN
    assert "unforeseen" in found["budget"].detail
    assert found["dashboard X-dashboard"].state is State.OK


def test_outputs_that_an_older_terraform_lacks_are_told_with_the_remedy(bare: World, look: Look) -> None:
    world_watched.watching(bare)
    del bare.outputs["tables"]
    found = look(bare, tables, watching)
    assert found["tables"].state is State.UNKNOWN
    assert found["tables"].remedy == "make infra ENV=production"
    assert found["budget"].state is State.OK


def test_infrastructure_that_does_not_tell_what_is_switched_off_is_refused(bare: World) -> None:
    del bare.outputs["switches"]
    with pytest.raises(Refused, match="make infra ENV=production"):
        report(bare.environment())
