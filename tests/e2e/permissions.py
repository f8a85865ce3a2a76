"""The policies of docs/operations/policies, beside what Terraform and the operator's commands really called."""

import json
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from tests.e2e import calls

FOLDER = Path(__file__).parents[2] / "docs/operations/policies"
FILES = sorted(FOLDER.glob("*.json"))
"""Terraform's. Those of single commands are held to what they call by tests of their own."""
OF_COMMANDS = sorted([*FOLDER.glob("deploy/*.json"), *FOLDER.glob("look/*.json")])
LONGEST = 6144
"""Characters that a managed policy may have, white space not counted."""

NOT_CALLED = {
    # Of what is switched off here.
    "application-autoscaling:*", "xray:*", "guardduty:*", "backup:*RestoreTesting*", "backup:*BackupVaultLock*",
    "wafv2:*ssociateWebACL", "wafv2:GetWebACLForResource", "elasticloadbalancing:SetWebACL", "apigateway:SetWebACL",
    # What AWS asks for behind other calls, and the local AWS does not.
    "iam:PassRole", "iam:CreateServiceLinkedRole", "kms:CreateGrant", "kms:Encrypt", "kms:Decrypt",
    "kms:GenerateDataKey*", "logs:*LogDelivery", "logs:AssociateKmsKey", "backup-storage:MountCapsule", "*:*Tag*",
    "s3:DeleteObjectVersion",  # behind DeleteObjects, where it names versions
    "backup:DeleteRecoveryPoint",  # of a vault that is not empty
    # Changes to what is there: another value of a variable, or a newer version of this code.
    "*:Update*", "*:Modify*", "ecr:Put*", "kms:PutKeyPolicy", "elasticloadbalancing:Set*", "ec2:ReplaceRoute",
    "ec2:DeleteTags", "elasticloadbalancing:RemoveTags",
}  # fmt: skip
"""Actions that these tests cannot see, and why an operator needs them all the same."""


def allowed(files: Sequence[Path]) -> set[str]:
    """Actions and patterns of actions that these policies allow."""
    found = [statement["Action"] for file in files for statement in json.loads(file.read_text())["Statement"]]
    return {action for actions in found for action in ([actions] if isinstance(actions, str) else actions)}


def uncovered(record: Path) -> set[str]:
    """Actions that were called and that no statement allows."""
    known = allowed([*FILES, *OF_COMMANDS])
    called = calls.actions(calls.recorded(record))
    return {action for action in called if not any(fnmatchcase(action.lower(), one.lower()) for one in known)}


def unused(record: Path) -> set[str]:
    """Actions and patterns that Terraform is allowed, that nothing called, and that have no reason above."""
    called = {action.lower() for action in calls.actions(calls.recorded(record))}
    return {
        action
        for action in allowed(FILES)
        if not any(fnmatchcase(one, action.lower()) for one in called)
        and not any(fnmatchcase(action, pattern) for pattern in NOT_CALLED)
    }
