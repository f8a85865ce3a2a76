"""What an operator has to be allowed for the collector: all that is really called, and nothing that nobody calls."""

import json
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from deploy import infrastructure, secrets
from deploy.ingest import commands, teardown
from deploy.terraform import ROOT
from tests.e2e import calls
from tests.integration.deploy.ingest.conftest import Installation

POLICY = ROOT / "docs/operations/policies/deploy/collector.json"
UNSEEN = {
    "iam:PassRole": "AWS asks for it behind CreateFunction",
    "lambda:UntagResource": "Chalice takes tags away that it no longer sets",
    "lambda:TagResource": "and sets those that it did not find",
}
"""Allowed, though these tests cannot see it: why."""


@pytest.mark.usefixtures("light")
def test_the_policy_allows_what_is_called_and_no_more(
    installation: Installation, record_of_calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "environment", lambda _name: installation.aws)
    monkeypatch.setattr(infrastructure, "apply", lambda *_arguments: False)
    began = record_of_calls.stat().st_size
    commands.ingest(installation.stage, yes=True)
    commands.ingest(installation.stage, yes=True)
    _other_version(installation)
    commands.rollback_collector(installation.stage, yes=True)
    teardown.delete(installation.aws, installation.stage)
    teardown.forget(installation.aws)
    secrets.forget(installation.aws.client("ssm"), installation.aws.project)
    called = _actions(record_of_calls, began)
    allowed = {each for statement in json.loads(POLICY.read_text())["Statement"] for each in statement["Action"]}
    assert called >= {"lambda:CreateFunction", "apigateway:PUT", "events:PutRule", "ssm:PutParameter"}
    assert called - allowed == set()
    assert allowed - called == UNSEEN.keys()


def _other_version(installation: Installation) -> None:
    """One to go back to: the list says that another was deployed before."""
    kept = installation.record()
    (version,) = kept.versions
    s3, prefix = kept.s3, f"{installation.stage}/collector"
    s3.copy_object(
        Bucket=kept.bucket, Key=f"{prefix}/{'0' * 64}.zip",
        CopySource={"Bucket": kept.bucket, "Key": f"{prefix}/{version['digest']}.zip"},
    )  # fmt: skip
    kept.versions.append({**version, "digest": "0" * 64, "runtime": "python3.12"})
    kept.end(kept.resources, finished=True)


def _actions(record: Path, began: int) -> set[str]:
    """Of the calls since then, but for what the functions themselves and this test asked."""
    said = [json.loads(line) for line in record.read_bytes()[began:].decode().splitlines()]
    operators = [each for each in said if not fnmatchcase(each["service"], "dynamodb")]
    return calls.actions(calls._call(each) for each in operators)
