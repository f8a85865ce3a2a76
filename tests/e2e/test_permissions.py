"""What the installation's own roles may do, and what the operator must be allowed to."""

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from tests.e2e import calls, permissions, switches
from tests.e2e.conftest import Made

ROLES = ("collector", "rollup", "archive", "task", "execution", "flow-logs", "replication")
WITHOUT_RESOURCE = {"ecr:GetAuthorizationToken"}
"""Actions for which AWS knows no resource."""
NOT_CALLED = {
    # Of what is switched off here.
    "application-autoscaling:*", "xray:*", "guardduty:*", "backup:*RestoreTesting*", "backup:*BackupVaultLock*",
    "wafv2:*ssociateWebACL", "wafv2:GetWebACLForResource", "elasticloadbalancing:SetWebACL", "apigateway:SetWebACL",
    # What AWS asks for behind other calls, and the local AWS does not.
    "iam:PassRole", "iam:CreateServiceLinkedRole", "kms:CreateGrant", "kms:Encrypt", "kms:Decrypt",
    "kms:GenerateDataKey*", "logs:*LogDelivery", "logs:AssociateKmsKey", "backup-storage:MountCapsule", "*:*Tag*",
    "s3:DeleteObjectVersion",
    # Changes to what is there: another value of a variable, or a newer version of this code.
    "*:Update*", "*:Modify*", "ecr:Put*", "kms:PutKeyPolicy", "elasticloadbalancing:Set*", "ec2:ReplaceRoute",
    "ec2:DeleteTags", "elasticloadbalancing:RemoveTags",
}  # fmt: skip


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


def test_an_operator_is_allowed_every_call_so_far(made: Made) -> None:
    assert permissions.uncovered(made.record) == set()


def test_an_operator_is_allowed_nothing_that_nobody_needs(made: Made) -> None:
    """Every action is one that was called, or stands above with its reason."""
    called = {action.lower() for action in calls.actions(calls.recorded(made.record))}
    deleting = (
        "Delete",
        "Remove",
        "Release",
        "Detach",
        "Disassociate",
        "Deregister",
        "Revoke",
        "Schedule",
        "Unsubscribe",
    )
    unused = {
        action
        for action in permissions.allowed()
        if not any(fnmatchcase(one, action.lower()) for one in called)
        and not any(fnmatchcase(action, pattern) for pattern in NOT_CALLED)
        and not action.partition(":")[2].startswith(deleting)  # called by the last test
    }
    assert not unused
    assert set(switches.NOT_HERE)


@pytest.mark.parametrize("file", permissions.FILES, ids=lambda file: file.stem)
def test_a_policy_of_the_operator_is_short_enough_to_be_managed(file: Any) -> None:
    assert len(json.dumps(json.loads(file.read_text()), separators=(",", ":"))) <= permissions.LONGEST
