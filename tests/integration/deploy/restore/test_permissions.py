"""The policy beside the guide, and what the command really asks of AWS."""

import json
from pathlib import Path

from tests.e2e import calls
from tests.integration.deploy.restore.installation import Installation
from tests.integration.deploy.restore.test_point_in_time import moment

POLICY = Path(__file__).parents[4] / "docs/operations/policies/deploy/restore.json"
BEHIND = {
    # What AWS asks for behind other calls, and the local AWS does not.
    *("iam:PassRole", "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"),
}


def test_the_policy_allows_what_the_command_does_and_no_more(installation: Installation, record: Path) -> None:
    installation.back_up()
    at = moment()
    installation.delete("Events")
    start = len(record.read_text().splitlines())
    installation.restore("latest", rehearse=False, into_place=True)
    installation.restore("latest", discard=True)
    installation.restore(at)
    installation.restore("archive", into_place=True)
    lines = record.read_text().splitlines()[start:]
    called = {calls._call(json.loads(line)).action for line in lines}
    allowed = {action for each in json.loads(POLICY.read_text())["Statement"] for action in each["Action"]}
    assert called - allowed == set()
    assert allowed - called - BEHIND == set()
