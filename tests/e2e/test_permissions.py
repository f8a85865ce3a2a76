"""What the installation's own roles may do, and what the operator must be allowed to."""

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from tests.e2e import permissions
from tests.e2e.conftest import Made

ROLES = ("collector", "rollup", "archive", "task", "execution", "flow-logs", "replication")
WITHOUT_RESOURCE = {"ecr:GetAuthorizationToken"}
"""Actions for which AWS knows no resource."""


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_named_things_to_named_resources(made: Made, role: str) -> None:
    for statement in _statements(made, role):
        actions, resources = _listed(statement["Action"]), _listed(statement["Resource"])
        assert not [action for action in actions if action.endswith(":*") or action == "*"]
        if "*" in resources:
            assert set(actions) <= WITHOUT_RESOURCE, statement


def _statements(made: Made, role: str) -> list[dict[str, Any]]:
    iam, name = made.stack.client("iam"), f"LiveInsight-{role}"
    documents = [
        iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]
    ]
    found = [statement for document in documents for statement in _listed(document["Statement"])]
    assert found, f"{name} may do nothing"
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_what_the_internet_talks_to_reads_neither_passwords_nor_tokens(made: Made) -> None:
    settings = made.resources['module.data.aws_dynamodb_table.this["Settings"]']["arn"]
    touching = [each for each in _statements(made, "collector") if settings in _listed(each["Resource"])]
    reading = [each for each in touching if _listed(each["Action"]) != ["dynamodb:DescribeTable"]]
    assert reading
    for statement in reading:
        kinds = _listed(statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
        assert not [kind for kind in kinds if fnmatchcase("user", kind) or fnmatchcase("token", kind)]


def test_every_name_in_a_roles_policy_is_there(made: Made) -> None:
    arns = {values["arn"] for values in made.resources.values() if values.get("arn")}
    for role in ROLES:
        for statement in _statements(made, role):
            for resource in _listed(statement["Resource"]):
                base = resource.removesuffix("/athena/*").removesuffix("/*").removesuffix(":*")
                assert base == "*" or base in arns or ":glue:" in base, f"{role}: {resource} is nothing that was made"


@pytest.mark.parametrize("file", permissions.FILES, ids=lambda file: file.stem)
def test_a_policy_of_the_operator_is_short_enough_to_be_managed(file: Any) -> None:
    assert len(json.dumps(json.loads(file.read_text()), separators=(",", ":"))) <= permissions.LONGEST
